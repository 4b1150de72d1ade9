import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { SelectionOffer } from '../../src/http/contract/object.ts'
import { countWords, numberWords } from '../parts/number-words.ts'
import { usePalette } from '../parts/palette.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { useShortcuts } from '../parts/shortcuts.tsx'
import { selectionQuery } from './operator-queries.ts'
import classes from './selection-bar.module.css'
import { useCommand } from './use-command.ts'

const HIDDEN = new Set(['not_attached', 'not_permitted'])

/** The bar for what is ticked: each command with how many of the selection may be given it, and for the others why not. */
export function SelectionBar({ template, objects, onClear }: { template: Template; objects: string[]; onClear(): void }) {
  const { data, error } = useQuery(selectionQuery(objects))
  const command = useCommand()
  const { mutate } = command
  const possible = useMemo(() => data?.items.filter((offer) => offer.may > 0) ?? [], [data])
  // What no administrator enabled here, or this person may never start, is not spoken of.
  const impossible = data?.items.filter((offer) => offer.may === 0 && offer.refusals.some(({ refusal }) => !HIDDEN.has(refusal.code))) ?? []
  useShortcuts([{ keys: 'Escape', does: 'Untick all', run: onClear }])
  usePalette(
    useMemo(
      () =>
        possible.map(({ useCase, label, may, total }) => ({
          id: `selection-${useCase}`,
          label,
          description: `${may} of ${total} ticked`,
          group: 'What is ticked',
          run: () => mutate({ useCase, objects }),
        })),
      [possible, objects, mutate],
    ),
  )
  return (
    <section className={classes.place} aria-label="What is ticked">
      <div className={classes.bar}>
        <span className={classes.count} role="status">
          {countWords(objects.length, template.label.toLowerCase(), template.plural.toLowerCase())}
        </span>
        <div className={classes.commands}>
          {possible.map((offer) => (
            <span key={offer.useCase} className={classes.command}>
              <Button
                size="xs"
                loading={command.isPending && command.variables.useCase === offer.useCase}
                onClick={() => mutate({ useCase: offer.useCase, objects })}
                rightSection={<span className={classes.of}>{`${numberWords(offer.may)} of ${numberWords(offer.total)}`}</span>}
              >
                {offer.label}
              </Button>
              {offer.may < offer.total && <WhyNot offers={[offer]} words={`why not ${numberWords(offer.total - offer.may)}`} />}
            </span>
          ))}
          {data && possible.length === 0 && <span className="dim">No command fits what is ticked.</span>}
          {impossible.length > 0 && <WhyNot offers={impossible} words={possible.length === 0 ? 'Why not?' : 'Why no others?'} />}
        </div>
        <Tooltip label="Untick all">
          <ActionIcon aria-label="Untick all" onClick={onClear}>
            <IconX size={16} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      </div>
      {(command.error ?? error) && (
        <div className={classes.problem}>
          <ProblemNotice problem={command.error ?? error} focus />
        </div>
      )}
    </section>
  )
}

function WhyNot({ offers, words }: { offers: readonly SelectionOffer[]; words: string }) {
  return (
    <Popover position="top" width={420} withinPortal={false} trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="subtle" color="gray">
          {words}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.reasons} tabIndex={-1} data-autofocus>
        {offers.map((offer) => (
          <div key={offer.useCase} className={classes.offer}>
            <p className={classes.label}>{offer.label}</p>
            <ul>
              {offer.refusals.map(({ refusal, count }) => (
                <li key={refusal.code + refusal.sentence}>
                  <span className={classes.times}>{numberWords(count)}</span>
                  <span>
                    {refusal.sentence} <span className="dim">{refusal.remedy}</span>
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}
