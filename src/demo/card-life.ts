/** What happens to cards besides being ordered: they are mislaid, lost, found again, asked for, approved, entered beforehand. */
import { OUTAGE } from './notable-days.ts'
import { makeFor } from './roll-out.ts'
import { type Officer, of, type Stage } from './stage.ts'

export function cardLife(stage: Stage): void {
  const { cohorts } = stage
  const [lost, stolen, damaged] = [{ reason: 'lost' }, { reason: 'stolen' }, { reason: 'damaged' }]
  each(cohorts.cardLocked, [36, 34, 31, 29, 26], (person, workday, at) =>
    does(stage, workday, '10:25', 'operator', 'lock-card', [person], [lost, damaged, lost, stolen, lost][at]),
  )
  each(cohorts.cardInactive, [30, 22, 17, 9, 3], (person, workday, at) =>
    does(stage, workday, '13:15', 'jonas.wikholm', 'deactivate-card', [person], { reason: at % 2 === 0 ? 'mislaid' : 'leave' }),
  )
  each(cohorts.cardBackInUse, [33, 28, 23, 15, 10, 6], (person, workday, at) => {
    does(stage, workday, '08:10', 'priya.nairstad', 'deactivate-card', [person], { reason: 'mislaid' })
    does(stage, workday - 2, '12:05', at % 2 === 0 ? 'helpdesk' : 'operator', 'reactivate-card', [person], {})
  })
  requests(stage)
  entered(stage)
}

/** Cards that an approver is asked for. */
function requests(stage: Stage): void {
  const { requested, rejected, requestAborted, requestApproved } = stage.cohorts
  makes(stage, OUTAGE + 3, '14:20', 'operator', 'request-card', [...requestApproved, ...rejected])
  makes(stage, OUTAGE + 3, '14:50', 'jonas.wikholm', 'request-card', requestAborted)
  does(stage, OUTAGE + 2, '09:45', 'jonas.wikholm', 'abort-card-request', requestAborted, {})
  each(rejected, [OUTAGE + 2, OUTAGE + 2, OUTAGE + 1], (person, workday, at) =>
    does(stage, workday, `11:1${at}`, 'approver', 'reject-card-request', [person], { reason: WHY_NOT[at] }),
  )
  does(stage, OUTAGE, '09:15', 'approver', 'approve-card-request', requestApproved, {})
  does(stage, OUTAGE - 5, '10:40', 'operator', 'activate-card', requestApproved, {})
  makes(stage, 3, '13:30', 'operator', 'request-card', requested.slice(0, 2))
  makes(stage, 1, '10:50', 'priya.nairstad', 'request-card', requested.slice(2))
}

const WHY_NOT = [
  'The contract ends this month; a visitor card will do.',
  'Asked for twice.',
  'The manager has not confirmed the assignment.',
]

/** Cards that are entered before their order is placed. */
function entered(stage: Stage): void {
  const { registered, orderedLater } = stage.cohorts
  makes(stage, OUTAGE + 2, '15:30', 'priya.nairstad', 'register-card', orderedLater)
  does(stage, OUTAGE, '09:35', 'priya.nairstad', 'order-registered-card', orderedLater, {})
  does(stage, OUTAGE - 6, '09:20', 'jonas.wikholm', 'activate-card', orderedLater, {})
  makes(stage, 2, '14:15', 'operator', 'register-card', registered.slice(0, 3))
  makes(stage, 1, '11:25', 'jonas.wikholm', 'register-card', registered.slice(3))
}

type Input = Parameters<Stage['perform']>[3]

function does(stage: Stage, workday: number, time: string, by: Officer, useCase: string, people: readonly number[], input: Input): void {
  stage.agenda.at(stage.calendar.at(workday, time), async () => void (await stage.perform(by, useCase, of(stage.cards, people), input)))
}

function makes(stage: Stage, workday: number, time: string, by: Officer, useCase: string, people: readonly number[]): void {
  stage.agenda.at(stage.calendar.at(workday, time), () => makeFor(stage, by, useCase, people))
}

/** Deals a working day to each person. */
export function each(
  people: readonly number[],
  workdays: readonly number[],
  does: (person: number, workday: number, at: number) => void,
): void {
  for (const [at, person] of people.entries()) {
    const workday = workdays[at]
    if (workday === undefined) throw new Error('The demo has more people than days for them.')
    does(person, workday, at)
  }
}
