/** What happens to users: they join, go on leave, come back, leave for good; some are entered beforehand, some are asked for. */
import { each } from './card-life.ts'
import { fieldsOf, takePhotos } from './first-day.ts'
import { type Officer, of, type Stage } from './stage.ts'

export function peopleLife(stage: Stage): void {
  const { cohorts } = stage
  comeAndGo(stage)
  each(cohorts.joinedEarly, [30, 29, 28, 26], (person, workday) => enters(stage, workday, '09:50', 'operator', 'create-user', person))
  each(cohorts.joinedLately, [23, 20, 17, 14, 12, 10, 8, 7, 5, 4, 2, 1], (person, workday, at) =>
    enters(stage, workday, `10:${10 + at}`, at % 2 === 0 ? 'jonas.wikholm' : 'operator', 'create-user', person),
  )
  each(cohorts.userActivated, [25, 25, 24, 24], (person, workday, at) =>
    enters(stage, workday, `15:0${at}`, 'operator', 'register-user', person),
  )
  does(stage, 14, '07:55', 'operator', 'activate-user', cohorts.userActivated, {})
  each(cohorts.userRegistered, [5, 4, 3, 2, 1], (person, workday) =>
    enters(stage, workday, '15:40', 'priya.nairstad', 'register-user', person),
  )
  requests(stage)
  edits(stage)
}

function comeAndGo(stage: Stage): void {
  const { userInactive, userBackInUse, userLocked } = stage.cohorts
  const leaving = (workday: number, people: readonly number[], reason: string): void =>
    does(stage, workday, '09:40', 'operator', 'deactivate-user', people, { reason })
  leaving(32, userInactive.slice(0, 3), 'left')
  leaving(27, userInactive.slice(3, 4), 'leave')
  leaving(19, userInactive.slice(4, 5), 'suspended')
  leaving(12, userInactive.slice(5, 7), 'leave')
  leaving(5, userInactive.slice(7), 'left')
  does(stage, 36, '08:45', 'priya.nairstad', 'deactivate-user', userBackInUse, { reason: 'leave' })
  does(stage, 16, '08:05', 'helpdesk', 'reactivate-user', userBackInUse, { reason: 'returned' })
  does(stage, 25, '16:20', 'operator', 'lock-user', userLocked.slice(0, 2), { reason: 'left' })
  does(stage, 10, '11:35', 'jonas.wikholm', 'lock-user', userLocked.slice(2, 3), { reason: 'misuse' })
  does(stage, 7, '16:45', 'operator', 'lock-user', userLocked.slice(3), { reason: 'left' })
}

/** External staff: an approver accepts them first. */
function requests(stage: Stage): void {
  const { userRequested, userApproved, userApprovedAndActivated, userRejected, userAborted } = stage.cohorts
  const asked = [...userApproved, ...userApprovedAndActivated, ...userRejected]
  each(asked, [18, 18, 18, 17, 17, 17, 16, 16], (person, workday, at) =>
    enters(stage, workday, `13:0${at}`, 'operator', 'request-user', person),
  )
  each(userAborted, [16, 15], (person, workday) => enters(stage, workday, '14:30', 'jonas.wikholm', 'request-user', person))
  does(stage, 13, '09:10', 'jonas.wikholm', 'abort-user-request', userAborted, {})
  each(userRejected, [13, 12], (person, workday, at) =>
    does(stage, workday, '10:30', 'approver', 'reject-user-request', [person], { reason: WHY_NOT[at] }),
  )
  does(stage, 12, '10:35', 'approver', 'approve-user-request', [...userApproved, ...userApprovedAndActivated], {})
  does(stage, 11, '08:15', 'priya.nairstad', 'activate-user', userApprovedAndActivated, {})
  each(userRequested, [6, 4, 3, 2, 1], (person, workday) => enters(stage, workday, '12:20', 'operator', 'request-user', person))
}

const WHY_NOT = ['The agency has sent nobody yet.', 'Is employed already, under another name.']

/** The help desk keeps telephone numbers right. */
function edits(stage: Stage): void {
  const { agenda, calendar, cohorts, perform, users } = stage
  each(cohorts.inUse.slice(10, 16), [35, 29, 22, 18, 13, 8], (person, workday, at) =>
    agenda.at(calendar.at(workday, '14:40'), async () => {
      const fields = { ...fieldsOf(stage, person), phone: `+46 980 319 2${90 + at}` }
      await perform('helpdesk', 'edit-user', of(users, [person]), fields)
    }),
  )
}

type Input = Parameters<Stage['perform']>[3]

function does(stage: Stage, workday: number, time: string, by: Officer, useCase: string, people: readonly number[], input: Input): void {
  stage.agenda.at(stage.calendar.at(workday, time), async () => void (await stage.perform(by, useCase, of(stage.users, people), input)))
}

/** A user is entered who was not there before. */
function enters(stage: Stage, workday: number, time: string, by: Officer, useCase: string, person: number): void {
  stage.agenda.at(stage.calendar.at(workday, time), async () => {
    const [user] = await stage.perform(by, useCase, [], fieldsOf(stage, person))
    stage.users.set(person, user ?? '')
    await takePhotos(stage, [person])
  })
}
