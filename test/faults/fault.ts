import type { Bureau, Delivery } from '../../src/production/bureau.ts'
import { NotDelivered } from '../../src/production/bureau.ts'
import type { Database, Transaction } from '../../src/store/database.ts'

/** How something ends at a point: the connection is lost, the program dies there, or the bureau says that nothing got through. */
export type Ending = 'lost' | 'death' | 'not delivered'

/** One await at which something may go wrong. */
export interface Point {
  readonly number: number
  readonly label: string
  /** Whether a bureau may say here that nothing got through. */
  readonly isHandOver: boolean
}

/** Counts the points that are passed, and lets one of them go wrong. */
export interface Fault {
  readonly points: readonly Point[]
  /** Whether it went wrong. */
  readonly struck: () => boolean
  /** While it is set aside, points are neither counted nor do they go wrong. */
  setAside(aside: boolean): void
  /** Another program goes on. */
  revive(): void
  database(db: Database): Database
  bureau(bureau: Bureau): Bureau
}

/** @param at the number of the point that goes wrong; none, where it is left out */
export function faultAt(at?: number, ending: Ending = 'lost'): Fault {
  const points: Point[] = []
  let [isAside, isDead, hasStruck] = [true, false, false]

  const pass = (label: string, code = '08006', isHandOver = false): void => {
    if (isAside) return
    if (isDead) throw new Error('The program is dead; nothing runs any more.')
    const number = points.length
    points.push({ number, label, isHandOver })
    if (number !== at) return
    hasStruck = true
    isDead = ending === 'death'
    if (ending === 'not delivered') throw new NotDelivered('The line was down.')
    throw Object.assign(new Error(`The connection was lost: ${label}.`), { code })
  }
  /** Before and after something that is done when it returns. */
  const around = async <T>(label: string, work: () => Promise<T>, isHandOver = false): Promise<T> => {
    pass(`before ${label}`, '08006', isHandOver)
    const answer = await work()
    pass(`after ${label}`, '08007')
    return answer
  }
  const within = (tx: Transaction, ended: () => void): Transaction => {
    // Whatever goes wrong at a statement that is not the last, all of it is rolled back: before and after it are the same.
    const asked = (text: string): void => pass(`within a transaction, before ${brief(text)}`)
    return {
      query: async (text, values) => {
        asked(text)
        return tx.query(text, values)
      },
      script: async (text) => {
        asked(text)
        return tx.script(text)
      },
      last: async (text, values) => {
        pass(`before the last of a transaction, ${brief(text)}`)
        ended()
        return tx.last(text, values)
      },
    }
  }

  return {
    points,
    struck: () => hasStruck,
    setAside: (aside) => {
      isAside = aside
    },
    revive: () => {
      isDead = false
    },
    database: (db) => ({
      ...db,
      query: (text, values) => around(brief(text), () => db.query(text, values)),
      script: (text) => around(brief(text), () => db.script(text)),
      lookUp: (text, values) => around(brief(text), () => db.lookUp(text, values)),
      transaction: async (work) => {
        pass('before a transaction')
        const answer = await db.transaction(async (tx) => {
          let isOver = false
          const done = await work(
            within(tx, () => {
              isOver = true
            }),
          )
          if (!isOver) pass('before a commit')
          return done
        })
        pass('after a commit', '08007')
        return answer
      },
    }),
    bureau: (bureau) => ({
      ...bureau,
      submit: (batch, photos) => around('the bureau takes a batch', () => bureau.submit(batch, photos), true),
      recall: (recall) => around('the bureau takes a recall', () => bureau.recall(recall)),
      async *collect() {
        pass('before the bureau is heard')
        for await (const delivery of bureau.collect()) {
          pass('after the bureau said something')
          yield { ...delivery, done: () => around('the bureau is told', () => delivery.done()) } satisfies Delivery
        }
      },
    }),
  }
}

const brief = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').slice(0, 60)
