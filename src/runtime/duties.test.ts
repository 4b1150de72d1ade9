import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, journalSize } from '../../test/contract/objects.ts'
import { actorNamed, openTestDesk, type TestDesk } from '../../test/desk.ts'
import { type Actor, everywhere, type Grant } from '../engine/permit.ts'
import { schedulerActor } from '../identity/actor.ts'
import { deleteGrants } from '../store/role-grant.ts'
import { readRun } from '../store/run.ts'
import { answer, cancel, walkOn } from './answer.ts'
import { approvalsFor } from './approvals.ts'
import { approve, decline, lapseApprovals } from './approve.ts'
import { begin, type Outcome } from './begin.ts'
import { readDuties } from './duties.ts'
import { history } from './history.ts'
import { offers } from './offers.ts'
import { publish } from './publish.ts'
import { tasksOf, viewRun } from './run-view.ts'

/** Aborting more than two orders needs a second person; ordering, locking and granting need none unless a test says so. */
let desk: TestDesk
let ada: Actor
let grace: Actor
let [adaUser, graceUser] = ['', '']

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('abort-card-order', 'lock-user')
  ;[adaUser, graceUser] = [await desk.someUser({ lastName: 'Berg' }), await desk.someUser({ lastName: 'Hall' })]
  ada = await desk.appoint('ada', everywhere('operator'), adaUser)
  grace = await desk.appoint('grace', everywhere('approver'), graceUser)
})
afterAll(() => desk.close())

const rule = async (...items: { useCase: string; above: number }[]): Promise<void> => {
  const published = await publish(desk.world, desk.admin, { change: { kind: 'duties', items }, ifMatch: undefined, why: null })
  if ('code' in published) throw new Error(published.sentence)
}
/** A day later nothing of what was done before counts. */
const anotherDay = async (above = 2): Promise<void> => {
  desk.clock.forward(25 * 3600)
  await rule({ useCase: 'abort-card-order', above })
}
const abort = (objects: readonly string[], actor = ada): Promise<Outcome> =>
  begin(desk.world, actor, { useCase: 'abort-card-order', objects, input: {} })
const stateOf = (outcome: Outcome): string => (outcome.kind === 'run' ? outcome.run.state : outcome.refusal.code)
const runIn = (outcome: Outcome): string => {
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.sentence)
  return outcome.run.id
}
const codesOf = (outcome: Outcome): (string | undefined)[] =>
  outcome.kind === 'refused' && !outcome.end ? [outcome.refusal.code] : (outcome.end?.objects.map(({ refusal }) => refusal?.code) ?? [])
const statesOf = (cards: readonly string[]): Promise<(string | undefined)[]> => Promise.all(cards.map((card) => desk.stateOf(card)))
const storyOf = async (card: string): Promise<string[]> => {
  const told = await history(desk.world, desk.operator, 'card', card, undefined, 20)
  if ('code' in told) throw new Error(told.sentence)
  return told.items.map(({ sentence }) => sentence)
}

/** Asks for three aborts, which wait. */
async function asked(actor = ada): Promise<{ run: string; cards: string[] }> {
  await anotherDay()
  const cards = await desk.queuedCards(3)
  const outcome = await abort(cards, actor)
  expect(stateOf(outcome)).toBe('awaiting')
  return { run: runIn(outcome), cards }
}

