/** The roll-out: unit by unit, everybody gets a card; and the orders that came since. */
import type { Input } from '../engine/form.ts'
import { cancel } from '../runtime/answer.ts'
import { begin } from '../runtime/begin.ts'
import type { Cohort } from './cohorts.ts'
import { LATER, OUTAGE, RECENT } from './notable-days.ts'
import { units } from './organisation.ts'
import { lastRelease } from './releases.ts'
import { type Officer, of, officer, type Stage } from './stage.ts'

/** Those whose card was ordered with their unit. */
const withTheirUnit: readonly Cohort[] = [
  'inUse',
  'cardLocked',
  'cardInactive',
  'cardBackInUse',
  'userInactive',
  'userBackInUse',
  'userLocked',
  'orderRepeated',
  'aborted',
]
const operators: readonly Officer[] = ['operator', 'jonas.wikholm', 'priya.nairstad']
const operatorOf = (at: number): Officer => operators[at % operators.length] ?? 'operator'

/** The working days on which two units at a time got their cards. */
const rounds = [58, 55, 52, 49, 46, 43]

export function rollOut(stage: Stage): void {
  for (const [round, workday] of rounds.entries()) rollOutTo(stage, round, workday)
  const { agenda, calendar, cohorts } = stage
  agenda.at(calendar.at(58, '08:55'), () =>
    orderFor(stage, 'priya.nairstad', cohorts.cardExpired.slice(0, 3), { validTo: calendar.day(22) }),
  )
  agenda.at(calendar.at(58, '08:58'), () => orderFor(stage, 'priya.nairstad', cohorts.cardExpired.slice(3), { validTo: calendar.day(12) }))
  activateAt(stage, calendar.at(54, '11:20'), 'priya.nairstad', cohorts.cardExpired)
  agenda.at(calendar.at(55, '09:05'), () => thinkBetter(stage))
  agenda.at(calendar.at(52, '11:10'), () => comeTooLate(stage))
}

/** The orders since the roll-out, one round each; what the bureau makes of them hangs on the people. */
export function laterOrders(stage: Stage): void {
  const { agenda, calendar, cohorts, perform, cards } = stage
  const { failed, cardLocked, joinedEarly, heldAndReleased, recallMissed } = cohorts
  agenda.at(
    calendar.at(OUTAGE, '08:40'),
    async () => void (await perform('operator', 'repeat-card-order', of(cards, cohorts.orderRepeated), {})),
  )
  activateAt(stage, calendar.at(OUTAGE - 5, '10:10'), 'operator', cohorts.orderRepeated)
  const inHand = [...cardLocked, ...joinedEarly, ...heldAndReleased, ...recallMissed]
  const recalled = [...cohorts.recallAccepted, ...cohorts.ghost, ...cohorts.destroyed]
  orderAt(stage, calendar.at(LATER, '08:50'), 'jonas.wikholm', [...inHand, ...failed.slice(0, 3), ...recalled])
  activateAt(stage, calendar.at(LATER - 4, '09:35'), 'priya.nairstad', inHand)
  const { refusedByBureau, refusedAndRepeated, blocked } = cohorts
  const recent = [...cohorts.produced, ...failed.slice(3), ...blocked, ...refusedByBureau, ...refusedAndRepeated]
  orderAt(stage, calendar.at(RECENT, '08:35'), 'operator', recent)
  agenda.at(
    calendar.at(RECENT - 1, '08:05'),
    async () => void (await perform('operator', 'repeat-card-order', of(cards, refusedAndRepeated), {})),
  )
  orderAt(stage, calendar.at(3, '08:20'), 'priya.nairstad', [...cohorts.inProduction, ...cohorts.recallOverdue])
  orderAt(stage, calendar.at(2, '09:05'), 'jonas.wikholm', [...cohorts.ordered, ...cohorts.recallSent])
  agenda.at(
    calendar.at(2, '15:10'),
    async () => void (await perform('operator', 'update-card-order', of(cards, cohorts.inProduction.slice(0, 2)))),
  )
}

