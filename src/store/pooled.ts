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
  const within = new AsyncLocalStorage<{ open: boolean }>()
  const underWay = new Set<Promise<unknown>>()
  const shared = sharedConnection(pool)
  let closing: Promise<void> | undefined

  const start = async <T>(what: string, begin: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new Error('The database is closed.')
    if (within.getStore()?.open)
      throw new Error(`${what} inside an open transaction: ask the transaction instead, or wait until it has ended.`)
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
      start('db.transaction', () =>
        withConnection(pool, async (connection) => {
          const mark = { open: true }
          try {
            return await within.run(mark, () => runTransaction(connection, work))
          } finally {
            mark.open = false // Work it started and did not wait for may use the database again.
          }
        }),
      ),
    listen: (channel, heard) => start('db.listen', () => listen(channel, heard)),
    close: () => {
      closing ??= Promise.all(underWay).then(shut)
      return closing
    },
  }
}
