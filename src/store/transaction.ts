import type { Connection } from './connection.ts'
import type { Transaction } from './database.ts'
import { connectionLost, isConnectionLost } from './failure.ts'

/**
 * Runs the work in a transaction on the connection. `begin` is sent ahead of the first statement without waiting for its answer.
 *
 * `begin` could fail alone only if someone cancelled it in the moment it runs; then the first statement's outcome is thrown away with an
 * error, as when a connection is lost.
 */
export async function runTransaction<T>(connection: Connection, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const began = connection.command('begin')
  began.catch(() => {}) // It is told by the first statement, or at the commit.
  let over = false
  let spoiled: { error: unknown } | undefined
  let ending: Promise<unknown> | undefined

  const ask = async <A>(send: () => Promise<A>): Promise<A> => {
    if (over) throw new Error('The transaction is over; nothing more may be asked of it.')
    try {
      const [answer] = await Promise.all([send(), began])
      return answer
    } catch (error) {
      spoiled ??= { error }
      throw error
    }
  }

  const tx: Transaction = {
    query: <Row>(text: string, values?: readonly unknown[]) => ask(() => connection.query<Row>(text, values)),
    script: (text) => ask(() => connection.script(text)),
    last: <Row>(text: string, values?: readonly unknown[]) => {
      const answer = ask(() => connection.query<Row>(text, values))
      if (over) return answer
      over = true
      ending = commit(connection, answer)
      ending.catch(() => {}) // It is awaited below in any case.
      return ending as Promise<Row[]>
    },
  }

  try {
    const outcome = await work(tx)
    over = true
    if (ending !== undefined) await ending
    else if (spoiled !== undefined) throw spoiled.error
    else await commit(connection, began)
    return outcome
  } catch (error) {
    over = true
    if (ending !== undefined) await ending.catch(() => {})
    else await connection.command('rollback').catch(() => {}) // A lost connection has rolled back by itself.
    throw error
  }
}

/** Sends the commit behind the answer that is awaited; the answer's own failure is the one to tell. */
async function commit<A>(connection: Connection, answer: Promise<A>): Promise<A> {
  const [answered, committed] = await Promise.allSettled([answer, connection.command('commit')])
  if (answered.status === 'rejected' && !isConnectionLost(answered.reason)) throw answered.reason
  if (committed.status === 'rejected')
    throw isConnectionLost(committed.reason) ? connectionLost(committed.reason, '08007') : committed.reason
  if (answered.status === 'rejected') throw answered.reason
  if (committed.value !== 'COMMIT') throw new Error('The transaction was spoiled by a failed statement, and is rolled back.')
  return answered.value
}
