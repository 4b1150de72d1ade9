import { Button, Checkbox, Skeleton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, memo, useCallback, useEffect, useRef, useState } from 'react'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { Row } from '../../src/http/contract/object.ts'
import { useBureauNames } from '../parts/bureau-names.ts'
import type { Column } from '../parts/catalog.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { useShortcuts } from '../parts/shortcuts.tsx'
import { StateChip } from '../parts/state-chip.tsx'
import { cellWords } from './cell-words.ts'
import { LeavesCell } from './leaves.tsx'
import { objectQuery } from './operator-queries.ts'
import classes from './result-table.module.css'
import type { Sorting } from './search-address.ts'

export interface ResultTableProps {
  template: Template
  columns: readonly Column[]
  /** Undefined while the first page is on its way. */
  rows: readonly Row[] | undefined
  sorting: Sorting | undefined
  onSort(field: string): void
  ticked: ReadonlySet<string>
  onTick(ticked: ReadonlySet<string>): void
  more: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; error: unknown; fetchNextPage(): unknown }
}

/** The results: arrows move, Enter opens, Space ticks. It fetches more as its end comes near; the button does the same. */
export function ResultTable({ template, columns, rows, sorting, onSort, ticked, onTick, more }: ResultTableProps) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const body = useRef<HTMLTableSectionElement>(null)
  const [at, setAt] = useState(0)
  const last = (rows?.length ?? 0) - 1
  const { labelOf } = useBureauNames(columns.some((column) => column.kind === 'bureau'))
  const latest = useRef({ ticked, rows })
  latest.current = { ticked, rows }

  const open = useCallback(
    (id: string) => void navigate({ to: '/operator/$collection/$id', params: { collection: template.path, id } }),
    [navigate, template.path],
  )
  const pointing = useRef<ReturnType<typeof setTimeout>>(undefined)
  const near = useCallback(
    (id: string) => {
      clearTimeout(pointing.current)
      // A pointer that only crosses the row wants nothing of it.
      pointing.current = setTimeout(() => void queries.prefetchQuery(objectQuery(template.path, id)), 80)
    },
    [queries, template.path],
  )
  const tick = useCallback(
    (id: string) => {
      const changed = new Set(latest.current.ticked)
      if (!changed.delete(id)) changed.add(id)
      onTick(changed)
    },
    [onTick],
  )
  useShortcuts([
    { keys: 'ArrowDown', does: 'Next row' },
    { keys: 'ArrowUp', does: 'Row before' },
    { keys: 'Enter', does: 'Open the row' },
    { keys: 'Space', does: 'Tick the row' },
  ])
  const move = (to: number) => {
    const index = Math.max(0, Math.min(last, to))
    setAt(index)
    const row = body.current?.rows[index]
    row?.focus()
    row?.scrollIntoView({ block: 'nearest' })
  }
  const key = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const row = rows?.[at]
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      j: at + 1,
      k: at - 1,
      Home: 0,
      End: last,
      PageDown: at + 15,
      PageUp: at - 15,
    }
    const to = steps[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (to !== undefined) move(to)
    else if (event.key === 'Enter' && row) open(row.id)
    else if (event.key === ' ' && row) tick(row.id)
    else return
    event.preventDefault()
  }
  const all = rows !== undefined && rows.length > 0 && rows.every((row) => ticked.has(row.id))
  const some = rows?.some((row) => ticked.has(row.id)) ?? false
  return (
    <>
      <div className={classes.scroll}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are moved through and ticked is a grid in ARIA, and browsers map it onto a table.
          role="grid"
          className={classes.table}
          aria-label={template.plural}
          aria-multiselectable="true"
          aria-busy={rows === undefined}
        >
          <colgroup>
            <col className={classes.tickColumn} />
            {columns.map((column) => (
              <col key={column.field} className={classes[column.kind]} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className={classes.tick}>
                <Checkbox
                  size="xs"
                  aria-label="Tick all rows shown"
                  checked={all}
                  indeterminate={some && !all}
                  disabled={!rows}
                  onChange={() => onTick(all ? new Set() : new Set(rows?.map((row) => row.id)))}
                />
              </th>
              {columns.map((column) => (
                <Heading key={column.field} column={column} sorting={sorting} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={key}>
            {rows
              ? rows.map((row, index) => (
                  <ResultRow
                    key={row.id}
                    row={row}
                    path={template.path}
                    columns={columns}
                    index={index}
                    active={index === Math.min(at, last)}
                    ticked={ticked.has(row.id)}
                    onTick={tick}
                    onOpen={open}
                    onNear={near}
                    onActive={setAt}
                    bureauLabel={labelOf}
                  />
                ))
              : Array.from({ length: 16 }, (_, index) => <SkeletonRow key={index} columns={columns} index={index} />)}
          </tbody>
        </table>
      </div>
      {rows && <MoreRows more={more} />}
    </>
  )
}

function Heading({ column, sorting, onSort }: { column: Column; sorting: Sorting | undefined; onSort(field: string): void }) {
  const sorted = sorting?.field === column.field
  const order = sorted ? (sorting.descending ? 'descending' : 'ascending') : undefined
  return (
    <th scope="col" aria-sort={order} data-kind={column.kind}>
      {column.sortable ? (
        <button type="button" className={classes.sort} onClick={() => onSort(column.field)} title={`Sort by ${column.label}`}>
          {column.label}
          {sorted &&
            (sorting.descending ? <IconArrowDown size={14} stroke={2} aria-hidden /> : <IconArrowUp size={14} stroke={2} aria-hidden />)}
        </button>
      ) : (
        column.label
      )}
    </th>
  )
}

interface ResultRowProps {
  row: Row
  path: string
  columns: readonly Column[]
  index: number
  active: boolean
  ticked: boolean
  onTick(id: string): void
  onOpen(id: string): void
  onNear(id: string): void
  onActive(index: number): void
  bureauLabel(name: string): string
}

const ResultRow = memo(function ResultRow({
  row,
  path,
  columns,
  index,
  active,
  ticked,
  onTick,
  onOpen,
  onNear,
  onActive,
  bureauLabel,
}: ResultRowProps) {
  return (
    <tr
      tabIndex={active ? 0 : -1}
      aria-selected={ticked}
      data-ticked={ticked || undefined}
      onFocus={() => onActive(index)}
      onMouseEnter={() => onNear(row.id)}
      onClick={(event) => {
        if (!(event.target instanceof Element) || event.target.closest('a, input, label') || window.getSelection()?.isCollapsed === false)
          return
        onOpen(row.id)
      }}
    >
      <td className={classes.tick} data-tick>
        <Checkbox size="xs" tabIndex={-1} aria-label={`Tick ${row.label}`} checked={ticked} onChange={() => onTick(row.id)} />
      </td>
      {columns.map((column, place) => (
        <td key={column.field} data-kind={column.kind}>
          {column.kind === 'state' ? (
            <StateChip template={row.template} state={row.state} />
          ) : column.kind === 'leaves' ? (
            <LeavesCell row={row} />
          ) : place === 0 ? (
            <Link
              to="/operator/$collection/$id"
              params={{ collection: path, id: row.id }}
              tabIndex={-1}
              className={classes.name}
              aria-label={row.label}
            >
              {cellWords(column, row, bureauLabel) || row.label}
            </Link>
          ) : (
            cellWords(column, row, bureauLabel)
          )}
        </td>
      ))}
    </tr>
  )
})

function SkeletonRow({ columns, index }: { columns: readonly Column[]; index: number }) {
  return (
    <tr aria-hidden className={classes.waiting}>
      <td className={classes.tick} />
      {columns.map((column, place) => (
        <td key={column.field}>
          <Skeleton
            height={column.kind === 'state' ? 20 : 10}
            radius={column.kind === 'state' ? 'xl' : 'sm'}
            width={column.kind === 'state' ? 88 : `${48 + ((index * 17 + place * 29) % 40)}%`}
          />
        </td>
      ))}
    </tr>
  )
}

function MoreRows({ more }: Pick<ResultTableProps, 'more'>) {
  const mark = useRef<HTMLDivElement>(null)
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = more
  const ready = hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    const element = mark.current
    if (!element || !ready) return
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && fetchNextPage(), {
      rootMargin: '800px',
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [ready, fetchNextPage])
  if (!hasNextPage) return null
  return (
    <div ref={mark} className={classes.more}>
      {isFetchNextPageError && <ProblemNotice problem={more.error} tone="bad" />}
      <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
        Show more
      </Button>
    </div>
  )
}
