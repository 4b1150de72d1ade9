/** Orders that the bureau had and was asked to stop: what it answered, and what came of the cards. */
import { schedulerActor } from '../identity/actor.ts'
import type { Recall } from '../production/contract/message.ts'
import { lapseRecalls } from '../runtime/recalls.ts'
import { say } from './bureau-answers.ts'
import { LATER, RECENT } from './notable-days.ts'
import { type Officer, of, type Stage } from './stage.ts'

export function recalls(stage: Stage): void {
  const { calendar, cohorts } = stage
  const desk = recallDesk(stage)
  desk.asks(calendar.at(LATER, '11:05'), 'operator', cohorts.recallAccepted, 'Ordered for the wrong person')
  desk.asks(calendar.at(LATER, '11:12'), 'jonas.wikholm', cohorts.ghost, 'The holder goes on leave first')
  desk.accepts(calendar.at(LATER, '14:20'), [...cohorts.recallAccepted, ...cohorts.ghost])

  desk.asks(calendar.at(LATER - 1, '10:40'), 'operator', cohorts.destroyed, WRONG_UNIT)
  desk.refuses(calendar.at(LATER - 1, '13:25'), cohorts.destroyed, 'The card is printed already.')
  desk.does(calendar.at(LATER - 1, '13:50'), 'operator', 'block-card-on-arrival', cohorts.destroyed, { reason: WRONG_UNIT })
  desk.does(calendar.at(LATER - 6, '09:50'), 'priya.nairstad', 'destroy-card', cohorts.destroyed, {})

  // The bureau produces it before it answers.
  desk.asks(calendar.at(LATER - 3, '11:20'), 'jonas.wikholm', cohorts.recallMissed, 'The holder changes their name next month')

  desk.asks(calendar.at(RECENT - 1, '11:10'), 'priya.nairstad', cohorts.blocked, NOT_STARTING)
  desk.refuses(calendar.at(RECENT - 1, '14:35'), cohorts.blocked, 'The card is in lamination already.')
  desk.does(calendar.at(RECENT - 1, '14:55'), 'priya.nairstad', 'block-card-on-arrival', cohorts.blocked, { reason: NOT_STARTING })

  const unanswered = calendar.at(2, '11:00')
  desk.asks(unanswered, 'priya.nairstad', cohorts.recallOverdue, 'The assignment ends before the card would come')
  desk.lapses(new Date(unanswered.getTime() + DAY + 60_000))
  desk.asks(new Date(stage.end.getTime() - 40 * 60_000), 'operator', cohorts.recallSent, WRONG_UNIT)
}

const WRONG_UNIT = 'The unit on the card is wrong'
const NOT_STARTING = 'The holder will not start after all'
const DAY = 86_400_000

/** What is done about recalls, by both sides. */
function recallDesk(stage: Stage) {
  const { agenda, cards, perform, bureau, world } = stage
  /** What the bureau was asked, by card. */
  const asked = new Map<string, Recall['lines'][number]>()
  const linesOf = (people: readonly number[]): Recall['lines'] => of(cards, people).flatMap((card) => asked.get(card) ?? [])
  const does = (time: Date, by: Officer, useCase: string, people: readonly number[], input: Record<string, string>): void =>
    agenda.at(time, async () => void (await perform(by, useCase, of(cards, people), input)))
  return {
    does,
    asks(time: Date, by: Officer, people: readonly number[], reason: string): void {
      agenda.at(time, async () => {
        await perform(by, 'recall-card-order', of(cards, people), { reason })
        for (const { lines } of (await bureau.take()).recalls) for (const line of lines) asked.set(line.card, line)
      })
    },
    accepts: (time: Date, people: readonly number[]): void =>
      agenda.at(time, () => say(stage, { kind: 'recall-accepted', lines: linesOf(people) })),
    refuses: (time: Date, people: readonly number[], text: string): void =>
      agenda.at(time, () =>
        say(stage, { kind: 'recall-refused', lines: linesOf(people).map((line) => ({ ...line, code: 'too-late', text })) }),
      ),
    lapses: (time: Date): void => agenda.at(time, async () => void (await lapseRecalls(world, schedulerActor))),
  }
}
