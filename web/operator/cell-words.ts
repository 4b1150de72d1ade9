import type { Row } from '../../src/http/contract/object.ts'
import type { Column } from '../parts/catalog.ts'
import { dayWords, whenWords } from '../parts/time.tsx'

/**
 * A column's value of a row, in words. A number is a name here (a card's number), so it is not grouped. `bureauLabel` says what people
 * call a bureau.
 */
export function cellWords(column: Column, row: Row, bureauLabel: (name: string) => string): string {
  const value = row.fields[column.field]
  if (value === undefined || value === null || value === '') return ''
  if (column.kind === 'date') return dayWords(String(value))
  if (column.kind === 'time') return whenWords(String(value), Date.now())
  if (column.kind === 'bureau') return bureauLabel(String(value))
  return String(value)
}
