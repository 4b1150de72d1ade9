import { type Logger, pino } from 'pino'

export type Log = Logger

/** The log: one line of JSON an event, to standard output. It holds no personal data; see `errorLine`. */
export const createLog = (level: string): Log => pino({ level, base: null, serializers: { err: errorLine } })

/**
 * What the log keeps of an error. What a database adds to its message (the row, the values) may be somebody's data and is left out, and
 * so is what stands in quotation marks.
 */
export function errorLine(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const message = error.message.replaceAll(/"[^"]*"/g, '"…"')
  const stack = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n')
  return { type: error.name, ...code, message, stack, ...(error.cause instanceof Error && { cause: errorLine(error.cause) }) }
}
