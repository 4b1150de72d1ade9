import { afterAll, beforeAll, expect, it } from 'vitest'
import { actorNamed, openTestDesk, type TestDesk } from '../../test/desk.ts'
import type { Actor, Grant } from '../engine/permit.ts'
import { find, get } from './find.ts'
import { offers } from './offers.ts'
import { beginPreview, previewActor } from './preview.ts'

let desk: TestDesk
let [inAlpha, inBeta] = ['', '']
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.enable('lock-user')
  await desk.setUnits(['Alpha', 'Beta'].map((name) => ({ name, above: null })))
  inAlpha = await desk.someUser({ unit: 'Alpha', lastName: 'Aal', phone: '1' })
  inBeta = await desk.someUser({ unit: 'Beta', lastName: 'Beck' })
})
afterAll(() => desk.close())

const helpdeskIn = (unit: string): Grant => ({ role: 'helpdesk', scope: 'unit', unit })
const looking = (actor: Actor, preview: Grant): Actor => {
  const found = previewActor(desk.world, actor, preview)
  if (!found) throw new Error('They may not look.')
  return found
}
const names = async (actor: Actor): Promise<unknown[]> => {
  const found = await find(desk.world, actor, { template: 'user', limit: 50 })
  return 'code' in found ? [found.code] : found.objects.map(({ fields }) => fields['lastName'])
}

it('an administrator sees what the role would see there, and what it could start', async () => {
  const as = looking(desk.admin, helpdeskIn('Alpha'))
  expect(await names(desk.admin)).toEqual(['Aal', 'Beck'])
  expect(await names(as)).toEqual(['Aal'])
  expect(await get(desk.world, as, 'user', inBeta)).toMatchObject({ code: 'no_such_object' })
  const started = (await offers(desk.world, as, 'user', [inAlpha])).filter(({ refusals }) => refusals.size === 0)
  const helpdesk = await desk.appoint('helper', [helpdeskIn('Alpha')])
  const really = (await offers(desk.world, helpdesk, 'user', [inAlpha])).filter(({ refusals }) => refusals.size === 0)
  expect(started.map(({ useCase }) => useCase.slug)).toEqual(really.map(({ useCase }) => useCase.slug))
})

it('nobody sees through a role what they may not see themselves', async () => {
  await desk.setRole({
    name: 'narrow',
    label: 'Narrow',
    symbol: 'OwnRoleNarrow',
    means: 'Administers roles, and sees users without their phones.',
    admin: ['roles'],
    operator: ['search'],
    reads: [],
    starts: [],
  })
  await desk.setRole({
    name: 'blind',
    label: 'Blind',
    symbol: 'OwnRoleBlind',
    means: 'Sees users without their phones.',
    admin: [],
    operator: ['search'],
    reads: ['user'],
    starts: [],
    hides: ['user.phone'],
  })
  await desk.appoint('narrow', [
    { role: 'narrow', scope: 'all', unit: null },
    { role: 'blind', scope: 'unit', unit: 'Alpha' },
  ])
  const narrow = await actorNamed(desk.world, 'narrow')
  const everybody: Grant = { role: 'operator', scope: 'all', unit: null }
  expect(await names(looking(narrow, everybody))).toEqual(['Aal'])
  expect(await names(looking(narrow, helpdeskIn('Beta')))).toEqual([])
  expect(await get(desk.world, looking(narrow, everybody), 'user', inAlpha)).toMatchObject({ object: { fields: { phone: null } } })
  const cards = await find(desk.world, looking(narrow, everybody), { template: 'card', limit: 5 })
  expect(cards).toMatchObject({ code: 'not_permitted' })
})

it('only whoever administers roles looks, and only as a role that people hold', async () => {
  const entries = () =>
    desk.world.db.query<{ kind: string; why: string }>(`select kind, facts->>'why' as why from journal order by id desc limit 1`)
  expect(previewActor(desk.world, desk.operator, helpdeskIn('Alpha'))).toBeUndefined()
  expect(await beginPreview(desk.world, desk.operator, helpdeskIn('Alpha'))).toMatchObject({ code: 'not_permitted' })
  expect((await entries())[0]?.kind).toBe('refused')
  expect(await beginPreview(desk.world, desk.admin, { role: 'batch-sync', scope: 'all', unit: null })).toMatchObject({
    code: 'no_such_role',
  })
  expect(await beginPreview(desk.world, desk.admin, { role: 'helpdesk', scope: 'unit', unit: null })).toMatchObject({
    code: 'invalid_preview',
  })
  expect(await beginPreview(desk.world, desk.admin, helpdeskIn('Alpha'))).toEqual({ words: 'Helpdesk for the unit Alpha' })
  expect((await entries())[0]).toEqual({ kind: 'other', why: 'Operator was looked at as Helpdesk for the unit Alpha.' })
})
