import { type Answer, BUREAU, type Bureau, NotDelivered, type Report } from '../../src/production/bureau.ts'
import type { Manifest } from '../../src/production/manifest.ts'
import { between, type Chance, oneOf } from '../chance.ts'

/** How an attempt to hand over a batch ended, as nobody but the bureau knows. */
export type Attempt = 'taken' | 'answer lost' | 'line broke' | 'not delivered'

export interface PretendBureau extends Bureau {
  /** Every batch it was ever given, by id. */
  readonly given: ReadonlyMap<string, Manifest>
}

/**
 * A bureau as bad as they come: it cannot be reached, loses its answer, takes a batch twice, and answers late, twice, out of order,
 * against what it said before, and about orders it never had. The one thing that it never does is to lie about what it was given.
 *
 * `told` hears how each attempt ended. Its answers come due by the clock, in hours since the simulation began.
 */
export function pretendBureau(chance: Chance, hour: () => number, told: (batch: string, attempt: Attempt) => void): PretendBureau {
  const given = new Map<string, Manifest>()
  const due: { at: number; answer: Omit<Answer, 'source'> }[] = []
  let count = 0
  const say = (at: number, answer: Omit<Answer, 'source'>): void => void due.push({ at, answer })
  const report = (line: { order: string; card: string }, status: Report['status']): Report => ({
    message: `report-${++count}`,
    order: line.order,
    card: line.card,
    status,
    ...(status === 'produced' && { chipNumber: `04${String(count).padStart(12, '0')}` }),
    ...(status === 'failed' && { text: 'The photo could not be printed.' }),
  })

  /** What it will say about a batch, over the next days; most of it sensible. */
  const plan = (manifest: Manifest): void => {
    const now = hour()
    if (chance() < 0.8) say(now + between(chance, 0, 30), { acknowledges: [manifest.batch], reports: [] })
    const begins = now + between(chance, 1, 60)
    const ends = now + between(chance, 2, 120)
    const finished = manifest.orders.map((line) => report(line, chance() < 0.15 ? 'failed' : 'produced'))
    say(begins, { acknowledges: [], reports: manifest.orders.map((line) => report(line, 'in production')) })
    say(ends, { acknowledges: [], reports: finished })
    if (chance() < 0.3) say(ends + between(chance, 0, 400), { acknowledges: [manifest.batch], reports: finished })
    const line = oneOf(chance, manifest.orders)
    if (!line) return
    if (chance() < 0.5)
      say(ends + between(chance, 1, 600), { acknowledges: [], reports: [report(line, chance() < 0.5 ? 'failed' : 'produced')] })
    // An answer about another card than the order's, and one about an order that nobody made.
    if (chance() < 0.2) {
      const other = oneOf(
        chance,
        [...given.values()].flatMap((earlier) => earlier.orders),
      )
      if (other) say(ends, { acknowledges: [], reports: [report({ order: line.order, card: other.card }, 'produced')] })
      say(ends, { acknowledges: [], reports: [report({ order: other?.card ?? line.card, card: line.card }, 'failed')] })
    }
  }

  return {
    name: BUREAU,
    label: 'Pretend bureau',
    connector: 'pretend',
    given,
    async submit(manifest) {
      const luck = chance()
      const attempt: Attempt = luck < 0.2 ? 'not delivered' : luck < 0.3 ? 'line broke' : luck < 0.45 ? 'answer lost' : 'taken'
      if (attempt === 'taken' || attempt === 'answer lost') {
        const before = given.get(manifest.batch)
        if (before && JSON.stringify(before) !== JSON.stringify(manifest))
          throw new Error(`Batch ${manifest.number} came again with another content.`)
        given.set(manifest.batch, manifest)
        if (!before) plan(manifest)
      }
      told(manifest.batch, attempt)
      if (attempt === 'not delivered') throw new NotDelivered('The line was down.')
      if (attempt !== 'taken') throw new Error('The line broke.')
      return { references: {} }
    },
    async *collect() {
      const now = hour()
      const ready = due.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
      for (const entry of ready) {
        const { answer } = entry
        yield {
          ...answer,
          source: 'pretend',
          done: async () => {
            // Now and then it forgets that it was told, and says the same again.
            if (chance() < 0.05) entry.at = now + 24
            else due.splice(due.indexOf(entry), 1)
          },
        }
      }
    },
  }
}