describe('what needs a second person', () => {
  it('waits, and nothing happens until one agrees; then it is done as the requester’s, and the history names both', async () => {
    await anotherDay()
    const cards = await desk.queuedCards(3)
    const before = await fingerprint(desk)
    const size = await journalSize(desk)
    const run = runIn(await abort(cards))
    expect(await fingerprint(desk)).toBe(before)
    expect(await journalSize(desk)).toBe(size + 3)
    expect((await tasksOf(desk.world, ada)).map(({ run: { id, state } }) => [id, state])).toContainEqual([run, 'awaiting'])
    const [line] = await approvalsFor(desk.world, grace)
    expect([line?.run.id, line?.run.total]).toEqual([run, 3])
    expect(await approvalsFor(desk.world, ada)).toEqual([])
    const view = await viewRun(desk.world, grace, run)
    expect('code' in view ? view : [view.approval?.refusal, view.approval?.approvers, view.results.map(({ outcome }) => outcome)]).toEqual([
      undefined,
      2,
      [null, null, null],
    ])

    const done = await approve(desk.world, grace, run)
    expect(done.kind === 'run' && [done.run.state, done.run.done, done.run.actorName, done.run.approvedName]).toEqual([
      'ended',
      3,
      'Test ada',
      'Test grace',
    ])
    expect(await statesOf(cards)).toEqual(['aborted', 'aborted', 'aborted'])
    const [last, request] = await storyOf(cards[0] ?? '')
    expect(last).toMatch(/^Test ada aborted the card order of .*, approved by Test grace\.$/)
    expect(request).toBe('Test ada asked for: Abort card order. It waits for a second person.')
  })

  it('is as much as the rule says and not more: two orders are aborted at once', async () => {
    await anotherDay()
    expect(stateOf(await abort(await desk.queuedCards(2)))).toBe('ended')
  })

  it('waits behind the form as well, where the requester answers it', async () => {
    await anotherDay(0)
    const [card = ''] = await desk.queuedCards(1)
    const run = runIn(await begin(desk.world, ada, { useCase: 'abort-card-order', objects: [card] }))
    expect(stateOf(await answer(desk.world, ada, run, {}))).toBe('awaiting')
    expect(await desk.stateOf(card)).toBe('processing')
    expect(stateOf(await answer(desk.world, ada, run, {}))).toBe('run_not_asking')
    expect(stateOf(await approve(desk.world, grace, run))).toBe('ended')
    expect(await desk.stateOf(card)).toBe('aborted')
  })

  it('is refused object by object where it changed meanwhile', async () => {
    const { run, cards } = await asked()
    await desk.perform('send-queued-orders', [cards[0] ?? ''], {}, schedulerActor)
    const view = await viewRun(desk.world, grace, run)
    expect('code' in view ? view : view.results.map(({ refusal }) => refusal === null)).toEqual([false, true, true])
    const done = await approve(desk.world, grace, run)
    expect(done.kind === 'run' && [done.run.done, done.run.refused]).toEqual([2, 1])
    expect(await statesOf(cards)).toEqual(['ordered', 'aborted', 'aborted'])
  })

  it('does not write over what somebody else saved meanwhile', async () => {
    await anotherDay()
    await rule({ useCase: 'edit-user', above: 0 })
    const user = await desk.someUser({ lastName: 'Before' })
    const data = (lastName: string) => ({ firstName: 'Ida', lastName, employeeNumber: `E-${lastName}`, email: `${lastName}@example.org` })
    const asks = () => begin(desk.world, ada, { useCase: 'edit-user', objects: [user], input: data('Asked') })
    const run = runIn(await asks())
    desk.clock.forward(60)
    await rule()
    await desk.perform('edit-user', [user], data('Meanwhile'))
    const before = await fingerprint(desk)
    expect(codesOf(await approve(desk.world, grace, run))).toEqual(['changed_meanwhile'])
    expect(await fingerprint(desk)).toBe(before)
  })

  it('is withdrawn by whoever asked; nothing changes, and nobody can agree to it any more', async () => {
    const { run, cards } = await asked()
    const before = await fingerprint(desk)
    expect(stateOf(await cancel(desk.world, grace, run))).toBe('not_your_run')
    expect(stateOf(await cancel(desk.world, ada, run))).toBe('cancelled')
    expect(stateOf(await approve(desk.world, grace, run))).toBe('run_not_asking')
    expect(await fingerprint(desk)).toBe(before)
    expect((await storyOf(cards[0] ?? ''))[0]).toBe('Test ada asked for Abort card order and withdrew it. Nothing was changed.')
  })

  it('is declined with a reason, which is a must; nothing changes, and the history says who and why', async () => {
    const { run, cards } = await asked()
    const before = await fingerprint(desk)
    expect(stateOf(await decline(desk.world, grace, run, ''))).toBe('invalid_input')
    expect((await readRun(desk.world.db, run))?.state).toBe('awaiting')
    const declined = await decline(desk.world, grace, run, 'These are wanted.')
    expect(declined.kind === 'run' && [declined.run.state, declined.run.closedBy, declined.run.closedWhy]).toEqual([
      'cancelled',
      'Test grace',
      'These are wanted.',
    ])
    expect(await fingerprint(desk)).toBe(before)
    expect((await storyOf(cards[2] ?? ''))[0]).toBe(
      'Test grace declined what Test ada asked for: Abort card order. Nothing was changed. Reason: These are wanted.',
    )
  })

  it('lapses after seven days, and can be agreed to no more', async () => {
    const { run, cards } = await asked()
    desk.clock.forward(7 * 86_400 - 1)
    expect(await lapseApprovals(desk.world, schedulerActor)).toBe(0)
    desk.clock.forward(1)
    expect(stateOf(await approve(desk.world, grace, run))).toBe('run_lapsed')
    expect(await lapseApprovals(desk.world, schedulerActor)).toBe(1)
    expect((await readRun(desk.world.db, run))?.closedWhy).toBe('Nobody answered within 7 days.')
    expect(await statesOf(cards)).toEqual(['processing', 'processing', 'processing'])
    expect((await storyOf(cards[0] ?? ''))[0]).toBe(
      'Nobody agreed in time to what Test ada asked for: Abort card order. Nothing was changed.',
    )
  })

  it('creates nobody before somebody agreed', async () => {
    desk.clock.forward(25 * 3600)
    await rule({ useCase: 'create-user', above: 0 })
    const before = await fingerprint(desk)
    const input = { firstName: 'Ny', lastName: 'Nys', email: 'ny.nys@example.org' }
    const run = runIn(await begin(desk.world, ada, { useCase: 'create-user', objects: [], input }))
    expect(await fingerprint(desk)).toBe(before)
    const view = await viewRun(desk.world, grace, run)
    expect('code' in view ? view : view.approval?.said.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'First name: Ny',
      'Last name: Nys',
      'E-mail: ny.nys@example.org',
    ])
    const done = await approve(desk.world, grace, run)
    expect(await desk.stateOf(done.end?.objects[0]?.objectId ?? '', 'user')).toBe('active')
    expect(await readRun(desk.world.db, run)).toMatchObject({ state: 'ended', input: {} })
  })

  it('is walked in legs where it is a large set: three thousand wait as one, and are done as one', async () => {
    await anotherDay()
    await rule({ useCase: 'lock-user', above: 100 })
    const ids = Array.from({ length: 3000 }, () => desk.world.newId())
    const now = desk.clock.now()
    await desk.world.db.query(
      `insert into person (id, template, state, first_name, last_name, fields, created_at, changed_at)
       select id, 'user', 'active', 'Many', 'People', '{}', $2, $2 from unnest($1::uuid[]) as given(id)`,
      [ids, now],
    )
    const locked = async (): Promise<number> => {
      const [row] = await desk.world.db.query<{ count: number }>(
        `select count(*)::int as count from person where id = any($1::uuid[]) and state = 'locked'`,
        [ids],
      )
      return row?.count ?? 0
    }
    const size = await journalSize(desk)
    const outcome = await begin(desk.world, ada, { useCase: 'lock-user', objects: ids, input: { reason: 'other' } })
    const run = runIn(outcome)
    expect([stateOf(outcome), await locked(), await journalSize(desk)]).toEqual(['awaiting', 0, size + 3000])
    const view = await viewRun(desk.world, grace, run)
    expect('code' in view ? view : [view.results.length, view.approval?.refusal]).toEqual([1000, undefined])
    expect(stateOf(await approve(desk.world, grace, run))).toBe('walking')
    await desk.until(async () => (await readRun(desk.world.db, run))?.state === 'ended', 'the run ends')
    expect([await locked(), (await readRun(desk.world.db, run))?.done]).toEqual([3000, 3000])
  })
})

