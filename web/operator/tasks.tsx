import { Skeleton } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Run } from '../../src/http/contract/command.ts'
import { useCatalog } from '../parts/catalog.ts'
import { useDocumentTitle } from '../parts/document-title.ts'
import { Empty } from '../parts/empty.tsx'
import { ButtonLink } from '../parts/links.tsx'
import { countWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Ago } from '../parts/time.tsx'
import { Approvals } from './approvals.tsx'
import { Incidents } from './incidents.tsx'
import { approvalsQuery, tasksQuery } from './operator-queries.ts'
import page from './page.module.css'
import classes from './tasks.module.css'

/** TASKS: what asks for one's approval, the incidents that somebody must look into, and what was begun and is not finished. */
export function TasksPage() {
  useDocumentTitle('TASKS')
  const { data, error } = useQuery(tasksQuery)
  const approvals = useQuery(approvalsQuery)
  const toDecide = approvals.data?.items ?? []
  return (
    <div className={`${page.page} ${page.narrow}`}>
      <h1>Tasks</h1>
      <p className={classes.intro}>
        What asks for your approval, what does not fit and somebody must look into, and the commands that you began and did not finish.
      </p>
      {error && !data && <ProblemNotice problem={error} tone="bad" />}
      {approvals.error && !approvals.data && !error && <ProblemNotice problem={approvals.error} tone="bad" />}
      {!data && !error && <Waiting />}
      {data && approvals.data && data.items.length + data.incidents.length + toDecide.length === 0 && (
        <Empty icon={IconChecks} title="Nothing is open.">
          What does not fit stands here until somebody closes it, and a command that you begin and leave until you finish or close it.
        </Empty>
      )}
      {toDecide.length > 0 && <Approvals approvals={toDecide} />}
      {data && data.incidents.length > 0 && <Incidents incidents={data.incidents} count={data.incidentCount} />}
      {data && data.items.length > 0 && (
        <section className={classes.section} aria-label="Begun commands">
          <h2 className={page.heading}>Begun commands</h2>
          <p className={classes.means}>Nothing is changed until the last Next.</p>
          <ul className={classes.list}>
            {data.items.map((run) => (
              <Task key={run.id} run={run} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Task({ run }: { run: Run }) {
  const catalog = useCatalog()
  const template = catalog.template(catalog.useCase(run.useCase)?.template)
  const way = run.state === 'awaiting' ? 'Look at' : 'Continue'
  return (
    <li className={classes.task}>
      <div className={classes.words}>
        <span className={classes.label}>
          {run.label}
          {template && <span className="dim"> ({template.label})</span>}
        </span>
        <span className={classes.note}>
          {standing(run)} {run.total > 1 && `${countWords(run.total, 'object', 'objects')}. `}Begun <Ago at={run.startedAt} /> by{' '}
          {run.actor}.
        </span>
      </div>
      <ButtonLink to="/operator/runs/$id" params={{ id: run.id }} variant="default" size="xs" aria-label={`${way} ${run.label}`}>
        {way}
      </ButtonLink>
    </li>
  )
}

function standing(run: Run): string {
  if (run.state === 'waiting') return run.waitsFor ? `Waits for ${run.waitsFor}.` : 'Waits.'
  if (run.state === 'walking') return 'Under way.'
  if (run.state === 'awaiting') return 'Waits for a second person.'
  return 'Waits for your answer.'
}

function Waiting() {
  return (
    <div aria-hidden className={classes.list}>
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className={classes.task}>
          <div className={classes.words}>
            <Skeleton height={12} width={180} my={4} />
            <Skeleton height={10} width={300} my={4} />
          </div>
        </div>
      ))}
    </div>
  )
}
