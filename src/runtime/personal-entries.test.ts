import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import type { Transaction } from '../store/database.ts'
import { begin } from './begin.ts'
import { history } from './history.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('hold-card-order', 'abort-card-order')
})
afterAll(() => desk.close())

const newest = async (id: string): Promise<string> => {
  const told = await history(desk.world, desk.operator, 'card', id, undefined, 1)
  return 'items' in told ? (told.items[0]?.sentence ?? '') : ''
}

const keys = async (): Promise<number> => (await desk.world.db.query('select id from personal_key')).length

it('what an operator writes is told with the card, and stands in no row of the journal', async () => {
  const card = await desk.queuedCard(await desk.someUser({ firstName: 'Ada', lastName: 'Berg' }))
  await desk.perform('hold-card-order', [card], { reason: 'Ada Berg is in hospital' })
  expect(await newest(card)).toBe('Test operator held the card order of Ada Berg: Ada Berg is in hospital.')
  const [kept] = await desk.world.db.query<{ named: number; acted: number }>(
    `select count(*) filter (where j::text ~ 'Ada|Berg|hospital') as named, count(*) filter (where actor_name is not null and actor_kind = 'person') as acted
     from journal j`,
  )
  expect(kept).toEqual({ named: 0, acted: 0 })
  const again = await begin(desk.world, desk.operator, { useCase: 'hold-card-order', objects: [card], input: { reason: 'Again' } })
  expect(again.end?.objects[0]?.refusal?.sentence).toContain('(Ada Berg is in hospital)')
  expect(await newest(card)).toMatch(/Refused: Somebody holds this order since 0 seconds\. /)
})

it('each holder has one key, also where two write of them at once; an order that is aborted needs none', async () => {
  const before = await keys()
  const [one = '', other = ''] = await desk.queuedCards(2)
  await desk.perform('abort-card-order', [await desk.queuedCard()], {})
  expect(await keys()).toBe(before)
  await Promise.all([
    desk.perform('hold-card-order', [one, other], { reason: 'Wait' }),
    desk.perform('hold-card-order', [await desk.queuedCard()], { reason: 'Wait too' }),
  ])
  await desk.perform('release-card-order', [one])
  await desk.perform('hold-card-order', [one], { reason: 'Wait longer' })
  expect(await keys()).toBe(before + 3)
  expect(await newest(other)).toMatch(/: Wait\.$/)
  expect(await newest(one)).toMatch(/: Wait longer\.$/)
})

it('what was sealed for one line is not read in another', async () => {
  const [one = '', other = ''] = await desk.queuedCards(2)
  await desk.perform('hold-card-order', [one], { reason: 'The one' })
  await desk.perform('hold-card-order', [other], { reason: 'The other' })
  await desk.world.db.query(
    `update journal set facts = (select facts from journal where object_id = $1 and kind = 'done') where object_id = $2 and kind = 'done'`,
    [one, other],
  )
  expect(await newest(other)).toMatch(/: \(erased\)\.$/)
})

it('a leg writes of many with as few statements as of one', async () => {
  const cards = await desk.queuedCards(41)
  const held = async (ids: readonly string[]): Promise<number> => {
    const { db } = desk.world
    let statements = 0
    const counted = (tx: Transaction): Transaction => ({
      ...tx,
      query: (text, values) => {
        statements++
        return tx.query(text, values)
      },
    })
    const world = {
      ...desk.world,
      db: { ...db, transaction: (work: Parameters<typeof db.transaction>[0]) => db.transaction((tx) => work(counted(tx))) },
    }
    const outcome = await begin(world as typeof desk.world, desk.operator, {
      useCase: 'hold-card-order',
      objects: ids,
      input: { reason: 'Wait' },
    })
    expect(outcome.kind === 'run' && outcome.run.done).toBe(ids.length)
    return statements
  }
  expect(await held(cards.slice(1))).toBe(await held(cards.slice(0, 1)))
})
