import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, journalSize } from '../../test/contract/objects.ts'
import { actorNamed, openTestDesk, type TestDesk } from '../../test/desk.ts'
import type { Actor, Grant } from '../engine/permit.ts'
import { begin, type Outcome } from '../runtime/begin.ts'
import { grantsOf } from '../store/role-grant.ts'

let desk: TestDesk
/** Holds roles that can be given out: everything of an operator and a user administrator, and an operator's for Alpha. */
let giver: Actor
let forAlpha: Actor
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.setUnits([
    { name: 'Alpha', above: null },
    { name: 'Alpha-Lab', above: 'Alpha' },
    { name: 'Beta', above: null },
  ])
  giver = await desk.appoint('giver', [everybody('operator'), everybody('user-administrator')])
  forAlpha = await desk.appoint('for-alpha', [everybody('user-administrator'), { role: 'operator', scope: 'unit', unit: 'Alpha' }])
})
afterAll(() => desk.close())

const everybody = (role: string): Grant => ({ role, scope: 'all', unit: null })
const refusalOf = (outcome: Outcome) =>
  outcome.kind === 'refused' ? outcome.refusal : outcome.end?.objects.find((each) => each.refusal)?.refusal
let names = 0
const somebody = async (personId?: string): Promise<Actor> => desk.appoint(`somebody-${++names}`, [], personId)
const grant = (by: Actor, to: Actor, input: Record<string, unknown>) =>
  begin(desk.world, by, { useCase: 'grant-role', objects: [to.id ?? ''], input: { scope: 'all', ...input } })
const held = async (actor: Actor): Promise<string[]> =>
  (await grantsOf(desk.world.db, [actor.id ?? ''])).map(({ role, scope, unit }) => [role, scope, unit].filter(Boolean).join(' '))

it('of what was not held nothing is withdrawn, and everybody keeps what was read of their own', async () => {
  const ada = await somebody()
  const revisionOf = () => desk.world.db.query('select revision from definition_revision')
  const [before, revision] = [await fingerprint(desk), await revisionOf()]
  const outcome = await begin(desk.world, giver, { useCase: 'withdraw-role', objects: [ada.id ?? ''], input: { role: 'operator' } })
  expect([refusalOf(outcome)?.code, await revisionOf(), await fingerprint(desk)]).toEqual(['not_held', revision, before])
})

describe('granting', () => {
  it('gives a role for everybody, a unit, or their own, and a single permission', async () => {
    const ada = await somebody()
    for (const input of [
      { role: 'operator', scope: 'unit', unit: 'Alpha' },
      { role: 'operator', scope: 'own' },
      { role: 'start:UsersProcEdit' },
    ])
      expect(refusalOf(await grant(giver, ada, input))).toBeUndefined()
    expect(await held(ada)).toEqual(['operator own', 'operator unit Alpha', 'start:UsersProcEdit all'])
  })

  it('is refused of what the giver does not hold, or not for as many people', async () => {
    const ada = await somebody()
    const before = await fingerprint(desk)
    const size = await journalSize(desk)
    const tries = [
      [giver, { role: 'administrator' }],
      [giver, { role: 'start:CardsProcApprove' }],
      [forAlpha, { role: 'operator' }],
      [forAlpha, { role: 'operator', scope: 'unit', unit: 'Beta' }],
      [giver, { role: 'batch-sync' }],
      [giver, { role: 'operator', scope: 'unit' }],
    ] as const
    const codes = []
    for (const [by, input] of tries) codes.push(refusalOf(await grant(by, ada, input))?.code)
    expect(codes).toEqual(['beyond_own', 'no_such_role', 'beyond_own', 'beyond_own', 'no_such_role', 'no_such_role'])
    expect(await fingerprint(desk)).toBe(before)
    expect(await journalSize(desk)).toBe(size + tries.length)
    expect(refusalOf(await grant(forAlpha, ada, { role: 'operator', scope: 'unit', unit: 'Alpha-Lab' }))).toBeUndefined()
  })

  it('is refused to oneself, also by way of a second account', async () => {
    const person = await desk.someUser()
    const first = await desk.appoint('first-of-two', [everybody('user-administrator'), everybody('operator')], person)
    const second = await desk.appoint('second-of-two', [], person)
    for (const own of [first, second])
      expect(refusalOf(await grant(first, own, { role: 'operator' }))).toMatchObject({ code: 'own_account' })
    expect(await held(second)).toEqual([])
  })

  it('ends by itself on the day after its last', async () => {
    const ada = await somebody()
    await grant(giver, ada, { role: 'operator', until: '2026-11-26' })
    const name = ada.name.replace('Test ', '')
    expect((await actorNamed(desk.world, name)).grants).toHaveLength(1)
    desk.clock.forward(2 * 86_400)
    expect((await actorNamed(desk.world, name)).grants).toHaveLength(0)
  })
})

describe('the last administrator', () => {
  it('keeps the role and the account, whoever asks', async () => {
    const ids = [desk.admin.id ?? '']
    const person = await desk.someUser()
    await desk.world.db.query('update account set person_id = $1 where id = $2', [person, desk.admin.id])
    const asked = [
      await begin(desk.world, desk.admin, { useCase: 'withdraw-role', objects: ids, input: { role: 'administrator' } }),
      await begin(desk.world, giver, { useCase: 'disable-account', objects: ids, input: { reason: 'left' } }),
      await begin(desk.world, desk.operator, { useCase: 'lock-user', objects: [person], input: { reason: 'left' } }),
    ]
    expect(asked.map((each) => refusalOf(each)?.code)).toEqual(['last_administrator', 'last_administrator', 'last_administrator'])
    expect([await desk.stateOf(ids[0] ?? '', 'account'), await desk.stateOf(person, 'user')]).toEqual(['active', 'active'])
  })
})

describe('a user who is deactivated or locked', () => {
  it.each(['deactivate-user', 'lock-user'])('can no longer sign in: %s', async (useCase) => {
    const person = await desk.someUser()
    const account = await somebody(person)
    await desk.world.db.query(
      `insert into session (id, hash, account_id, csrf, created_at, used_at, renewed_at, proved_at, expires_at, stage, way, agent, address)
       values ($2, $1, $2, 'c', now(), now(), now(), now(), now() + interval '1 day', 'open', 'a password', 'a test', '127.0.0.1')`,
      [useCase, account.id],
    )
    await desk.perform(useCase, [person], { reason: 'left' })
    expect(await desk.stateOf(account.id ?? '', 'account')).toBe('disabled')
    expect(await desk.world.db.query('select 1 from session where account_id = $1 and ended_at is null', [account.id])).toEqual([])
  })
})
