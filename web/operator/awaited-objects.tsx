import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import type { RunAnswer, Verdict } from '../../src/http/contract/command.ts'
import { useCatalog } from '../parts/catalog.ts'
import { countWords, numberWords } from '../parts/number-words.ts'
import { ObjectLink } from './object-link.tsx'
import page from './page.module.css'
import classes from './run.module.css'
import awaiting from './run-awaiting.module.css'

const MANY = 20

/** What a run waits for a second person for: each object with a link, and whether it can still be done; what cannot be comes first. */
export function AwaitedObjects({ answer: { run, verdicts = [] } }: { answer: RunAnswer }) {
  const catalog = useCatalog()
  const useCase = catalog.useCase(run.useCase)
  const template = catalog.template(useCase?.template)
  const [all, setAll] = useState(false)
  const sorted = [...verdicts.filter(({ may }) => !may), ...verdicts.filter(({ may }) => may)]
  const cannot = verdicts.filter(({ may }) => !may).length
  const total = run.total - run.refused
  const [only] = verdicts
  // What is yet to be created has no page to look at.
  if (only && verdicts.length === 1 && only.label === template?.label) return null
  return (
    <section aria-label="What it is about" className={awaiting.objects}>
      <h2 className={page.heading}>
        {countWords(total, template?.label.toLowerCase() ?? 'object', template?.plural.toLowerCase() ?? 'objects')}
      </h2>
      {cannot > 0 && (
        <p className="dim">
          {cannot === verdicts.length ? 'None of them' : numberWords(verdicts.length - cannot)} can still be done; what cannot be is left as
          it is.
        </p>
      )}
      <ul className={classes.results} aria-label="What it is about">
        {(all ? sorted : sorted.slice(0, MANY)).map((verdict) => (
          <Line key={verdict.object} verdict={verdict} template={template?.name ?? ''} />
        ))}
      </ul>
      {!all && sorted.length > MANY && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setAll(true)}>
          Show all {numberWords(sorted.length)}
        </Button>
      )}
      {verdicts.length < total && <p className="dim">The first {numberWords(verdicts.length)} are listed here.</p>}
    </section>
  )
}

function Line({ verdict, template }: { verdict: Verdict; template: string }) {
  return (
    <li className={classes.result}>
      {verdict.may ? (
        <IconCircleCheck size={20} stroke={1.6} className={classes.done} aria-label="Can be done" />
      ) : (
        <IconCircleX size={20} stroke={1.6} className={classes.refused} aria-label="Cannot be done" />
      )}
      <div className={classes.became}>
        <ObjectLink template={template} id={verdict.object}>
          {verdict.label}
        </ObjectLink>
        {verdict.refusal && (
          <span>
            {verdict.refusal.sentence} <span className="dim">{verdict.refusal.remedy}</span>
          </span>
        )}
      </div>
    </li>
  )
}
