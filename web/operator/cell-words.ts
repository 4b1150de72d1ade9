import type { Row } from '../../src/http/contract/object.ts'
import type { Column } from '../parts/catalog.ts'
import { dayWords, whenWords } from '../parts/time.tsx'

/** A column's value of a row, in words. A number is a name here (a card's number), so it is not grouped. */
export function cellWords(column: Column, row: Row): string {
  const value = row.fields[column.field]
  if (value === undefined || value === null || value === '') return ''
  if (column.kind === 'date') return dayWords(String(value))
  if (column.kind === 'time') return whenWords(String(value), Date.now())
  return String(value)
}
