import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import type { IncidentTask } from '../../src/http/contract/desk.ts'
import { newKey, post } from '../parts/api.ts'
import { useMayStart } from '../parts/may-start.ts'
import { countWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { StateChip } from '../parts/state-chip.tsx'
import { Ago } from '../parts/time.tsx'
import classes from './incidents.module.css'
import { ObjectLink } from './object-link.tsx'
import page from './page.module.css'
import { useCommand } from './use-command.ts'

/** The incidents that nobody has closed, each with its owner: one's own first, then those that nobody looks into. */
export function Incidents({ incidents, count }: { incidents: readonly IncidentTask[]; count: number }) {
  return (
    <section className={classes.section} aria-label="Incidents">
      <h2 className={page.heading}>
        Incidents <span className={classes.number}>{count}</span>
      </h2>
      <ul className={classes.list}>
        {incidents.map((incident) => (
          <IncidentLine key={incident.id} incident={incident} />
        ))}
      </ul>
      {incidents.length < count && (
        <p className={classes.more}>The first {countWords(incidents.length, 'is', 'are')} shown; search finds the others.</p>
      )}
    </section>
  )
}

function IncidentLine({ incident }: { incident: IncidentTask }) {
  const { card, bureau, owner } = incident
  return (
    <li className={classes.line} data-mine={incident.mine || undefined}>
      <div className={classes.words}>
        <p className={classes.head}>
          <ObjectLink template="incident" id={incident.id} fw={550}>
            {incident.kind}
          </ObjectLink>
          <StateChip template="incident" state={incident.state} />
          <span className={classes.owner}>{incident.mine ? 'yours' : owner ? `${owner} looks into it` : 'nobody looks into it yet'}</span>
        </p>
        <p className={classes.what}>{incident.what}</p>
        <p className={classes.note}>
          Incident {incident.number}, opened <Ago at={incident.openedAt} />
          {bureau && `, ${bureau.label}`}
          {card && (
            <>
              {', '}
              <ObjectLink template={card.template} id={card.id} fz="inherit">
                {card.title}
              </ObjectLink>
            </>
          )}
        </p>
      </div>
      <Commands incident={incident} />
    </li>
  )
}

function Commands({ incident }: { incident: IncidentTask }) {
  const close = useCommand()
  const take = useTake(incident)
  const mayTake = useMayStart('take-incident')
  const mayClose = useMayStart('close-incident')
  const name = `${incident.kind}, incident ${incident.number}`
  return (
    <div className={classes.commands}>
      {mayTake && !incident.mine && (
        <Button
          size="xs"
          variant={incident.owner ? 'subtle' : 'filled'}
          loading={take.isPending}
          aria-label={`Take ${name}`}
          onClick={() => take.mutate()}
        >
          Take
        </Button>
      )}
      {mayClose && (
        <Button
          size="xs"
          variant="default"
          loading={close.isPending}
          aria-label={`Close ${name}`}
          onClick={() => close.mutate({ useCase: 'close-incident', objects: [incident.id] })}
        >
          Close
        </Button>
      )}
      {(take.error ?? close.error) && (
        <div className={classes.problem}>
          <ProblemNotice problem={take.error ?? close.error} focus />
        </div>
      )}
    </div>
  )
}

/** There is nothing to answer, so it is begun and done in one call. */
function useTake({ id }: IncidentTask) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => post<RunAnswer>('/commands/take-incident', { objects: [id], input: {} }, { key: newKey() }),
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ['tasks', 'home', 'rows', 'object', 'offers', 'history'].includes(String(queryKey[0])),
      }),
  })
}
