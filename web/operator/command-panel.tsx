import { Loader, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconBolt, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useId, useMemo, useState } from 'react'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { Offer } from '../../src/http/contract/object.ts'
import { numberWords } from '../parts/number-words.ts'
import { usePalette } from '../parts/palette.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import classes from './command-panel.module.css'
import { offersQuery } from './operator-queries.ts'
import page from './page.module.css'
import { useCommand } from './use-command.ts'

/**
 * "What do you want to do?": the commands of this object; one that may not be given says why, and what would help. While `ending` says that a
 * release may be taking the order, what it would be refused to cannot be pressed.
 */
export function CommandPanel({ template, id, ending }: { template: Template; id: string; ending: boolean }) {
  const { data, error } = useQuery(offersQuery(template.path, id))
  const command = useCommand()
  const { mutate } = command
  const may = useMemo(() => data?.items.filter((offer) => offer.may) ?? [], [data])
  const mayNot = useMemo(() => inOrderOfInterest(data?.items ?? []), [data])
  const [all, setAll] = useState(false)
  const narrow = useMediaQuery('(max-width: 640px)')
  const told = all ? mayNot : mayNot.slice(0, narrow ? 2 : FEW)
  usePalette(
    useMemo(
      () =>
        may
          .filter((offer) => !ends(offer, ending))
          .map(({ useCase, label }) => ({
            id: `offer-${useCase}`,
            label,
            group: `This ${template.label.toLowerCase()}`,
            icon: <IconBolt size={18} stroke={1.6} />,
            run: () => mutate({ useCase, objects: [id] }),
          })),
      [may, ending, template.label, id, mutate],
    ),
  )
  return (
    <>
      <h2 className={page.heading}>What do you want to do?</h2>
      {command.error && (
        <div className={classes.problem}>
          <ProblemNotice problem={command.error} focus />
        </div>
      )}
      {error && !data && <ProblemNotice problem={error} tone="bad" />}
      {!data && !error && <Skeleton height={44} radius="md" />}
      {data && may.length === 0 && <p className={classes.nothing}>Nothing can be done with it now.</p>}
      <ul className={classes.list}>
        {may.map((offer) => (
          <li key={offer.useCase}>
            <May
              offer={offer}
              ending={ends(offer, ending)}
              busy={command.isPending && command.variables.useCase === offer.useCase}
              disabled={command.isPending}
              onGive={() => mutate({ useCase: offer.useCase, objects: [id] })}
            />
          </li>
        ))}
      </ul>
      {mayNot.length > 0 && (
        <>
          <h3 className={classes.not}>Not now</h3>
          <ul className={classes.list}>
            {told.map((offer) => (
              <li key={offer.useCase}>
                <MayNot offer={offer} object={id} />
              </li>
            ))}
          </ul>
          {told.length < mayNot.length && (
            <button type="button" className={classes.all} onClick={() => setAll(true)}>
              Show {numberWords(mayNot.length - told.length)} more
            </button>
          )}
        </>
      )}
    </>
  )
}

const WhyNot = lazy(async () => ({ default: (await import('./why-not.tsx')).WhyNot }))

const FEW = 6

const ends = (offer: Offer, ending: boolean): boolean => ending && offer.whileQueued === true

interface MayProps {
  offer: Offer
  ending: boolean
  busy: boolean
  disabled: boolean
  onGive(): void
}

/** A command that may be given. One that ends stays where it is, and keeps the focus, for it may come alive again. */
function May({ offer, ending, busy, disabled, onGive }: MayProps) {
  const reason = useId()
  return (
    <>
      <button
        type="button"
        className={classes.may}
        aria-busy={busy}
        aria-disabled={ending}
        aria-describedby={ending ? reason : undefined}
        disabled={disabled}
        onClick={() => !ending && onGive()}
      >
        <span>{offer.label}</span>
        {busy ? <Loader size={16} /> : <IconChevronRight size={16} stroke={1.8} aria-hidden />}
      </button>
      {ending && (
        <p id={reason} className={classes.ending}>
          The release begins now; this order may be leaving this second.
        </p>
      )}
    </>
  )
}

/**
 * A command that no administrator enabled here, or that this person may never start, is not shown at all. Of the others, first what
 * something may be done about, then what only fits another state.
 */
function inOrderOfInterest(offers: readonly Offer[]): Offer[] {
  return offers.filter((offer) => !offer.may && !isHidden(offer)).toSorted((one, other) => rank(one) - rank(other))
}

const isHidden = ({ refusal }: Offer): boolean => ['not_attached', 'not_permitted'].includes(refusal?.code ?? '')

const rank = ({ refusal }: Offer): number => (refusal?.code === 'wrong_state' ? 1 : 0)

/** A command that may not be given: it can be focused, is announced as disabled with its reason, and shows the reason when asked. */
function MayNot({ offer, object }: { offer: Offer; object: string }) {
  const [told, setTold] = useState(false)
  const [stepwise, setStepwise] = useState(false)
  const reason = useId()
  const toggle = () => setTold(!told)
  return (
    <>
      <div className={classes.mayNot}>
        <button type="button" className={classes.label} aria-disabled="true" aria-describedby={reason} onClick={toggle}>
          {offer.label}
        </button>
        {/* For the pointer; the keyboard has the command itself, which does the same. */}
        <button
          type="button"
          className={classes.why}
          tabIndex={-1}
          aria-label={`Why not ${offer.label}`}
          aria-expanded={told}
          aria-controls={reason}
          onClick={toggle}
        >
          why not
          <IconChevronDown size={14} stroke={1.8} className={told ? classes.turned : undefined} aria-hidden />
        </button>
      </div>
      <p id={reason} className={classes.reason} hidden={!told}>
        {offer.refusal?.sentence} <span className={classes.remedy}>{offer.refusal?.remedy}</span>
      </p>
      {told && !stepwise && (
        <button type="button" className={classes.all} onClick={() => setStepwise(true)}>
          Why? Step by step
        </button>
      )}
      {told && stepwise && (
        <Suspense fallback={null}>
          <WhyNot useCase={offer.useCase} object={object} />
        </Suspense>
      )}
    </>
  )
}
