import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconMoodEmpty } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { Count } from '../../src/http/contract/object.ts'
import type { Column } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { countWords, numberWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { countQuery, rowsQuery } from './operator-queries.ts'
import { useRemembered } from './remembered.ts'
import { ResultTable } from './result-table.tsx'
import { isOfQueue, nextSort, type SearchAddress, sortingOf } from './search-address.ts'
import classes from './search-results.module.css'
import { SelectionBar } from './selection-bar.tsx'

export interface SearchResultsProps {
  template: Template
  search: SearchAddress
  /** Rises with each press of Search, so that the same search reads again. */
  asked: number
  onSearch(search: SearchAddress): void
}

/** What was ticked stays ticked when one comes back from a profile or a command that was closed. */
let lastTicked: { place: string; ticked: ReadonlySet<string> } = { place: '', ticked: new Set() }

/** What was found: the count that does not lie, the table, and the bar for what is ticked. */
export function SearchResults({ template, search, asked, onSearch }: SearchResultsProps) {
  const { template: _, ...filters } = search
  const queries = useQueryClient()
  const rows = useInfiniteQuery(rowsQuery(template.path, filters))
  const count = useQuery(countQuery(template.path, filters))
  const columns = columnsOf(template)
  // Of cards in the queue it is shown when each leaves, unless somebody wants it otherwise; of all cards it is not.
  const ofQueue = isOfQueue(search)
  const [chosen, choose] = useRemembered<string[]>(
    ofQueue ? `columns-${template.name}-queued` : `columns-${template.name}`,
    columns.filter((column) => column.shown || (ofQueue && column.kind === 'leaves')).map((column) => column.field),
  )
  const narrow = useMediaQuery('(max-width: 640px)')
  const wanted = columns.filter((column) => chosen.includes(column.field))
  const shown = narrow ? statusEarly(wanted) : wanted
  const place = JSON.stringify([template.name, filters])
  const [ticked, keepTicked] = useState<ReadonlySet<string>>(() => (lastTicked.place === place ? lastTicked.ticked : new Set()))
  const setTicked = useCallback(
    (changed: ReadonlySet<string>) => {
      lastTicked = { place, ticked: changed }
      keepTicked(changed)
    },
    [place],
  )
  const items = useMemo(() => rows.data?.pages.flatMap((page) => page.items) ?? [], [rows.data])
  const selection = useMemo(() => items.filter((row) => ticked.has(row.id)).map((row) => row.id), [items, ticked])
  const first = useRef(asked)
  useEffect(() => {
    if (first.current === asked) return
    first.current = asked
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'rows' || queryKey[0] === 'count' })
  }, [asked, queries])

  return (
    <section aria-label="Results" className={classes.results}>
      <div className={classes.head}>
        <p className={classes.count} role="status">
          {found(count.data, template)}
        </p>
        <ColumnChooser columns={columns} chosen={chosen} onChange={choose} />
      </div>
      {rows.error && items.length === 0 ? (
        <ProblemNotice problem={rows.error} tone="bad">
          <Button variant="default" onClick={() => void rows.refetch()}>
            Try again
          </Button>
        </ProblemNotice>
      ) : rows.isSuccess && items.length === 0 ? (
        <Empty icon={IconMoodEmpty} title={`No ${template.label.toLowerCase()} matches this search.`}>
          Try another status, fewer letters, or a field less.
        </Empty>
      ) : (
        <ResultTable
          template={template}
          columns={shown.length > 0 ? shown : columns.slice(0, 1)}
          rows={rows.data ? items : undefined}
          sorting={sortingOf(search)}
          onSort={(field) => onSearch(nextSort(search, field))}
          ticked={ticked}
          onTick={setTicked}
          more={rows}
        />
      )}
      {selection.length > 0 && <SelectionBar template={template} objects={selection} onClear={() => setTicked(new Set())} />}
    </section>
  )
}

function found(count: Count | undefined, template: Template): string {
  if (!count) return 'Counting…'
  if (count.more) return `More than ${numberWords(count.count)} ${template.plural.toLowerCase()}`
  return countWords(count.count, template.label.toLowerCase(), template.plural.toLowerCase())
}

/** On a phone the status stands beside the name, and before it when it leaves, where they are seen without scrolling sideways. */
function statusEarly(columns: Column[]): Column[] {
  const [first, ...others] = columns
  if (!first) return columns
  const early = others.filter((column) => column.kind === 'leaves' || column.kind === 'state')
  return [first, ...early, ...others.filter((column) => !early.includes(column))]
}

/** The template's columns, and always its status. */
function columnsOf(template: Template): Column[] {
  if (template.columns.some((column) => column.kind === 'state')) return template.columns
  return [...template.columns, { field: 'state', label: 'Status', kind: 'state', sortable: false, filterable: false, shown: true }]
}
