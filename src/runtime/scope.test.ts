import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fingerprint, journalSize } from '../../test/contract/objects.ts'
import { actorNamed, openTestDesk, type TestDesk } from '../../test/desk.ts'
import type { Actor, Grant } from '../engine/permit.ts'
import { deleteGrants } from '../store/role-grant.ts'
import { begin, type Outcome } from './begin.ts'
import { count, find, get } from './find.ts'
import { history } from './history.ts'
import { home } from './home.ts'
import { offers } from './offers.ts'
import { viewRun } from './run-view.ts'
import { selectionOffers } from './selection.ts'

/** Unit Alpha with Alpha-Lab below it, and unit Beta beside them; an operator for Alpha, and somebody who sees what is theirs. */
let desk: TestDesk
let alpha: Actor
let wearer: Actor
let [inAlpha, inLab, inBeta, cardInAlpha, cardInBeta] = ['', '', '', '', '']

beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.enable('abort-card-order')
  await desk.setUnits([
    { name: 'Alpha', above: null },
    { name: 'Alpha-Lab', above: 'Alpha' },
    { name: 'Beta', above: null },
  ])
  inAlpha = await desk.someUser({ unit: 'Alpha', lastName: 'Aal' })
  inLab = await desk.someUser({ unit: 'Alpha-Lab', lastName: 'Laar' })
  inBeta = await desk.someUser({ unit: 'Beta', lastName: 'Beck', phone: '555' })
  ;[cardInAlpha, cardInBeta] = [await desk.queuedCard(inAlpha), await desk.queuedCard(inBeta)]
  await desk.queuedCard(inLab)
  alpha = await desk.appoint('alpha', forUnit('operator', 'Alpha'))
  wearer = await desk.appoint('wearer', [{ role: 'self-service-user', scope: 'own', unit: null }], inBeta)
})
afterAll(() => desk.close())

const forUnit = (role: string, unit: string): Grant[] => [{ role, scope: 'unit', unit }]
const refusalOf = (outcome: Outcome) =>
  outcome.kind === 'refused' ? outcome.refusal : outcome.end?.objects.find((each) => each.refusal)?.refusal

describe('whoever works for a unit', () => {
  it('finds the people and cards of that unit and of those below it, and no others', async () => {
    expect(await namesFor(alpha)).toEqual(['Aal', 'Laar'])
    expect(await count(desk.world, alpha, { template: 'card', state: 'processing' })).toEqual({ count: 2, more: false })
    expect(await count(desk.world, desk.operator, { template: 'card', state: 'processing' })).toEqual({ count: 3, more: false })
    expect((await home(desk.world, alpha)).queued).toBe(2)
  })

  it('is told of an object elsewhere what they would be told if it were not there', async () => {
    const nowhere = desk.world.newId()
    for (const [id, template] of [
      [inBeta, 'user'],
      [cardInBeta, 'card'],
    ] as const) {
      const here = await get(desk.world, alpha, template, id)
      const gone = await get(desk.world, alpha, template, nowhere)
      expect(JSON.stringify(here).replaceAll(id, nowhere)).toBe(JSON.stringify(gone))
      expect(await history(desk.world, alpha, template, id, undefined, 10)).toMatchObject({ code: 'no_such_object' })
      expect(await offers(desk.world, alpha, template, [id])).toEqual([])
    }
    expect(JSON.stringify(await selectionOffers(desk.world, alpha, [cardInBeta]))).not.toContain('Beck')
  })

  it('cannot abort an order elsewhere: it is refused as if it were not there, nothing changes, and the attempt is on record', async () => {
    const before = await fingerprint(desk)
    const size = await journalSize(desk)
    const outcome = await begin(desk.world, alpha, { useCase: 'abort-card-order', objects: [cardInBeta], input: {} })
    expect(refusalOf(outcome)).toMatchObject({ code: 'no_such_object' })
    expect(await fingerprint(desk)).toBe(before)
    expect(await journalSize(desk)).toBe(size + 1)
  })

  it('is told of one elsewhere that it is not there also where they bring a version that is not its own', async () => {
    const before = await fingerprint(desk)
    const outcome = await begin(desk.world, alpha, { useCase: 'abort-card-order', objects: [cardInBeta], input: {}, ifVersion: 99 })
    expect(refusalOf(outcome)).toMatchObject({ code: 'no_such_object' })
    expect(JSON.stringify(refusalOf(outcome))).not.toContain('Beck')
    expect(await fingerprint(desk)).toBe(before)
  })

  it('aborts those of a selection that are in reach, and is shown nothing of the others', async () => {
    const [mine, other] = [await desk.queuedCard(await desk.someUser({ unit: 'Alpha' })), cardInBeta]
    const outcome = await begin(desk.world, alpha, { useCase: 'abort-card-order', objects: [mine, other], input: {} })
    expect([await desk.stateOf(mine), await desk.stateOf(other)]).toEqual(['aborted', 'processing'])
    const view = outcome.kind === 'run' ? await viewRun(desk.world, alpha, outcome.run.id) : undefined
    if (!view || 'code' in view) throw new Error('There is no run.')
    expect(view.results.map(({ label, state, refusal }) => [label.startsWith('Card 1'), state, refusal?.code])).toEqual([
      [true, 'aborted', undefined],
      [false, undefined, 'no_such_object'],
    ])
    expect(view.results[1]?.label).toBe('Card')
  })

  it('creates people in that unit alone, and moves nobody out of it', async () => {
    const created = (unit: string | null) =>
      begin(desk.world, alpha, { useCase: 'create-user', objects: [], input: { firstName: 'Ny', lastName: 'Nys', unit } })
    expect(refusalOf(await created('Alpha-Lab'))).toBeUndefined()
    for (const unit of ['Beta', null]) expect(refusalOf(await created(unit))).toMatchObject({ code: 'not_permitted' })
    const moved = { firstName: 'Ida', lastName: 'Laar', unit: 'Beta' }
    const before = await fingerprint(desk)
    expect(refusalOf(await begin(desk.world, alpha, { useCase: 'edit-user', objects: [inLab], input: moved }))).toMatchObject({
      code: 'not_permitted',
    })
    expect(await fingerprint(desk)).toBe(before)
  })

  it('loses a card from sight as soon as its holder works elsewhere', async () => {
    const user = await desk.someUser({ unit: 'Alpha', lastName: 'Wander' })
    const card = await desk.queuedCard(user)
    expect('code' in (await get(desk.world, alpha, 'card', card))).toBe(false)
    const [{ fields }] = await userNow(user)
    await desk.perform('edit-user', [user], { ...fields, unit: 'Beta' })
    expect(await get(desk.world, alpha, 'card', card)).toMatchObject({ code: 'no_such_object' })
  })
})

