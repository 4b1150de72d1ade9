import { Button } from '@mantine/core'
import { IconAlertTriangle, IconBan } from '@tabler/icons-react'
import type { DeskRecall } from '../../src/http/contract/desk.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { StateChip } from '../parts/state-chip.tsx'
import { Ago, Countdown, useNow, When } from '../parts/time.tsx'
import { ObjectLink } from './object-link.tsx'
import classes from './recall-line.module.css'
import { isOpenRecall, offersBlock, urgencyOf } from './recall-urgency.ts'
import { useCommand } from './use-command.ts'

/** One recall: the card, who asked whom and why, when the answer is due or what it was, and what can still be done. */
export function RecallLine({ recall }: { recall: DeskRecall }) {
  const { card } = recall
  return (
    <li className={classes.line}>
      <div className={classes.what}>
        <p className={classes.card}>
          {card ? (
            <ObjectLink template={card.template} id={card.id} fw={550}>
              {card.title}
            </ObjectLink>
          ) : (
            <span className={classes.title}>A card that you may not see</span>
          )}
          {card && <StateChip template={card.template} state={card.state} />}
        </p>
        <p className={classes.note}>
          <ObjectLink template="recall" id={recall.id} fz="inherit">
            Recall {recall.number}
          </ObjectLink>{' '}
          from {recall.bureau.label}, asked <Ago at={recall.askedAt} /> by {recall.askedBy}: {recall.reason}
        </p>
        {recall.trouble && (
          <p className={classes.trouble}>
            <IconAlertTriangle size={15} stroke={1.8} aria-hidden />
            <span>The bureau could not be asked yet, and is asked again: {recall.trouble}</span>
          </p>
        )}
      </div>
      <div className={classes.standing}>
        <StateChip template="recall" state={recall.state} />
        {isOpenRecall(recall) ? <Due recall={recall} /> : <Answer recall={recall} />}
      </div>
      <div className={classes.actions}>
        <Block recall={recall} />
      </div>
    </li>
  )
}

function Due({ recall: { state, deadline } }: { recall: DeskRecall }) {
  const now = useNow(1_000)
  return (
    <span className={classes.due} data-urgency={urgencyOf(state, deadline, now)}>
      {state === 'overdue' || Date.parse(deadline) <= now ? (
        <>
          answer was due <When at={deadline} />
        </>
      ) : (
        <>
          answer due <When at={deadline} />, <Countdown at={deadline} />
        </>
      )}
    </span>
  )
}

function Answer({ recall: { answer, answeredAt } }: { recall: DeskRecall }) {
  return (
    <span className={classes.answer}>
      {answeredAt && <Ago at={answeredAt} />}
      {answer && `: ${answer}`}
    </span>
  )
}

/** A card that comes although it was recalled can be blocked when it does; one that will be says so. */
function Block({ recall }: { recall: DeskRecall }) {
  const command = useCommand()
  const { card } = recall
  if (!card) return null
  if (card.blockOnArrival !== null)
    return (
      <span className={classes.blocked} title={card.blockOnArrival}>
        <IconBan size={15} stroke={1.8} aria-hidden />
        {card.state === 'blocked' || card.state === 'destroyed' ? 'Blocked on arrival' : 'To be blocked on arrival'}
      </span>
    )
  if (!offersBlock(recall)) return null
  return (
    <>
      <Button
        size="xs"
        variant={recall.state === 'asked' || recall.state === 'sent' ? 'subtle' : 'default'}
        loading={command.isPending}
        aria-label={`Block card on arrival: ${card.title}`}
        onClick={() => command.mutate({ useCase: 'block-card-on-arrival', objects: [card.id] })}
      >
        Block card on arrival
      </Button>
      {command.error && <ProblemNotice problem={command.error} focus />}
    </>
  )
}
