import { AsyncLocalStorage } from 'node:async_hooks'
import type { Pool } from 'pg'
import { sharedConnection, withConnection } from './connection.ts'
import type { Database } from './database.ts'
import { runTransaction } from './transaction.ts'

/**
 * The database over a pool of connections: many for PostgreSQL, one for the embedded database, where waiting for the connection is what
 * keeps a statement from mixing into another's open transaction.
 */
export function pooledDatabase(kind: Database['kind'], pool: Pool, listen: Database['listen'], shut: () => Promise<void>): Database {
  const guard = kind === 'embedded' ? guardTransactions() : unguarded
  const underWay = new Set<Promise<unknown>>()
  const shared = sharedConnection(pool)
  let closing: Promise<void> | undefined

  const start = async <T>(what: string, begin: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new Error('The database is closed.')
    guard.check(what)
    const running = begin()
    const settled = running.catch(() => {}).finally(() => underWay.delete(settled))
    underWay.add(settled)
    return running
  }

  return {
    kind,
    query: (text, values) => start('db.query', () => withConnection(pool, (connection) => connection.query(text, values))),
    script: (text) => start('db.script', () => withConnection(pool, (connection) => connection.script(text))),
    lookUp: (text, values) => start('db.lookUp', () => shared((connection) => connection.query(text, values))),
    transaction: (work) =>
      start('db.transaction', () => withConnection(pool, (connection) => guard.run(() => runTransaction(connection, work)))),
    listen: (channel, heard) => start('db.listen', () => listen(channel, heard)),
    close: () => {
      closing ??= Promise.all(underWay).then(shut)
      return closing
    },
  }
}

/** Keeps a question to the database itself from waiting within a transaction. */
interface Guard {
  check(what: string): void
  run<T>(transaction: () => Promise<T>): Promise<T>
}

/** With one connection such a question would wait for ever, so it throws. To know where one is asked from, every promise is followed. */
function guardTransactions(): Guard {
  const within = new AsyncLocalStorage<{ open: boolean }>()
  return {
    check(what) {
      if (within.getStore()?.open)
        throw new Error(`${what} inside an open transaction: ask the transaction instead, or wait until it has ended.`)
    },
    async run(transaction) {
      const mark = { open: true }
      try {
        return await within.run(mark, transaction)
      } finally {
        mark.open = false // Work it started and did not wait for may use the database again.
      }
    },
  }
}

/**
 * With many connections it only takes a second one. To follow every promise would cost each request; what asks so is found on the
 * embedded database.
 */
const unguarded: Guard = { check: () => {}, run: (transaction) => transaction() }
