import { Badge, Select } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { PointerEvent } from 'react'
import type { Attachable } from '../../src/http/contract/admin.ts'
import styles from './additional-commands.module.css'
import type { DraftRow } from './commands-draft.ts'
import { Grip } from './grip.tsx'
import { ProcessSelect } from './process-select.tsx'
import { RowButton } from './row-button.tsx'

type Item = Attachable['items'][number]

/** One row of the grid. In edit mode its process and mapping are drop-downs; otherwise they are read. */
export function CommandRow({
  row,
  label,
  item,
  items,
  taken,
  mark,
  editing,
  dragging,
  place,
  last,
  error,
  selectRef,
  onEdit,
  onChange,
  onMove,
  onRemove,
  onGrip,
}: {
  row: DraftRow
  label: string
  item: Item | undefined
  items: readonly Item[]
  taken: ReadonlySet<string>
  mark: 'new' | 'moved' | 'changed' | null
  editing: boolean
  dragging: boolean
  place: number
  last: number
  error?: string
  selectRef: (input: HTMLInputElement | null) => void
  onEdit: () => void
  onChange: (change: Partial<DraftRow>) => void
  onMove: (to: number) => void
  onRemove: () => void
  onGrip: (event: PointerEvent) => void
}) {
  return (
    <li className={styles.row} data-dragging={dragging || undefined} data-marked={mark ?? undefined}>
      <Grip label={label} place={place} last={last} onMove={onMove} onGrip={onGrip} />
      <div className={styles.process}>
        {editing ? (
          <ProcessSelect
            items={items}
            taken={taken}
            value={row.useCase}
            onChange={(useCase) => onChange({ useCase, mapping: onlyMapping(items, useCase) })}
            error={error}
            inputRef={selectRef}
          />
        ) : (
          <ReadProcess row={row} label={label} item={item} />
        )}
      </div>
      <div className={styles.mapping}>
        <Mapping row={row} item={item} editing={editing} onChange={(mapping) => onChange({ mapping })} />
      </div>
      <div className={styles.mark}>
        {mark && (
          <Badge variant="light" size="sm" tt="none" fw={500}>
            {mark}
          </Badge>
        )}
      </div>
      <div className={styles.actions}>
        <RowButton label={`Move ${label} up`} off={place === 0} onClick={() => onMove(place - 1)}>
          <IconArrowUp size={16} />
        </RowButton>
        <RowButton label={`Move ${label} down`} off={place === last} onClick={() => onMove(place + 1)}>
          <IconArrowDown size={16} />
        </RowButton>
        <RowButton label={`Edit ${label}`} off={editing} onClick={onEdit}>
          <IconPencil size={16} />
        </RowButton>
        <RowButton label={`Delete ${label}`} onClick={onRemove}>
          <IconTrash size={16} />
        </RowButton>
      </div>
    </li>
  )
}

/** A process that has a single mapping comes with it; it can be set to none. */
function onlyMapping(items: readonly Item[], useCase: string): string | null {
  const mappings = items.find((item) => item.useCase === useCase)?.mappings ?? []
  return mappings.length === 1 ? (mappings[0]?.name ?? null) : null
}

function ReadProcess({ row, label, item }: { row: DraftRow; label: string; item: Item | undefined }) {
  return (
    <span className={styles.read}>
      <Link to="/admin/processes/$process" params={{ process: row.useCase ?? '' }} className={styles.processLink}>
        {label}
      </Link>
      <span className={styles.symbol}>{item?.symbol}</span>
    </span>
  )
}

function Mapping({
  row,
  item,
  editing,
  onChange,
}: {
  row: DraftRow
  item: Item | undefined
  editing: boolean
  onChange: (mapping: string | null) => void
}) {
  const mappings = item?.mappings ?? []
  const label = mappings.find((mapping) => mapping.name === row.mapping)?.label ?? row.mapping ?? 'none'
  if (!editing || mappings.length === 0) return <span className={styles.mappingRead}>{label}</span>
  return (
    <Select
      aria-label="Mapping"
      value={row.mapping ?? ''}
      onChange={(name) => onChange(name === '' ? null : name)}
      data={[{ value: '', label: 'none' }, ...mappings.map((mapping) => ({ value: mapping.name, label: mapping.label }))]}
    />
  )
}
