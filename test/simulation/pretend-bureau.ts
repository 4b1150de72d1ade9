import type { NewId } from '../../src/kit/id.ts'
import { type Bureau, NotDelivered, type Receipt } from '../../src/production/bureau.ts'
import type { FromBureau, Manifest, Recall } from '../../src/production/contract/message.ts'
import { between, type Chance, oneOf } from '../chance.ts'
import { type Due, recallAnswers, reportsOf, type Speech } from './pretend-answers.ts'

/** How an attempt to hand something over ended, as nobody but the bureau knows; and what it answered at once. */
export interface Attempt {
  readonly message: string
  readonly end: 'taken' | 'answer lost' | 'line broke' | 'not delivered'
  readonly answers: readonly FromBureau[]
}

export interface PretendBureau extends Bureau {
  /** Every batch it was ever given, by id. */
  readonly given: ReadonlyMap<string, Manifest>
  /** How often it was given each message. */
  readonly times: ReadonlyMap<string, number>
}

export interface Pretence {
  readonly name: string
  readonly label: string
  readonly chance: Chance
  readonly newId: NewId
  /** The time, in milliseconds. */
  now(): number
  /** Hears how each attempt ended. */
  told(attempt: Attempt): void
  /** Some order of anybody's, for what a bureau confuses. */
  stranger(): { readonly order: string; readonly card: string } | undefined
}

const HOUR = 3_600_000

/**
 * A bureau as bad as they come: it cannot be reached, loses its answer, takes a batch twice, refuses lines, and answers late, twice, in
 * parts, out of order, against what it said before, and about orders it never had. The one thing that it never does is to lie about what
 * it was given.
 */
export function pretendBureau(pretence: Pretence): PretendBureau {
  const { name, label, chance, newId, now, told, stranger } = pretence
  const given = new Map<string, Manifest>()
  const asked = new Map<string, Recall>()
  const receipts = new Map<string, FromBureau[]>()
  const times = new Map<string, number>()
  const due: Due[] = []
  const scribbles: Scribble[] = []
  const speech: Speech = {
    chance,
    now,
    stranger,
    say: (kind, hours, body) => {
      // Clocks differ, by an hour at most.
      const at = new Date(now() + between(chance, -60, 60) * 60_000).toISOString()
      const message = { format: 'cardinal-bureau', version: 1, kind, message: newId(), at, ...body } as FromBureau
      due.push({ at: now() + hours * HOUR, message })
      return message
    },
    again: (message, hours) => void due.push({ at: now() + hours * HOUR, message }),
    others: () => [...given.values()].flatMap((manifest) => manifest.orders),
  }

  /** What it is told to, and whether that got through; it answers a repeat as it did the first time. */
  const hand = async (message: string, take: () => FromBureau[]): Promise<Receipt> => {
    const luck = chance()
    const end = luck < 0.2 ? 'not delivered' : luck < 0.3 ? 'line broke' : luck < 0.45 ? 'answer lost' : 'taken'
    let answers: FromBureau[] = []
    if (end === 'taken' || end === 'answer lost') {
      times.set(message, (times.get(message) ?? 0) + 1)
      answers = receipts.get(message) ?? take()
      receipts.set(message, answers)
    }
    told({ message, end, answers })
    if (end === 'not delivered') throw new NotDelivered('The line was down.')
    if (end !== 'taken') throw new Error('The line broke.')
    return { answers }
  }

  return {
    name,
    label,
    connector: 'pretend',
    given,
    times,
    submit(batch) {
      const { manifest } = batch
      const before = given.get(manifest.batch)
      if (before && JSON.stringify(before) !== JSON.stringify(manifest))
        throw new Error(`Batch ${manifest.number} came again with another content.`)
      return hand(batch.message, () => {
        given.set(manifest.batch, manifest)
        return atOnce(chance, due, () => reportsOf(speech, manifest))
      })
    },
    recall(recall) {
      const before = asked.get(recall.message)
      if (before && JSON.stringify(before.lines) !== JSON.stringify(recall.lines))
        throw new Error('A recall came again with another content.')
      return hand(recall.message, () => {
        asked.set(recall.message, recall)
        return atOnce(chance, due, () => recallAnswers(speech, recall, due))
      })
    },
    async *collect() {
      if (chance() < 0.02) scribbles.push(scribble(chance))
      for (const scribbled of [...scribbles])
        yield { ...scribbled, done: async () => void scribbles.splice(scribbles.indexOf(scribbled), 1) }
      for (const entry of due.filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at)) {
        yield {
          source: `${entry.message.kind}.json`,
          message: entry.message,
          done: async () => {
            // Now and then it forgets that it was told, and says the same again.
            if (chance() < 0.05) entry.at = now() + 24 * HOUR
            else due.splice(due.indexOf(entry), 1)
          },
        }
      }
    },
    test: async () => [],
  }
}

/** What it would say first it sometimes says at once, in its receipt; and then perhaps once more. */
function atOnce(chance: Chance, due: Due[], plan: () => FromBureau | undefined): FromBureau[] {
  const said = plan()
  if (!said || chance() < 0.5) return []
  if (chance() < 0.7)
    due.splice(
      due.findIndex(({ message }) => message === said),
      1,
    )
  return [said]
}

type Scribble = { readonly source: string; readonly why: string }

/** It has few excuses, so that some come again. */
const scribble = (chance: Chance): Scribble => ({
  source: `scribble-${between(chance, 1, 8)}.json`,
  why: oneOf(chance, ['It is not JSON.', 'It has no kind.', 'It is of version 2.']) ?? '',
})
