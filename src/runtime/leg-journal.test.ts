import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { begin } from './begin.ts'
import { history } from './history.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('abort-card-order')
})
afterAll(() => desk.close())

const newest = async (template: string, id: string): Promise<string> => {
  const told = await history(desk.world, desk.operator, template, id, undefined, 1)
  return 'items' in told ? (told.items[0]?.sentence ?? '') : ''
}

it('keeps what was refused without the names of people, and tells it with them', async () => {
  const user = await desk.someUser({ firstName: 'Ada', lastName: 'Berg' })
  const card = await desk.orderedCard(user)
  const late = await begin(desk.world, desk.operator, { useCase: 'abort-card-order', objects: [card], input: {} })
  expect(late.kind === 'refused' && late.refusal.sentence).toMatch(/^Card \d+ · Ada Berg is Ordered /)
  await begin(desk.world, desk.operator, { useCase: 'activate-user', objects: [user], input: {} })
  await begin(desk.world, desk.operator, { useCase: 'deactivate-user', objects: [user], input: { reason: 'leave' }, ifVersion: 99 })

  expect(await newest('card', card)).toMatch(/^Test operator tried: Abort card order\. Refused: Card \d+ is Ordered /)
  expect(await newest('user', user)).toMatch(/Deactivate user\. Refused: Ada Berg was changed by somebody else in the meantime\./)
  const [kept] = await desk.world.db.query<{ refused: number; named: number }>(
    `select count(*) filter (where kind = 'refused') as refused, count(*) filter (where facts::text ~ 'Ada|Berg') as named from journal`,
  )
  expect(kept).toEqual({ refused: 3, named: 0 })
})
