import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { catalog } from '../catalog/catalog.ts'
import { type Actor, everywhere, type Role } from '../engine/permit.ts'
import { find, get } from './find.ts'
import { offers } from './offers.ts'
import { selectionOffers } from './selection.ts'

/** Roles that may read objects of one template only. */
const seesOnly = (template: string): Role => ({
  name: `sees-${template}`,
  label: template,
  symbol: template,
  means: '.',
  admin: [],
  operator: [],
  reads: [template],
  starts: [],
})
const whoSeesOnly = (template: string): Actor => ({ kind: 'person', id: null, name: 'Test reader', grants: everywhere(`sees-${template}`) })

let desk: TestDesk
let user: string
let card: string
beforeAll(async () => {
  desk = await openTestDesk({ idle: true, catalog: { ...catalog, roles: [...catalog.roles, seesOnly('card'), seesOnly('user')] } })
  user = await desk.someUser()
  card = await desk.queuedCard(user)
})
afterAll(() => desk?.close())

it('whoever may see cards alone is shown a card without its holder, and no user', async () => {
  const reader = whoSeesOnly('card')
  expect(await get(desk.world, reader, 'card', card)).toMatchObject({ object: { id: card }, order: { status: 'queued' }, related: [] })
  expect(await get(desk.world, reader, 'user', user)).toMatchObject({ code: 'not_permitted' })
  expect(await offers(desk.world, reader, 'user', [user])).toEqual([])
  expect((await selectionOffers(desk.world, reader, [user, card])).filter(({ useCase }) => useCase.on.name === 'user')).toEqual([])
})

it('whoever may see users alone is shown a user without the cards', async () => {
  expect(await get(desk.world, whoSeesOnly('user'), 'user', user)).toMatchObject({ object: { id: user }, related: [] })
  expect(await get(desk.world, desk.operator, 'user', user)).toMatchObject({ related: [{ object: { id: card }, relation: 'Card' }] })
})

it('a state is one of the state graph, not one of those that every object of the language has', async () => {
  expect(await find(desk.world, desk.operator, { template: 'card', state: 'constructor', limit: 1 })).toMatchObject({
    code: 'no_such_state',
  })
})