describe('whoever sees what is theirs', () => {
  it('finds themselves and their card, and may start nothing', async () => {
    expect(await namesFor(wearer)).toEqual(['Beck'])
    const profile = await get(desk.world, wearer, 'card', cardInBeta)
    if ('code' in profile) throw new Error(profile.sentence)
    expect(profile.related.map(({ relation }) => relation)).toEqual(['Holder'])
    expect(await get(desk.world, wearer, 'card', cardInAlpha)).toMatchObject({ code: 'no_such_object' })
    const outcome = await begin(desk.world, wearer, { useCase: 'abort-card-order', objects: [cardInBeta], input: {} })
    expect(refusalOf(outcome)).toMatchObject({ code: 'not_permitted' })
  })
})

describe('a grant that is withdrawn', () => {
  let late: Actor
  beforeEach(async () => {
    await desk.appoint(`late-${desk.world.newId()}`, forUnit('operator', 'Alpha'))
    const [{ name }] = (await desk.world.db.query<{ name: string }>(
      `select name from account where name like 'late-%' order by id desc limit 1`,
    )) as [{ name: string }]
    const [revision] = await desk.world.db.query<{ revision: number }>('select revision from definition_revision')
    late = { ...(await actorNamed(desk.world, name)), asOf: revision?.revision ?? 0 }
  })

  it('is gone under the lock of a leg that was asked for a moment before', async () => {
    const card = await desk.queuedCard(await desk.someUser({ unit: 'Alpha' }))
    await desk.world.db.transaction((tx) => deleteGrants(tx, [late.id ?? ''], 'operator'))
    const outcome = await begin(desk.world, late, { useCase: 'abort-card-order', objects: [card], input: {} })
    expect(refusalOf(outcome)).toMatchObject({ code: 'not_permitted' })
    expect(await desk.stateOf(card)).toBe('processing')
  })
})

describe('a field that a role hides', () => {
  it('is neither shown, nor searched, nor sorted by, nor asked for, and is not wiped out', async () => {
    await desk.setRole({
      name: 'blind',
      label: 'Blind',
      symbol: 'OwnRoleBlind',
      means: 'Sees no phone.',
      admin: [],
      operator: ['search'],
      reads: ['user'],
      starts: ['start:UsersProcEdit'],
      hides: ['user.phone', 'user.email'],
    })
    const blind = await desk.appoint('blind', [{ role: 'blind', scope: 'all', unit: null }])
    const profile = await get(desk.world, blind, 'user', inBeta)
    if ('code' in profile) throw new Error(profile.sentence)
    expect([profile.object.fields['phone'], profile.object.fields['email'], profile.object.fields['lastName']]).toEqual([
      null,
      null,
      'Beck',
    ])
    const [{ fields }] = await userNow(inBeta)
    expect(await find(desk.world, blind, { template: 'user', filters: { email: String(fields['email']) }, limit: 5 })).toMatchObject({
      code: 'no_such_filter',
    })
    expect(await count(desk.world, blind, { template: 'user', q: String(fields['email']) })).toEqual({ count: 0, more: false })
    expect(await count(desk.world, blind, { template: 'user', q: 'beck' })).toEqual({ count: 1, more: false })
    const edit = (input: Record<string, unknown>) => begin(desk.world, blind, { useCase: 'edit-user', objects: [inBeta], input })
    const { phone: _, email: __, ...shown } = fields
    expect(refusalOf(await edit({ ...shown, phone: '1' }))).toMatchObject({ code: 'invalid_input' })
    expect(refusalOf(await edit({ ...shown, title: 'Engineer' }))).toBeUndefined()
    const [after] = await userNow(inBeta)
    expect([after?.fields['title'], after?.fields['phone']]).toEqual(['Engineer', '555'])
  })
})

async function namesFor(actor: Actor): Promise<unknown[]> {
  const found = await find(desk.world, actor, { template: 'user', sort: 'lastName', limit: 50 })
  if ('code' in found) throw new Error(found.sentence)
  return found.objects.map(({ fields }) => fields['lastName'])
}

async function userNow(id: string) {
  const profile = await get(desk.world, desk.operator, 'user', id)
  if ('code' in profile) throw new Error(profile.sentence)
  return [profile.object] as const
}