describe('it cannot be walked around', () => {
  it('by several small commands: what was done alone within a day counts', async () => {
    await anotherDay()
    const [first, second, third, fourth] = (await desk.queuedCards(4)) as [string, string, string, string]
    expect(stateOf(await abort([first]))).toBe('ended')
    expect(stateOf(await abort([second]))).toBe('ended')
    const waits = await abort([third])
    expect([stateOf(waits), await desk.stateOf(third)]).toEqual(['awaiting', 'processing'])
    // What a second person agreed to is not what somebody did alone.
    expect(stateOf(await approve(desk.world, grace, runIn(waits)))).toBe('ended')
    desk.clock.forward(25 * 3600)
    expect(stateOf(await abort([fourth]))).toBe('ended')
  })

  it('by several at once: they are counted one after the other', async () => {
    await anotherDay()
    const cards = await desk.queuedCards(4)
    const outcomes = await Promise.all([abort(cards.slice(0, 2)), abort(cards.slice(2))])
    expect(outcomes.map(stateOf).sort()).toEqual(['awaiting', 'ended'])
    expect((await statesOf(cards)).filter((state) => state === 'aborted')).toHaveLength(2)
  })

  it('by forms that were opened long ago: what counts is when they are answered', async () => {
    await anotherDay()
    const cards = await desk.queuedCards(3)
    const open = await Promise.all(cards.map((card) => begin(desk.world, ada, { useCase: 'abort-card-order', objects: [card] })))
    desk.clock.forward(48 * 3600)
    const states: string[] = []
    for (const each of open) states.push(stateOf(await answer(desk.world, ada, runIn(each), {})))
    expect(states).toEqual(['ended', 'ended', 'awaiting'])
  })

  it('by another account of the same person, nor by one with another role', async () => {
    await anotherDay()
    const again = await desk.appoint('ada.again', everywhere('operator', 'approver'), adaUser)
    const cards = await desk.queuedCards(3)
    expect(stateOf(await abort(cards.slice(0, 2)))).toBe('ended')
    const waits = await abort(cards.slice(2), again)
    expect(stateOf(waits)).toBe('awaiting')
    // Nor does the one account agree to what the other asked for.
    const before = await fingerprint(desk)
    const mine = await asked()
    for (const run of [runIn(waits), mine.run]) {
      expect(stateOf(await approve(desk.world, again, run))).toBe('own_request')
      expect(stateOf(await decline(desk.world, again, run, 'No.'))).toBe('own_request')
    }
    expect(await approvalsFor(desk.world, again)).toEqual([])
    expect(await statesOf(mine.cards)).toEqual(['processing', 'processing', 'processing'])
    expect(before).not.toBe('')
  })

  it('by a program that acts for a person', async () => {
    await anotherDay()
    const program = await client('ada.program', adaUser, everywhere('operator', 'approver'))
    const [first, second, third] = (await desk.queuedCards(3)) as [string, string, string]
    expect(stateOf(await abort([first, second], program))).toBe('ended')
    const waits = await abort([third])
    expect([stateOf(waits), stateOf(await approve(desk.world, program, runIn(waits)))]).toEqual(['awaiting', 'not_permitted'])
    // Nor does a program of somebody else take a person's place.
    const other = await client('other.program', graceUser, everywhere('approver'))
    expect(stateOf(await approve(desk.world, other, runIn(waits)))).toBe('not_permitted')
    expect(await desk.stateOf(third)).toBe('processing')
  })

  it('by agreeing to one’s own request, or without the permission', async () => {
    const both = await desk.appoint('both', everywhere('operator', 'approver'))
    const { run, cards } = await asked(both)
    const before = await fingerprint(desk)
    expect(stateOf(await approve(desk.world, both, run))).toBe('own_request')
    for (const actor of [desk.admin, desk.operator, desk.helpdesk])
      expect(stateOf(await approve(desk.world, actor, run))).toBe('not_permitted')
    expect(await fingerprint(desk)).toBe(before)
    expect(await statesOf(cards)).toEqual(['processing', 'processing', 'processing'])
  })

  it('by agreeing about people out of reach', async () => {
    const { run, cards } = await asked()
    const unit: Grant[] = [{ role: 'approver', scope: 'unit', unit: 'Elsewhere' }]
    const far = await desk.appoint('far', unit)
    expect(stateOf(await approve(desk.world, far, run))).toBe('not_permitted')
    expect(await approvalsFor(desk.world, far)).toEqual([])
    expect(await viewRun(desk.world, far, run)).toMatchObject({ code: 'not_your_run' })
    const near = await desk.appoint('near', [{ ...unit[0], unit: 'Tests' } as Grant])
    expect(stateOf(await approve(desk.world, near, run))).toBe('ended')
    expect(await statesOf(cards)).toEqual(['aborted', 'aborted', 'aborted'])
  })

  it('for one’s own card: neither whoever asks nor whoever agrees decides about themselves', async () => {
    await anotherDay(0)
    const [adaCard, graceCard] = [await desk.queuedCard(adaUser), await desk.queuedCard(graceUser)]
    const offer = async (card: string) =>
      (await offers(desk.world, ada, 'card', [card])).find(({ useCase }) => useCase.slug === 'abort-card-order')?.refusals.get(card)?.code
    expect([await offer(adaCard), await offer(graceCard)]).toEqual(['own_object', undefined])
    expect(codesOf(await abort([adaCard]))).toEqual(['own_object'])
    const outcome = await abort([adaCard, graceCard])
    expect([stateOf(outcome), codesOf(outcome)]).toEqual(['awaiting', ['own_object', undefined]])
    expect(stateOf(await approve(desk.world, grace, runIn(outcome)))).toBe('own_object')
    expect(await statesOf([adaCard, graceCard])).toEqual(['processing', 'processing'])
    expect(stateOf(await approve(desk.world, desk.actors.approver, runIn(outcome)))).toBe('ended')
    expect(await statesOf([adaCard, graceCard])).toEqual(['processing', 'aborted'])
  })

  it('by a run that began before the rule was published', async () => {
    desk.clock.forward(25 * 3600)
    await rule()
    const [card = ''] = await desk.queuedCards(1)
    const run = runIn(await begin(desk.world, ada, { useCase: 'abort-card-order', objects: [card] }))
    await rule({ useCase: 'abort-card-order', above: 0 })
    expect(stateOf(await answer(desk.world, ada, run, {}))).toBe('awaiting')
    expect(await desk.stateOf(card)).toBe('processing')
  })

  it('by a large run whose first leg is yet to be walked when the rule is published', async () => {
    const idle = await openTestDesk({ idle: true })
    try {
      await idle.enable('lock-user')
      const ids = Array.from({ length: 1500 }, () => idle.world.newId())
      await idle.world.db.query(
        `insert into person (id, template, state, first_name, last_name, fields, created_at, changed_at)
         select id, 'user', 'active', 'Many', 'People', '{}', now(), now() from unnest($1::uuid[]) as given(id)`,
        [ids],
      )
      const outcome = await begin(idle.world, idle.operator, { useCase: 'lock-user', objects: ids, input: { reason: 'other' } })
      expect(stateOf(outcome)).toBe('walking')
      const change = { kind: 'duties', items: [{ useCase: 'lock-user', above: 100 }] } as const
      await publish(idle.world, idle.admin, { change, ifMatch: undefined, why: null })
      expect(await walkOn(idle.world, runIn(outcome))).toBe(false)
      expect((await readRun(idle.world.db, runIn(outcome)))?.state).toBe('awaiting')
      const [row] = await idle.world.db.query<{ count: number }>(`select count(*)::int as count from person where state = 'locked'`)
      expect(row?.count).toBe(0)
      expect(stateOf(await approve(idle.world, idle.actors.approver, runIn(outcome)))).toBe('walking')
      while (await walkOn(idle.world, runIn(outcome)));
      expect(await readRun(idle.world.db, runIn(outcome))).toMatchObject({ state: 'ended', done: 1500 })
    } finally {
      await idle.close()
    }
  })

  it('by agreeing twice: of two at once one wins, and the other is told', async () => {
    const { run, cards } = await asked()
    const outcomes = await Promise.all([approve(desk.world, grace, run), approve(desk.world, desk.actors.approver, run)])
    expect(outcomes.map(stateOf).sort()).toEqual(['ended', 'run_answered'])
    expect(stateOf(await approve(desk.world, grace, run))).toBe('run_answered')
    expect(await statesOf(cards)).toEqual(['aborted', 'aborted', 'aborted'])
    expect((await storyOf(cards[0] ?? '')).filter((sentence) => sentence.includes('aborted the card order'))).toHaveLength(1)
  })

  it('for a requester who lost the permission meanwhile: every object is refused, and nothing changes', async () => {
    const passing = await desk.appoint('passing', everywhere('operator'))
    const { run, cards } = await asked(passing)
    await desk.world.db.transaction((tx) => deleteGrants(tx, [passing.id ?? ''], 'operator'))
    const outcome = await approve(desk.world, grace, run)
    expect(codesOf(outcome)).toEqual(['not_permitted', 'not_permitted', 'not_permitted'])
    expect(await statesOf(cards)).toEqual(['processing', 'processing', 'processing'])
  })
})