/** What waits in the queue: orders of all ages since the last release, by day and evening. */
export function fillQueue(stage: Stage): void {
  const { calendar, chance, cohorts, end } = stage
  const [from, to] = [lastRelease(stage).getTime() + 6 * 60_000, end.getTime() - 5 * 60_000]
  const minutes = Array.from({ length: Math.floor((to - from) / 60_000) + 1 }, (_, at) => new Date(from + at * 60_000))
  const awake = minutes.filter((minute) => calendar.hourOf(minute) >= 7 && calendar.hourOf(minute) < 21)
  const waiting = [...cohorts.held, ...chance.shuffled([...cohorts.queued, ...cohorts.joinedLately])]
  const sizes = [5, 1, 3, 1, 2, 4, 1, 1, 6, 2, 1, 3, 1, 5, 2, 3]
  for (const [at, size] of sizes.entries()) {
    const time = awake[Math.floor((at * (awake.length - 1)) / (sizes.length - 1))]
    if (time) orderAt(stage, time, operatorOf(at), waiting.splice(0, size))
  }
}

function rollOutTo(stage: Stage, round: number, workday: number): void {
  const { agenda, calendar, cohorts, perform, cards, people } = stage
  const operator = operatorOf(round)
  const names = Object.keys(units).slice(round * 2, round * 2 + 2)
  const members = names.map((unit) => withTheirUnit.flatMap((cohort) => cohorts[cohort].filter((person) => people[person]?.unit === unit)))
  for (const [at, unit] of members.entries()) {
    orderAt(stage, calendar.at(workday, at === 0 ? '08:20' : '08:36'), operator, unit)
    const inHand = unit.filter((person) => !cohorts.aborted.includes(person) && !cohorts.orderRepeated.includes(person))
    activateAt(stage, calendar.at(workday - 4 - at, at === 0 ? '09:30' : '10:15'), operatorOf(round + 1 + at), inHand)
  }
  const aborted = cohorts.aborted.filter((person) => members.flat().includes(person))
  if (aborted.length > 0)
    agenda.at(
      calendar.at(workday, '09:22'),
      async () => void (await perform(operatorOf(round + 1), 'abort-card-order', of(cards, aborted), {})),
    )
}

const orderAt = (stage: Stage, time: Date, by: Officer, people: readonly number[]): void =>
  stage.agenda.at(time, () => orderFor(stage, by, people))

async function orderFor(stage: Stage, by: Officer, people: readonly number[], input: Input = {}): Promise<void> {
  await makeFor(stage, by, 'order-card', people, input)
}

/** Performs a use case that makes cards, and keeps which card is whose. */
export async function makeFor(stage: Stage, by: Officer, useCase: string, people: readonly number[], input: Input = {}): Promise<void> {
  const made = await stage.perform(by, useCase, of(stage.users, people), input)
  for (const [at, person] of people.entries()) stage.cards.set(person, made[at] ?? '')
}

const activateAt = (stage: Stage, time: Date, by: Officer, people: readonly number[]): void =>
  stage.agenda.at(time, async () => void (await stage.perform(by, 'activate-card', of(stage.cards, people), {})))

/** An operator opens Abort card order, and presses Cancel. */
async function thinkBetter({ world, officers, cohorts, cards }: Stage): Promise<void> {
  const by = officer(officers, 'operator')
  const card = newestOf(cohorts.inUse, cards, 0)
  const outcome = await begin(world, by, { useCase: 'abort-card-order', objects: [card] })
  if (outcome.kind !== 'run') throw new Error(`The demo could not open a form: ${outcome.refusal.sentence}`)
  await cancel(world, by, outcome.run.id)
}

/** An operator wants to abort an order that the bureau has had for an hour, and is refused. */
async function comeTooLate({ world, officers, cohorts, cards }: Stage): Promise<void> {
  const outcome = await begin(world, officer(officers, 'jonas.wikholm'), {
    useCase: 'abort-card-order',
    objects: [newestOf(cohorts.inUse, cards, 1)],
    input: {},
  })
  if (outcome.kind !== 'refused') throw new Error('The demo aborted an order that the bureau has.')
}

/** The card that was ordered last for one of these people, or the one `back` before it. */
function newestOf(people: readonly number[], cards: ReadonlyMap<number, string>, back: number): string {
  const ordered = [...cards].filter(([person]) => people.includes(person))
  const card = ordered.at(-1 - back)?.[1]
  if (!card) throw new Error('Nobody in the demo has a card yet.')
  return card
}
