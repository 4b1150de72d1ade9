import { IconArrowDown, IconArrowUp, IconCheck, IconPencil, IconTrash } from '@tabler/icons-react'
import type { PointerEvent } from 'react'
import type { LayoutField } from '../../src/http/contract/layout.ts'
import { Grip } from './grip.tsx'
import { fieldWords, type LayoutProblem, problemAt } from './layout-draft.ts'
import styles from './layout-editor.module.css'
import { LayoutFieldForm } from './layout-field-form.tsx'
import type { LayoutSource } from './layout-sources.ts'
import { RowButton } from './row-button.tsx'

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
