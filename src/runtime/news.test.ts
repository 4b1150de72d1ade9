import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { appendEntries } from '../store/journal.ts'
import { type Happening, type News, openNews } from './news.ts'

let desk: TestDesk
let news: News
const errors: unknown[] = []
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  news = await openNews(desk.world, (error) => errors.push(error))
})
afterAll(async () => {
  await news?.close()
  await desk?.close()
  expect(errors).toEqual([])
})

/** Follows, and waits until the first look is over: what is there at that moment is no news. */
async function follow(): Promise<{ heard: Happening[]; stop: () => void }> {
  const heard: Happening[] = []
  const stop = news.follow((happening) => heard.push(happening))
  await desk.until(async () => {
    await desk.someUser()
    return heard.length > 0
  }, 'a user is told of')
  return { heard, stop }
}
const idsIn = (heard: readonly Happening[]): string[] =>
  heard.flatMap((happening) => (happening.type === 'objects' ? happening.objects.map(({ id }) => id) : []))

it('tells that many things happened where they are more than can be told one by one', async () => {
  const { heard, stop } = await follow()
  const user = await desk.someUser()
  const lines = Array.from({ length: 400 }, () => ({
    id: desk.world.newId(),
    at: desk.clock.now(),
    kind: 'other' as const,
    actorKind: 'system' as const,
    actorId: null,
    actorRoles: null,
    actorAddress: null,
    actorName: 'Test',
    useCase: null,
    runId: null,
    template: 'user',
    objectId: user,
    from: null,
    to: null,
    facts: {},
  }))
  await appendEntries(desk.world.db, lines)
  await desk.until(async () => heard.some(({ type }) => type === 'many'), 'many things are told')
  stop()
})

it('tells nobody of what happened while nobody followed', async () => {
  const first = await follow()
  first.stop()
  const missed = await desk.someUser()
  const { heard, stop } = await follow()
  const user = await desk.someUser()
  await desk.until(async () => idsIn(heard).includes(user), 'the user is told of')
  expect(idsIn(heard)).not.toContain(missed)
  stop()
})
