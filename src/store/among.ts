import { plainArray } from './rows.ts'

/**
 * The condition that a column is one of these ids, bound to $1, and the value to bind. For a single id it is written as an equation:
 * PostgreSQL then keeps its plan, while it plans a list anew each time, which takes longer than to find the one row.
 */
export function among(column: string, ids: readonly string[]): { readonly text: string; readonly value: unknown } {
  return ids.length === 1
    ? { text: `${column} = $1::uuid`, value: ids[0] }
    : { text: `${column} = any($1::uuid[])`, value: plainArray(ids) }
}
