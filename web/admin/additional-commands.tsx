import { Button, Text, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Attachable } from '../../src/http/contract/admin.ts'
import { usePalette } from '../parts/palette.tsx'
import { useShortcuts } from '../parts/shortcuts.tsx'
import styles from './additional-commands.module.css'
import { CommandRow } from './command-row.tsx'
import { type DraftChange, type DraftRow, incomplete, moveRow, type PublishedRow } from './commands-draft.ts'
import { useRowDrag } from './use-row-drag.ts'

/** The grid of Additional Commands: what Operator offers here, in this order. It edits the draft it is given and publishes nothing. */
export function AdditionalCommands({
  title,
  means,
  empty,
  items,
  published,
  rows,
  changes,
  complain,
  nameOf,
  onRows,
}: {
  title: string
  means: string
  empty: string
  items: Attachable['items']
  published: readonly PublishedRow[]
  rows: readonly DraftRow[]
  changes: readonly DraftChange[]
  /** How often Save was pressed in vain: rows without a process are marked, and the first gets the focus. */
  complain: number
  nameOf: (useCase: string) => string
  onRows: (change: (before: DraftRow[]) => DraftRow[]) => void
}) {
  const heading = useId()
  const list = useRef<HTMLOListElement>(null)
  const selects = useRef(new Map<string, HTMLInputElement>())
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [focus, setFocus] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const latest = useRef(rows)
  latest.current = rows
  const removed = changes.flatMap((change) => (change.kind === 'removed' ? [change.useCase] : []))

  useEffect(() => {
    if (focus === null) return
    selects.current.get(focus)?.focus()
    setFocus(null)
  }, [focus])

  useEffect(() => {
    const missing = complain > 0 ? incomplete(latest.current) : undefined
    if (missing) setFocus(missing.key)
  }, [complain])

  function edit(key: string): void {
    setOpened((before) => new Set(before).add(key))
    setFocus(key)
  }
  function add(): void {
    const key = `new ${Date.now()} ${rows.length}`
    onRows((before) => [...before, { key, useCase: null, mapping: null }])
    edit(key)
  }
  function move(from: number, to: number): void {
    onRows((before) => moveRow(before, from, to))
    setSaid(`${labelOf(rows[from], nameOf)} is now ${to + 1} of ${rows.length}.`)
  }
  function remove(row: DraftRow): void {
    onRows((before) => before.filter((one) => one.key !== row.key))
    setSaid(`${labelOf(row, nameOf)} is taken out of the draft.`)
  }
  const drag = useRowDrag(list, move)
  const addRow = useRef(add)
  addRow.current = add
  useShortcuts([{ keys: 'n', does: `New row in ${title}`, run: add }])
  usePalette(
    useMemo(
      () => [
        { id: 'new-row', label: `New row in ${title}`, group: 'This page', icon: <IconPencil size={18} />, run: () => addRow.current() },
      ],
      [title],
    ),
  )

  return (
    <section aria-labelledby={heading}>
      <div className={styles.head}>
        <div>
          <h2 id={heading}>{title}</h2>
          <Text size="sm" c="dimmed">
            {means}
          </Text>
        </div>
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={add}>
          New
        </Button>
      </div>
      <div className={styles.grid}>
        <div className={styles.headings} aria-hidden data-empty={rows.length === 0 || undefined}>
          <span />
          <span>Process</span>
          <span>Mapping</span>
          <span />
          <span />
        </div>
        {rows.length === 0 && (
          <Text className={styles.empty} c="dimmed">
            {empty}
          </Text>
        )}
        <ol className={styles.rows} ref={list}>
          {rows.map((row, place) => (
            <CommandRow
              key={row.key}
              row={row}
              label={labelOf(row, nameOf)}
              item={items.find((item) => item.useCase === row.useCase)}
              items={items}
              taken={new Set(rows.flatMap((other) => (other.key === row.key || other.useCase === null ? [] : [other.useCase])))}
              mark={markOf(row, changes)}
              editing={opened.has(row.key)}
              dragging={drag.dragging === place}
              place={place}
              last={rows.length - 1}
              error={complain > 0 && row.useCase === null ? 'Choose a process, or delete the row.' : undefined}
              selectRef={(input) => (input ? selects.current.set(row.key, input) : selects.current.delete(row.key))}
              onEdit={() => edit(row.key)}
              onChange={(change) => onRows((before) => before.map((one) => (one.key === row.key ? { ...one, ...change } : one)))}
              onMove={(to) => move(place, to)}
              onRemove={() => remove(row)}
              onGrip={(event) => drag.start(place, event)}
            />
          ))}
        </ol>
        {removed.map((useCase) => (
          <div key={useCase} className={styles.removed}>
            <s>{nameOf(useCase)}</s>
            <Button size="compact-sm" variant="subtle" onClick={() => onRows((before) => putBack(before, published, useCase))}>
              Put back
            </Button>
          </div>
        ))}
      </div>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </section>
  )
}

function labelOf(row: DraftRow | undefined, nameOf: (useCase: string) => string): string {
  return row?.useCase ? nameOf(row.useCase) : 'the new row'
}

function markOf(row: DraftRow, changes: readonly DraftChange[]): 'new' | 'moved' | 'changed' | null {
  const mine = changes.filter((change) => change.useCase === row.useCase).map((change) => change.kind)
  if (mine.includes('added')) return 'new'
  if (mine.includes('mapping')) return 'changed'
  return mine.includes('moved') ? 'moved' : null
}

/** Puts a removed row back where it was published, or as near as the draft allows. */
function putBack(rows: readonly DraftRow[], published: readonly PublishedRow[], useCase: string): DraftRow[] {
  const place = published.findIndex((row) => row.useCase === useCase)
  const row = published[place]
  const next = [...rows]
  if (row) next.splice(Math.min(place, next.length), 0, { key: row.useCase, useCase: row.useCase, mapping: row.mapping ?? null })
  return next
}
