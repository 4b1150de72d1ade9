import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { begin, type Outcome } from '../runtime/begin.ts'
import { databaseTrouble } from '../runtime/trouble.ts'
import type { World } from '../runtime/world.ts'
import type { Task } from '../store/task.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
})
afterAll(() => desk.close())

const inactiveCardOf = async (user: string): Promise<string> => {
  const card = await desk.orderedCard(user)
  await desk.report(card, 'record-card-produced')
  await desk.perform('activate-card', [card])
  await desk.perform('deactivate-card', [card], { reason: 'mislaid' })
  return card
}
const reactivate = (world: World, card: string): Promise<Outcome> =>
  begin(world, desk.operator, { useCase: 'reactivate-card', objects: [card], input: {} })
const somebodyWaits = (): Promise<void> =>
  desk.until(async () => {
    const [row] = await desk.world.db.query<{ count: number }>('select count(*) as count from pg_locks where not granted')
    return (row?.count ?? 0) > 0
  }, 'somebody waits for a lock')

/** The desk on which the look at the holder is held up, before it or behind it, until it may go on. */
function heldUp(where: 'before' | 'behind'): { world: World; reached: Promise<void>; goOn: () => void } {
  const { tasks } = desk.world
  const check = tasks['card.check-holder'] as Task
  let [arrive, goOn] = [() => {}, () => {}]
  const reached = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const may = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const run: Task['run'] = async (hand, cards) => {
    if (where === 'behind') {
      const refusals = await check.run(hand, cards)
      arrive()
      await may
      return refusals
    }
    arrive()
    await may
    return check.run(hand, cards)
  }
  return { world: { ...desk.world, tasks: { ...tasks, 'card.check-holder': { ...check, run } } }, reached, goOn }
}

it('a card that is reactivated while its holder goes out of use goes with them', async () => {
  const user = await desk.someUser()
  const card = await inactiveCardOf(user)
  const { world, reached, goOn } = heldUp('behind')
  const reactivating = reactivate(world, card)
  await reached
  const deactivating = desk.perform('deactivate-user', [user], { reason: 'leave' })
  await somebodyWaits()
  goOn()
  expect((await reactivating).kind).toBe('run')
  await deactivating
  expect([await desk.stateOf(user, 'user'), await desk.stateOf(card)]).toEqual(['inactive', 'inactive'])
})

it('of a card reactivated and its holder locked, each waiting for the other, one is told that the database is busy', async () => {
  const user = await desk.someUser()
  const card = await inactiveCardOf(user)
  const { world, reached, goOn } = heldUp('before')
  const reactivating = reactivate(world, card)
  await reached
  const locking = begin(desk.world, desk.operator, { useCase: 'lock-user', objects: [user], input: { reason: 'left' } })
  await somebodyWaits()
  goOn()
  const ends = await Promise.allSettled([reactivating, locking])
  expect(ends.flatMap((end) => (end.status === 'rejected' ? [databaseTrouble(end.reason)?.code] : []))).toEqual(['busy'])
  const states = [await desk.stateOf(user, 'user'), await desk.stateOf(card)]
  expect(states).toEqual(ends[0].status === 'rejected' ? ['locked', 'locked'] : ['active', 'active'])
})
