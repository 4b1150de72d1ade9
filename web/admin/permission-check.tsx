import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './role.module.css'
import type { RoleEditing } from './role-editor.tsx'

/** One line of a role to tick. What whoever edits does not hold cannot be given, and stays as it is where it is there. */
export function PermissionCheck({
  editing,
  name,
  label,
  note,
  may,
}: {
  editing: RoleEditing
  name: string
  label: ReactNode
  note?: string
  may: boolean
}) {
  const on = editing.draft[name] === true
  const was = editing.base[name] === true
  return (
    <Checkbox
      checked={on}
      disabled={editing.readOnly || (!may && !on && !was)}
      label={<span className={on === was ? undefined : styles.changed}>{label}</span>}
      description={note}
      onChange={(event) => editing.set({ [name]: event.currentTarget.checked })}
    />
  )
}
