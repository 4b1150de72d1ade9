import { Button } from '@mantine/core'
import { IconArrowLeft, IconCircleCheck, IconCircleX, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Result, RunAnswer } from '../../src/http/contract/command.ts'
import { address } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { ButtonLink } from '../parts/links.tsx'
import { countWords, numberWords } from '../parts/number-words.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { Letters } from './letters.tsx'
import { ObjectLink } from './object-link.tsx'
import { objectQuery } from './operator-queries.ts'
import classes from './run.module.css'
import { WayOut } from './way-out.tsx'

const MANY = 50

/** The end: what became of each object, with the reason and what helps where it was refused, and the ways on. */
export function RunResults({ answer }: { answer: RunAnswer }) {
  const { run, results = [] } = answer
  const catalog = useCatalog()
  const template = catalog.template(catalog.useCase(run.useCase)?.template)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  // What went wrong is what one wants to see first.
  const [all, setAll] = useState(false)
  const sorted = [...results.filter((result) => result.outcome === 'refused'), ...results.filter((result) => result.outcome === 'done')]
  return (
    <>
      <p className={classes.label}>{run.label}</p>
      <h1 ref={title} tabIndex={-1} className={classes.title}>
        {headline(answer)}
      </h1>
      {run.approvedBy && (
        <p className={classes.text}>
          {run.actor} asked for it, and {run.approvedBy} agreed.
        </p>
      )}
      {run.total > 1 && (
        <p className={classes.text}>
          {countWords(run.done, template?.label.toLowerCase() ?? 'object', template?.plural.toLowerCase() ?? 'objects')} done,{' '}
          {numberWords(run.refused)} refused, {numberWords(run.total)} in all.
        </p>
      )}
      <ul className={classes.results} aria-label="What became of each">
        {(all ? sorted : sorted.slice(0, MANY)).map((result) => (
          <ResultLine key={result.object} result={result} template={template?.name ?? ''} />
        ))}
      </ul>
      {!all && sorted.length > MANY && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setAll(true)}>
          Show all {numberWords(sorted.length)}
        </Button>
      )}
      {results.length < run.total && (
        <p className="dim">
          {numberWords(results.length)} of {numberWords(run.total)} are listed here, those that were refused before the others.
        </p>
      )}
      {run.total > 1 && (
        <Button
          component="a"
          href={address(`/runs/${run.id}/results.csv`)}
          download
          variant="subtle"
          size="xs"
          mt="sm"
          leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />}
        >
          Download what became of each
        </Button>
      )}
      <Letters answer={answer} />
      <WayOut answer={answer} />
      <Onward answer={answer} path={template?.path} />
    </>
  )
}

function ResultLine({ result, template }: { result: Result; template: string }) {
  const done = result.outcome === 'done'
  return (
    <li className={classes.result} data-outcome={result.outcome}>
      {done ? (
        <IconCircleCheck size={20} stroke={1.6} className={classes.done} aria-label="Done" />
      ) : (
        <IconCircleX size={20} stroke={1.6} className={classes.refused} aria-label="Refused" />
      )}
      <div className={classes.became}>
        <span className={classes.subjectLine}>
          <ObjectLink template={template} id={result.object}>
            {result.label}
          </ObjectLink>
          {result.state && (
            <>
              <span className="dim">{done ? 'is now' : 'is'}</span>
              <StateChip template={template} state={result.state} />
            </>
          )}
        </span>
        {result.sentence && (
          <span>
            {result.sentence} <span className="dim">{result.remedy}</span>
          </span>
        )}
      </div>
    </li>
  )
}

function Onward({ answer, path }: { answer: RunAnswer; path: string | undefined }) {
  const router = useRouter()
  const back = useRouterState({ select: (state) => state.location.state.back })
  const only = answer.results?.length === 1 ? answer.results[0] : undefined
  const made = useMade(only, path)
  const backToList = back?.startsWith('/operator/search')
  return (
    <div className={classes.buttons}>
      {back && backToList && (
        <Button variant="default" leftSection={<IconArrowLeft size={16} stroke={1.8} />} onClick={() => router.history.back()}>
          Back to the search
        </Button>
      )}
      {made && (
        <ButtonLink to="/operator/$collection/$id" params={{ collection: made.path, id: made.id }}>
          Open {made.label}
        </ButtonLink>
      )}
      {only && path && (
        <ButtonLink variant={made ? 'default' : 'filled'} to="/operator/$collection/$id" params={{ collection: path, id: only.object }}>
          Open {only.label}
        </ButtonLink>
      )}
      {!only && !backToList && (
        <ButtonLink to="/operator" variant="default">
          Go to HOME
        </ButtonLink>
      )}
    </div>
  )
}

/** What was made for the one object, such as the card that was ordered for a user; its profile names it among what is related. */
function useMade(only: Result | undefined, path: string | undefined): { id: string; label: string; path: string } | undefined {
  const catalog = useCatalog()
  const { data } = useQuery({ ...objectQuery(path ?? '', only?.object ?? ''), enabled: only?.made !== undefined && path !== undefined })
  const made = data?.related.find((one) => one.id === only?.made)
  const collection = catalog.template(made?.template)?.path
  return made && collection ? { id: made.id, label: made.label, path: collection } : undefined
}

function headline({ run }: RunAnswer): string {
  if (run.refused === 0) return 'Done'
  if (run.done === 0) return 'Nothing was changed'
  return 'Done in part'
}