describe('the rules', () => {
  it('are published by whoever may, for use cases that people start, and say how many could agree', async () => {
    const by = (actor: Actor, items: { useCase: string; above: number }[]) =>
      publish(desk.world, actor, { change: { kind: 'duties', items }, ifMatch: undefined, why: null })
    expect(await by(desk.operator, [])).toMatchObject({ code: 'not_permitted' })
    const manager = await desk.appoint('manager', everywhere('user-administrator'))
    expect(await by(manager, [])).toMatchObject({ code: 'not_permitted' })
    for (const items of [
      [{ useCase: 'record-card-produced', above: 0 }],
      [{ useCase: 'abort-card-order', above: -1 }],
      [
        { useCase: 'abort-card-order', above: 1 },
        { useCase: 'abort-card-order', above: 2 },
      ],
    ])
      expect(await by(desk.admin, items)).toMatchObject({ code: 'invalid_duties' })
    await rule({ useCase: 'abort-card-order', above: 50 })
    const read = await readDuties(desk.world, desk.admin)
    if ('code' in read) throw new Error(read.sentence)
    expect(read.items).toEqual([{ useCase: 'abort-card-order', above: 50 }])
    expect(read.useCases.find(({ useCase }) => useCase.slug === 'abort-card-order')?.approvers).toBeGreaterThan(1)
    expect(await readDuties(desk.world, desk.operator)).toMatchObject({ code: 'not_permitted' })
  })
})

