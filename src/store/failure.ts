/**
 * How a statement can fail, told by its SQLSTATE. A failure that has none, because no server was there to say it, gets one here.
 */
interface Failure extends Error {
  code: string
  constraint?: string
}

/** The transaction lost against another one that ran beside it. It was rolled back whole, and may simply be tried again. */
export const isConflict = (error: unknown): boolean =>
  isFailure(error) && (error.code === '40001' || error.code === '40P01' || isStalePlan(error))

/** A unique constraint, the named one if a name is given, forbids the row. */
export const isUnique = (error: unknown, constraint?: string): boolean =>
  isFailure(error) && error.code === '23505' && (constraint === undefined || error.constraint === constraint)

/**
 * The connection was lost or could not be made. What was not committed is rolled back; with the code 08007 it went down while the
 * commit was on its way, and only a look at the data can tell whether it was made.
 */
export const isConnectionLost = (error: unknown): boolean =>
  isFailure(error) && (error.code.startsWith('08') || ['57P01', '57P02', '57P03', '57P05', '25P03', '25P04'].includes(error.code))

/** A table changed its shape under a prepared statement. The connection has to go; a new one prepares it anew. */
export const isStalePlan = (error: unknown): boolean => isFailure(error) && error.code === '0A000' && error.message.includes('cached plan')

/** A lost connection as a failure with a code. */
export function connectionLost(cause: unknown, code: '08001' | '08006' | '08007' = '08006'): Failure {
  if (isConnectionLost(cause) && code !== '08007') return cause as Failure
  const what = {
    '08001': 'No connection to the database could be made',
    '08006': 'The connection to the database was lost',
    '08007': 'The connection to the database was lost during a commit',
  }[code]
  const error = new Error(`${what}: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`, { cause })
  return Object.assign(error, { code })
}

/** Whether the server itself said it. (What the operating system says begins with an E, as no SQLSTATE does.) */
export const hasSqlState = (error: unknown): boolean => isFailure(error) && /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(error.code)

const isFailure = (error: unknown): error is Failure => error instanceof Error && 'code' in error && typeof error.code === 'string'
