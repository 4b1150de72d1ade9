import { ActionIcon, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { type DraftUnit, indented, moved, outdented, removed, renamed, type UnitsDraft } from './unit-draft.ts'
import styles from './units.module.css'
import { usersWords } from './units-editor.tsx'

/** One unit of the tree: its name, what it stands below, how many are in it, a unit below it, and away with it. */
export function UnitRow({
  unit,
  depth,
  draft,
  users,
  error,
  takesFocus,
  onEdit,
  onAdd,
}: {
  unit: DraftUnit
  depth: number
  draft: UnitsDraft
  users: number | undefined
  error: string | undefined
  takesFocus: boolean
  onEdit: (change: (before: UnitsDraft) => UnitsDraft) => void
  onAdd: () => void
}) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takesFocus) field.current?.focus()
  }, [takesFocus])
  const called = unit.name.trim() || 'the new unit'
  const others = draft.filter((other) => moved(draft, unit.key, other.key) !== draft)
  const move = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return
    event.preventDefault()
    onEdit((before) => (event.key === 'ArrowRight' ? indented(before, unit.key) : outdented(before, unit.key)))
  }
  return (
    <li className={styles.unit} style={{ '--depth': Math.min(depth, 8) } as React.CSSProperties} aria-label={called}>
      <TextInput
        ref={field}
        className={styles.name}
        aria-label={`Name of ${called}`}
        placeholder="Name of the unit"
        maxLength={120}
        autoComplete="off"
        value={unit.name}
        error={error}
        onKeyDown={move}
        onChange={(event) => {
          const name = event.currentTarget.value
          onEdit((before) => renamed(before, unit.key, name))
        }}
      />
      <span className={styles.count}>{users === undefined ? '' : usersWords(users)}</span>
      <Select
        className={styles.above}
        aria-label={`${called} stands below`}
        placeholder="at the top"
        searchable
        clearable
        limit={50}
        data={others.map(({ key, name }) => ({ value: key, label: name.trim() || 'a new unit' }))}
        value={unit.above}
        onChange={(above) => onEdit((before) => moved(before, unit.key, above))}
      />
      <ActionIcon aria-label={`Add a unit below ${called}`} onClick={onAdd}>
        <IconPlus size={16} stroke={1.8} />
      </ActionIcon>
      <ActionIcon aria-label={`Remove ${called}`} onClick={() => onEdit((before) => removed(before, unit.key))}>
        <IconX size={16} stroke={1.8} />
      </ActionIcon>
    </li>
  )
}
