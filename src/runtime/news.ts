import { newestEntries } from '../store/journal.ts'
import { hearClaims } from './claim-news.ts'
import { hearPublications } from './publish.ts'
import type { World } from './world.ts'

/** What happened somewhere, on this node or another: a hint to look again. */
export type Happening =
  | { readonly type: 'definitions' }
  | { readonly type: 'objects'; readonly objects: readonly { readonly template: string; readonly id: string }[] }
  /** More than can be told one by one. */
  | { readonly type: 'many' }

export interface News {
  /** Tells of publications alone, which costs nothing to know. */
  followPublications(told: () => void): void
  /** Tells what happens from now on, until the answered function is called. */
  follow(told: (happening: Happening) => void): () => void
  close(): Promise<void>
}

const EVERY = 1000
const NEWEST = 300

/**
 * Publications are heard at once, and so is what a batch claims. What else happens to objects is looked up in the journal once a second,
 * and only while somebody follows: a notification with every command would have all commits wait for one another.
 */
export async function openNews(world: World, failed: (error: unknown) => void): Promise<News> {
  const followers = new Set<(happening: Happening) => void>()
  const tell = (happening: Happening): void => {
    for (const told of followers) told(happening)
  }
  const readers: (() => void)[] = []
  const stopHearing = await hearPublications(world, () => {
    for (const told of readers) told()
    tell({ type: 'definitions' })
  })
  const stopHearingClaims = await hearClaims(
    world,
    () => followers.size > 0,
    (claimed) => tell(claimed === 'many' ? { type: 'many' } : { type: 'objects', objects: claimed }),
    failed,
  )
  let look = lookAtJournal(world, tell)
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  const lookOnce = (): void => {
    looking ??= look()
      .catch(failed)
      .finally(() => {
        looking = undefined
      })
  }
  const stopLooking = (): void => {
    clearInterval(timer)
    timer = undefined
    // What happens while nobody follows is not news to those who come later.
    look = lookAtJournal(world, tell)
  }
  return {
    followPublications: (told) => void readers.push(told),
    follow(told) {
      followers.add(told)
      timer ??= setInterval(lookOnce, EVERY)
      lookOnce()
      return () => {
        followers.delete(told)
        if (followers.size === 0) stopLooking()
      }
    },
    async close() {
      followers.clear()
      stopLooking()
      await looking
      await stopHearingClaims()
      await stopHearing()
    },
  }
}

/**
 * Tells of the newest lines that were not there at the last look. Ids do not arrive in order, so what was seen is remembered line by line.
 * Where not one of them was seen before there may be more behind them, as when a large run is walked.
 */
function lookAtJournal(world: World, tell: (happening: Happening) => void): () => Promise<void> {
  let seen: Set<string> | undefined
  return async () => {
    const newest = await newestEntries(world.db, NEWEST)
    const known = seen
    seen = new Set(newest.map((entry) => entry.id))
    const fresh = known ? newest.filter((entry) => !known.has(entry.id)) : []
    if (fresh.length === NEWEST) return tell({ type: 'many' })
    const objects = new Map(
      fresh.flatMap(({ template, objectId }) => (template && objectId ? [[objectId, { template, id: objectId }] as const] : [])),
    )
    if (objects.size > 0) tell({ type: 'objects', objects: [...objects.values()] })
  }
}
