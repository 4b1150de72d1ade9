/** Adds a value to those of a statement, and answers the name it is bound to: `$1`, `$2` … */
export type Bind = (value: unknown) => string

/** A column of rows that are handed to a statement. */
export interface Column<Row> {
  readonly name: string
  readonly type: 'uuid' | 'integer' | 'text' | 'jsonb'
  readonly of: (row: Row) => string | number | null
}

/**
 * Rows as the source of a statement, for its `from`. `own` columns are different in each row; `shared` ones say the same in most, and are
 * sent once for all rows that agree: the thousand journal lines of a leg are a thousand ids and one story. That makes a leg's statement a
 * third as long, and spares the driver to quote each word of it.
 */
export function rowsFrom<Row>(rows: readonly Row[], bind: Bind, own: readonly Column<Row>[], shared: readonly Column<Row>[]): string {
  const [only] = rows
  if (rows.length === 1 && only) {
    const all = [...own, ...shared]
    return `(select ${all.map(({ name, type, of }) => `${bind(of(only))}::${type} as ${name}`).join(', ')})`
  }
  const { lines, distinct } = linesOf(rows, shared)
  const ownValues = own.map(({ type, of }) => `${bind(plainArray(rows.map(of)))}::${type}[]`)
  const sharedValues = shared.map(({ type, of }) => `${bind(distinct.map(of))}::${type}[]`)
  const names = (columns: readonly Column<Row>[]): string[] => columns.map(({ name }) => name)
  return `(select ${[...names(own), ...names(shared)].join(', ')}
    from unnest(${[...ownValues, `${bind(plainArray(lines))}::integer[]`].join(', ')}) as own(${[...names(own), 'line'].join(', ')})
    join unnest(${sharedValues.join(', ')}) with ordinality as shared(${[...names(shared), 'line'].join(', ')}) using (line))`
}

/** Ids and numbers as PostgreSQL writes an array. They need no quotes, which the driver would look for in each. */
export const plainArray = (values: readonly (string | number | null)[]): string => `{${values.map((value) => value ?? 'NULL').join(',')}}`

/** One row for each of the different ones among the shared columns, and for every row the number of its own, counted from one. */
function linesOf<Row>(rows: readonly Row[], shared: readonly Column<Row>[]): { lines: number[]; distinct: Row[] } {
  const known = new Map<string, number>()
  const distinct: Row[] = []
  const lines = rows.map((row) => {
    const key = JSON.stringify(shared.map(({ of }) => of(row)))
    const line = known.get(key)
    if (line !== undefined) return line
    known.set(key, distinct.push(row))
    return distinct.length
  })
  return { lines, distinct }
}
