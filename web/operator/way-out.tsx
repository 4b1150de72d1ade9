import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import { useCatalog } from '../parts/catalog.ts'
import { numberWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { selectionQuery } from './operator-queries.ts'
import { useCommand } from './use-command.ts'
import classes from './way-out.module.css'
import { overtaken } from './way-out-objects.ts'

/** What helps once an order has left the queue. */
const HELP = ['recall-card-order', 'block-card-on-arrival']

const ON_THEIR_WAY = new Set(['processing', 'ordered', 'inProduction'])

/** The world moved while somebody decided: for cards whose order left the queue meanwhile, what can still be done is offered right here. */
export function WayOut({ answer }: { answer: RunAnswer }) {
  const { states = [] } = useCatalog().useCase(answer.run.useCase) ?? {}
  // Only whoever wanted something of an order on its way is helped with it.
  const objects = states.some((state) => ON_THEIR_WAY.has(state)) ? overtaken(answer) : []
  const { data } = useQuery({ ...selectionQuery(objects), enabled: objects.length > 0 })
  const command = useCommand()
  const offers =
    objects.length === 0 ? [] : HELP.flatMap((name) => data?.items.find((offer) => offer.useCase === name && offer.may > 0) ?? [])
  if (offers.length === 0) return null
  return (
    <section className={classes.way} aria-labelledby="way-out">
      <h2 id="way-out" className={classes.title}>
        What can still be done
      </h2>
      <div className={classes.commands}>
        {offers.map(({ useCase, label, may, total }) => (
          <Button
            key={useCase}
            variant="default"
            loading={command.isPending && command.variables.useCase === useCase}
            onClick={() => command.mutate({ useCase, objects })}
          >
            {total === 1 ? label : `${label} (${numberWords(may)} of ${numberWords(total)})`}
          </Button>
        ))}
      </div>
      {command.error && <ProblemNotice problem={command.error} focus />}
    </section>
  )
}