describe('whoever decides a request', () => {
  it('is neither who asked, with any of their accounts, nor whom it is about; the command says so before it is given', async () => {
    await desk.enable('request-card')
    await rule()
    const both = await desk.appoint('decides', everywhere('operator', 'approver'), graceUser)
    const user = await desk.someUser()
    const made = (outcome: Outcome): string => outcome.end?.objects[0]?.madeId ?? ''
    const own = made(await desk.perform('request-card', [graceUser], {}, ada))
    const theirs = made(await desk.perform('request-card', [user], {}, both))
    for (const useCase of ['approve-card-request', 'reject-card-request'])
      for (const [card, code] of [
        [own, 'own_object'],
        [theirs, 'own_request'],
      ] as const) {
        const offer = (await offers(desk.world, grace, 'card', [card])).find((each) => each.useCase.slug === useCase)
        const before = await fingerprint(desk)
        const outcome = await begin(desk.world, grace, {
          useCase,
          objects: [card],
          input: useCase.startsWith('reject') ? { reason: 'No.' } : {},
        })
        expect([offer?.refusals.get(card)?.code, codesOf(outcome)]).toEqual([code, [code]])
        expect(await fingerprint(desk)).toBe(before)
      }
    await desk.perform('approve-card-request', [own, theirs], {}, desk.actors.approver)
    expect(await statesOf([own, theirs])).toEqual(['processing', 'processing'])
  })
})

/** A program with an account that belongs to somebody. */
async function client(name: string, personId: string, grants: Grant[]): Promise<Actor> {
  await desk.appoint(name, grants, personId)
  await desk.world.db.query(`update account set kind = 'client' where name = $1`, [name])
  return actorNamed(desk.world, name)
}
