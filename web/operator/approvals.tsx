import type { Approvals as Asked } from '../../src/http/contract/command.ts'
import { useCatalog } from '../parts/catalog.ts'
import { ButtonLink } from '../parts/links.tsx'
import { countWords } from '../parts/number-words.ts'
import { Ago, Day } from '../parts/time.tsx'
import page from './page.module.css'
import classes from './tasks.module.css'

/** What asks for one's approval: who, what, how many, since when, and what was typed. It is decided where its objects are shown. */
export function Approvals({ approvals }: { approvals: Asked['items'] }) {
  return (
    <section className={`${classes.section} ${classes.before}`} aria-label="Asks for your approval">
      <h2 className={page.heading}>
        Asks for your approval <span className={classes.number}>{approvals.length}</span>
      </h2>
      <p className={classes.means}>Nothing is done before a second person agrees. Whoever asked reads what you decide.</p>
      <ul className={classes.list}>
        {approvals.map((asked) => (
          <Line key={asked.run.id} asked={asked} />
        ))}
      </ul>
    </section>
  )
}

function Line({ asked: { run, said, lapsesAt } }: { asked: Asked['items'][number] }) {
  const catalog = useCatalog()
  const template = catalog.template(catalog.useCase(run.useCase)?.template)
  const count = run.total - run.refused
  return (
    <li className={classes.task}>
      <div className={classes.words}>
        <span className={classes.label}>
          {run.label}
          <span className="dim">
            {' '}
            ({countWords(count, template?.label.toLowerCase() ?? 'object', template?.plural.toLowerCase() ?? 'objects')})
          </span>
        </span>
        {said.length > 0 && <span className={classes.said}>{said.map(({ label, value }) => `${label}: ${value}`).join(' · ')}</span>}
        <span className={classes.note}>
          {run.actor} asked <Ago at={run.askedAt ?? run.startedAt} />. It lapses on <Day at={lapsesAt} />.
        </span>
      </div>
      <ButtonLink
        to="/operator/runs/$id"
        params={{ id: run.id }}
        size="xs"
        aria-label={`Decide about ${run.label}, asked for by ${run.actor}`}
      >
        Decide
      </ButtonLink>
    </li>
  )
}
