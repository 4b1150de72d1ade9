import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { type CustomTypesConfig, type Pool, type PoolClient, types } from 'pg'
import { connectionLost, hasSqlState, isConnectionLost, isStalePlan } from './failure.ts'

/**
 * One connection while it is lent out. What is asked is sent at once and in order, without waiting for the answers before it, so a
 * transaction's `begin` and its first statement share one round trip, and so do its last statement and `commit`.
 */
export interface Connection {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
  script<Row = Record<string, unknown>>(text: string): Promise<Row[]>
  /** Runs `begin`, `commit` or `rollback`, and answers what the server did: a commit of a spoiled transaction is a `ROLLBACK`. */
  command(text: string): Promise<string>
}

/** Lends a connection of the pool to the work, and takes it back in a state fit for the next; an unfit one is closed. */
export async function withConnection<T>(pool: Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw hasSqlState(error) ? error : connectionLost(error, '08001')
  })
  const { connection, isFit } = lines.get(client) ?? connect(client)
  try {
    return await work(connection)
  } finally {
    client.release(!isFit())
  }
}

/** Whoever waits for a connection waits for no more than these. */
const mostSharing = 32

/** Lends one connection of the pool to those who ask while it is lent. After a failure newcomers get another one. */
export function sharedConnection(pool: Pool): <T>(ask: (connection: Connection) => Promise<T>) => Promise<T> {
  let current: Lent | undefined
  const leave = (lent: Lent): void => {
    if (current === lent) current = undefined
  }
  return async (ask) => {
    current ??= lend(pool)
    const lent = current
    lent.asking++
    lent.came++
    if (lent.came === mostSharing) leave(lent)
    try {
      return await ask(await lent.connection)
    } catch (error) {
      leave(lent)
      throw error
    } finally {
      lent.asking--
      if (lent.asking === 0) {
        leave(lent)
        lent.giveBack()
      }
    }
  }
}

interface Lent {
  readonly connection: Promise<Connection>
  readonly giveBack: () => void
  asking: number
  came: number
}

function lend(pool: Pool): Lent {
  let giveBack = (): void => {}
  const given = new Promise<void>((resolve) => {
    giveBack = resolve
  })
  const connection = new Promise<Connection>((resolve, reject) => {
    withConnection(pool, (lent) => {
      resolve(lent)
      return given
    }).catch(reject)
  })
  return { connection, giveBack, asking: 0, came: 0 }
}

interface Line {
  readonly connection: Connection
  readonly isFit: () => boolean
}

/** What is known of a connection is kept as long as the pool keeps it. */
const lines = new WeakMap<PoolClient, Line>()

function connect(client: PoolClient): Line {
  let lost = false
  let unfit = false
  const whenLost = () => {
    lost = true
  }
  client.on('error', whenLost).on('end', whenLost)
  const gather = gathering(client)

  const ask = async <A>(answer: Promise<A>): Promise<A> => {
    try {
      return await answer
    } catch (error) {
      if (isConnectionLost(error) || isStalePlan(error)) unfit = true
      throw lost && !hasSqlState(error) ? connectionLost(error) : error
    }
  }
  const line: Line = {
    connection: {
      query: async (text, values = []) => (await ask(gather(() => client.query(statement(text, values))))).rows,
      async script<Row>(text: string) {
        try {
          return [await ask(gather(() => client.query(text)))].flat().flatMap((result) => (result as { rows?: Row[] }).rows ?? [])
        } catch (error) {
          // It may have begun a transaction itself; and how the server stands now, it tells only after the error.
          unfit = true
          throw error
        }
      },
      command: async (text) => (await ask(gather(() => client.query(text)))).command,
    },
    isFit: () => !lost && !unfit && client.getTransactionStatus() === 'I',
  }
  lines.set(client, line)
  return line
}

/**
 * Lets what is asked in one turn leave in one write: `begin` with the first statement, the last one with `commit`. To hand the system a
 * few bytes costs as much as a small statement.
 */
function gathering(client: PoolClient): <A>(send: () => A) => A {
  // The driver's types do not name its stream.
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  let isGathering = false
  return (send) => {
    if (!isGathering) {
      isGathering = true
      stream.cork()
      process.nextTick(() => {
        isGathering = false
        stream.uncork()
      })
    }
    return send()
  }
}

/** The driver's readings of values where they differ from what `Queryable` promises. */
export const readings: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    ownReadings.get(oid) ?? types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
}

const readInt8 = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('The database holds an integer that is too large for a number.')
  return value
}
// The driver names no arrays among its types: 1016 is int8[], 1182 is date[], 1009 is text[].
const readArray = types.getTypeParser(1009 as Parameters<typeof types.getTypeParser>[0]) as (text: string) => (string | null)[]

const ownReadings = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, readInt8],
  [1016, (text) => readArray(text).map((item) => (item === null ? null : readInt8(item)))],
  [types.builtins.DATE, (text) => text],
  [1182, readArray],
])

/**
 * Statements of data are prepared by name; the name is the text's hash, so that any connection may have prepared any of them. One with a
 * list is not: a plan kept for lists of any length has read a whole table for a thousand ids, where its statistics were out of date.
 */
function statement(text: string, values: readonly unknown[]): { text: string; values: unknown[]; name?: string } {
  const named = names.get(text) ?? rememberName(text)
  return named === '' ? { text, values: [...values] } : { name: named, text, values: [...values] }
}

const names = new Map<string, string>()

/** Texts are constants of the program. Should one be put together from parts without end, the later ones go without a name. */
const mostNames = 2000

function rememberName(text: string): string {
  if (!/^\s*(select|insert|update|delete|merge|with)\b/i.test(text) || /= any\(\$/.test(text) || names.size >= mostNames) return ''
  const name = `c${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
  names.set(text, name)
  return name
}
