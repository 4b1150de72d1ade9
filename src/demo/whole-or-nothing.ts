import type { Database, Transaction } from '../store/database.ts'

/**
 * Performs work on a database as one transaction: everything that the work does with the database it is given, each of its transactions
 * included, is committed together or not at all. For filling an empty database, where nobody waits for what is locked meanwhile.
 */
export const wholeOrNothing = <T>(db: Database, work: (whole: Database) => Promise<T>): Promise<T> =>
  db.transaction((tx) => work(within(db.kind, tx)))

function within(kind: Database['kind'], tx: Transaction): Database {
  const query: Transaction['query'] = (text, values) => tx.query(text, values)
  const script: Transaction['script'] = (text) => tx.script(text)
  const inner: Transaction = { query, script, last: query }
  return {
    kind,
    query,
    lookUp: query,
    script,
    transaction: (work) => work(inner),
    listen: () => Promise.reject(new Error('Within one transaction there is nothing to listen for.')),
    close: () => Promise.resolve(),
  }
}
