import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { schedulerActor } from '../identity/actor.ts'
import { tellClaim } from '../store/claim-news.ts'
import { begin } from './begin.ts'
import { type Claimed, hearClaims } from './claim-news.ts'
import { type Happening, openNews } from './news.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
})
afterAll(() => desk?.close())
const failures: unknown[] = []
afterEach(() => expect(failures.splice(0)).toEqual([]))

const failed = (error: unknown): void => void failures.push(error)
const send = (...cards: string[]) => begin(desk.world, schedulerActor, { useCase: 'send-queued-orders', objects: cards })
const lines = async (): Promise<number> =>
  (await desk.world.db.query<{ count: number }>('select count(*) as count from journal'))[0]?.count ?? -1

it('whoever follows hears which cards a batch has claimed, of which the journal says nothing yet', async () => {
  const [one, other, left] = (await desk.queuedCards(3)) as [string, string, string]
  const news = await openNews(desk.world, failed)
  const heard: Happening[] = []
  const stop = news.follow((happening) => heard.push(happening))
  const before = await lines()
  await send(one, other)
  const named = (): string[] => heard.flatMap((happening) => (happening.type === 'objects' ? happening.objects.map(({ id }) => id) : []))
  await desk.until(async () => named().length >= 2, 'the claim is told of')
  expect(new Set(named())).toEqual(new Set([one, other]))
  expect(heard.flatMap((happening) => (happening.type === 'objects' ? happening.objects.map(({ template }) => template) : []))).toEqual([
    'card',
    'card',
  ])
  expect([await lines(), await desk.orderOf(one), await desk.orderOf(left)]).toEqual([before, 'claimed', 'queued'])
  stop()
  await news.close()
})

it('nothing is told where nothing was claimed, and nothing is looked up while nobody wants to know', async () => {
  const card = await desk.queuedCard()
  const heard: Claimed[] = []
  const heardByOthers: Claimed[] = []
  let wanted = false
  const stop = await hearClaims(
    desk.world,
    () => wanted,
    (claimed) => heard.push(claimed),
    failed,
  )
  const stopOthers = await hearClaims(
    desk.world,
    () => true,
    (claimed) => heardByOthers.push(claimed),
    failed,
  )
  await send(card)
  await desk.until(async () => heardByOthers.length === 1, 'the claim is told to others')
  wanted = true
  // Its order is claimed already.
  await send(card)
  const next = await desk.queuedCard()
  await send(next)
  await desk.until(async () => heard.length > 0, 'the next claim is told of')
  expect(heard).toEqual([[{ template: 'card', id: next }]])
  await stop()
  await stopOthers()
})

it('what is claimed is told as many things where it is more than can be named, or where it was not heard in whole', async () => {
  const card = await desk.queuedCard()
  await send(card)
  const { db, newId, clock } = desk.world
  const [order] = await db.query<{ batch: string }>('select batch_id as batch from production_order where card_id = $1', [card])
  const batch = order?.batch ?? ''
  const heard: Claimed[] = []
  const stop = await hearClaims(
    desk.world,
    () => true,
    (claimed) => heard.push(claimed),
    failed,
  )

  const more = Array.from({ length: 300 }, () => newId())
  await db.query(
    `insert into production_order (id, card_id, bureau, status, queued_at, queued_by, batch_id)
     select id, $2, 'bureau', 'answered', $3, 'Test', $4 from unnest($1::uuid[]) as id`,
    [more, card, clock.now(), batch],
  )
  await db.transaction((tx) => tellClaim(tx, batch))
  await desk.until(async () => heard.length === 1, 'the claim is told of')
  await db.query(`select pg_notify('cardinal_claims', '')`)
  await desk.until(async () => heard.length === 2, 'the gap is told of')
  expect(heard).toEqual(['many', 'many'])
  await stop()
})

it('a claim that is rolled back is not told', async () => {
  const heard: Claimed[] = []
  const stop = await hearClaims(
    desk.world,
    () => true,
    (claimed) => heard.push(claimed),
    failed,
  )
  const undone = desk.world.db.transaction(async (tx) => {
    await tellClaim(tx, desk.world.newId())
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  const card = await desk.queuedCard()
  await send(card)
  await desk.until(async () => heard.length > 0, 'the next claim is told of')
  expect(heard).toEqual([[{ template: 'card', id: card }]])
  await stop()
})
