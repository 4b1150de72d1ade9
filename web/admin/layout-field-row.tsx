import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconCheck, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react'
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import type { LayoutField } from '../../src/http/contract/layout.ts'
import { fieldWords, type LayoutProblem, problemAt } from './layout-draft.ts'
import styles from './layout-editor.module.css'
import { LayoutFieldForm } from './layout-field-form.tsx'
import type { LayoutSource } from './layout-sources.ts'

/** One input field: read in a line or, opened, edited below it. Its grip is dragged, or moved with the arrow keys. */
export function LayoutFieldRow({
  field,
  label,
  sources,
  problems,
  place,
  last,
  editing,
  dragging,
  onEdit,
  onChange,
  onMove,
  onRemove,
  onGrip,
}: {
  field: LayoutField
  label: string
  sources: readonly LayoutSource[]
  problems: readonly LayoutProblem[]
  place: number
  last: number
  editing: boolean
  dragging: boolean
  onEdit: (open: boolean) => void
  onChange: (change: Partial<LayoutField>) => void
  onMove: (to: number) => void
  onRemove: () => void
  onGrip: (event: PointerEvent) => void
}) {
  const source = sources.find(({ from }) => from === field.from)?.label ?? field.from
  const wrong = problemAt(problems, `/fields/${place}`)
  return (
    <li className={styles.row} data-dragging={dragging || undefined}>
      <Grip label={label} place={place} last={last} onMove={onMove} onGrip={onGrip} />
      <div className={styles.read}>
        <span className={styles.fieldLabel}>{field.label || 'New field'}</span>
        {field.name && <code className={styles.fieldName}>{field.name}</code>}
        <span className={styles.words}>
          {fieldWords(field)}; from {source}
        </span>
        {wrong !== undefined && !editing && <span className={styles.wrong}>{wrong}</span>}
      </div>
      <div className={styles.actions}>
        <RowButton label={`Move ${label} up`} off={place === 0} onClick={() => onMove(place - 1)}>
          <IconArrowUp size={16} />
        </RowButton>
        <RowButton label={`Move ${label} down`} off={place === last} onClick={() => onMove(place + 1)}>
          <IconArrowDown size={16} />
        </RowButton>
        <RowButton label={editing ? `Close ${label}` : `Edit ${label}`} onClick={() => onEdit(!editing)}>
          {editing ? <IconCheck size={16} /> : <IconPencil size={16} />}
        </RowButton>
        <RowButton label={`Delete ${label}`} onClick={onRemove}>
          <IconTrash size={16} />
        </RowButton>
      </div>
      {editing && (
        <LayoutFieldForm
          field={field}
          sources={sources}
          problem={(name) => problemAt(problems, `/fields/${place}/${name}`)}
          onChange={onChange}
        />
      )}
    </li>
  )
}

function Grip({
  label,
  place,
  last,
  onMove,
  onGrip,
}: {
  label: string
  place: number
  last: number
  onMove: (to: number) => void
  onGrip: (event: PointerEvent) => void
}) {
  function onKeyDown(event: KeyboardEvent): void {
    const to = event.key === 'ArrowUp' ? place - 1 : event.key === 'ArrowDown' ? place + 1 : place
    if (to === place) return
    event.preventDefault()
    if (to >= 0 && to <= last) onMove(to)
  }
  return (
    <button
      type="button"
      className={styles.grip}
      aria-label={`Reorder ${label}: drag, or use the up and down arrows`}
      onPointerDown={onGrip}
      onKeyDown={onKeyDown}
    >
      <IconGripVertical size={16} aria-hidden />
    </button>
  )
}

/** Kept focusable when it has nothing to do, so that the keyboard does not lose its place at the end of the list. */
function RowButton({ label, off, onClick, children }: { label: string; off?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label} withinPortal={false}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        aria-disabled={off || undefined}
        data-off={off || undefined}
        className={styles.action}
        onClick={off ? undefined : onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
