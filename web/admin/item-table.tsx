import { Skeleton, Table, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { Empty } from '../parts/empty.tsx'
import { useShortcuts } from '../parts/shortcuts.tsx'
import styles from './item-table.module.css'

export interface ItemColumn<T> {
  name: string
  label: string
  /** What it is sorted and filtered by. */
  value: (item: T) => string | number
  /** How it is drawn, when not as its value. The first column draws the link that opens the item. */
  cell?: (item: T) => ReactNode
  numeric?: boolean
  /** Left out on a phone. */
  wide?: boolean
}

/** A list of items: sorted by its headings, filtered by a word, opened with Enter or a click; the arrow keys move in it. */
export function ItemTable<T>({
  label,
  items,
  columns,
  keyOf,
  empty,
  filter = true,
}: {
  label: string
  items: readonly T[]
  columns: readonly ItemColumn<T>[]
  keyOf: (item: T) => string
  empty: string
  filter?: boolean
}) {
  const [sort, setSort] = useState<{ name: string; down: boolean } | null>(null)
  const [word, setWord] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useShortcuts(filter ? [{ keys: '/', does: 'Filter the list', run: () => field.current?.focus() }] : [])
  const shown = sorted(
    items.filter((item) => columns.some((column) => String(column.value(item)).toLowerCase().includes(word.trim().toLowerCase()))),
    columns,
    sort,
  )
  if (items.length === 0) return <Empty title={empty} />
  return (
    <div className={styles.list}>
      {filter && (
        <TextInput
          ref={field}
          className={styles.filter}
          aria-label={`Filter ${label}`}
          placeholder="Filter"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
      )}
      <Table className={styles.table} aria-label={label} onKeyDown={moveInList}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Heading key={column.name} column={column} sort={sort} onSort={setSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((item) => (
            <Table.Tr key={keyOf(item)} className={styles.row}>
              {columns.map((column) => (
                <Table.Td key={column.name} className={classesOf(column)}>
                  {column.cell ? column.cell(item) : column.value(item)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {shown.length === 0 && <Empty title={`Nothing here matches “${word}”.`} />}
    </div>
  )
}

/** The size of a list on its way. */
export function ItemTableSkeleton({ rows = 4, filter = true }: { rows?: number; filter?: boolean }) {
  return (
    <div className={styles.list}>
      {filter && <Skeleton h={36} className={styles.filter} />}
      <div>
        {Array.from({ length: rows + 1 }, (_, at) => (
          <div key={at} className={styles.skeletonRow}>
            <Skeleton h={14} w={`${30 + ((at * 17) % 40)}%`} />
          </div>
        ))}
      </div>
    </div>
  )
}

function Heading<T>({
  column,
  sort,
  onSort,
}: {
  column: ItemColumn<T>
  sort: { name: string; down: boolean } | null
  onSort: (sort: { name: string; down: boolean }) => void
}) {
  const mine = sort?.name === column.name ? sort : null
  const Arrow = mine?.down ? IconArrowDown : IconArrowUp
  return (
    <Table.Th className={classesOf(column)} aria-sort={mine ? (mine.down ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className={styles.sort}
        data-on={mine !== null || undefined}
        onClick={() => onSort({ name: column.name, down: mine ? !mine.down : false })}
      >
        {column.label}
        <Arrow size={13} aria-hidden />
      </button>
    </Table.Th>
  )
}

function classesOf<T>(column: ItemColumn<T>): string {
  return [column.numeric ? styles.numeric : '', column.wide ? styles.wideOnly : ''].join(' ')
}

function sorted<T>(items: T[], columns: readonly ItemColumn<T>[], sort: { name: string; down: boolean } | null): T[] {
  const column = columns.find(({ name }) => name === sort?.name)
  if (!column || !sort) return items
  const order = (one: T, other: T) => compare(column.value(one), column.value(other))
  return items.toSorted((one, other) => (sort.down ? order(other, one) : order(one, other)))
}

function compare(one: string | number, other: string | number): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one).localeCompare(String(other), undefined, { numeric: true })
}

function moveInList(event: KeyboardEvent<HTMLTableElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(event.target instanceof HTMLAnchorElement)) return
  const links = Array.from(event.currentTarget.querySelectorAll<HTMLAnchorElement>('tbody tr > td:first-child a'))
  const next = links[links.indexOf(event.target) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
