import { Button, Table } from '@mantine/core'
import type { RefObject } from 'react'
import styles from './conflict.module.css'
import { Conflict } from './conflict.tsx'
import table from './read-table.module.css'
import { changedKeys, type RoleDraft, valueWords } from './role-draft.ts'

/** Somebody else published the role while a draft was being made: each line that either side changed, side by side. */
export function RoleConflict({
  base,
  theirs,
  mine,
  called,
  place,
  onTake,
  onKeep,
  onAdopt,
}: {
  base: RoleDraft
  theirs: RoleDraft
  mine: RoleDraft
  called: (key: string) => string
  place: RefObject<HTMLElement | null>
  onTake: (key: string) => void
  onKeep: () => void
  onAdopt: () => void
}) {
  const touched = changedKeys(base, mine)
  const lines = [...new Set([...changedKeys(base, theirs), ...touched])]
  return (
    <Conflict
      title="Somebody else published this role while you were editing."
      text="Nothing of yours was saved and nothing of theirs was overwritten. What you did not touch follows theirs."
      place={place}
      onKeep={onKeep}
      onAdopt={onAdopt}
    >
      <Table className={table.table} aria-label="Both versions" my="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Part</Table.Th>
            <Table.Th>Published now</Table.Th>
            <Table.Th>Your draft</Table.Th>
            <Table.Th>
              <span className={styles.note}>Take over</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((key) => (
            <Table.Tr key={key}>
              <Table.Td>{called(key)}</Table.Td>
              <Table.Td>{valueWords(theirs, key)}</Table.Td>
              <Table.Td>{touched.includes(key) ? valueWords(mine, key) : 'not touched'}</Table.Td>
              <Table.Td>
                {touched.includes(key) && valueWords(mine, key) !== valueWords(theirs, key) && (
                  <Button size="compact-xs" variant="default" onClick={() => onTake(key)}>
                    Take theirs
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Conflict>
  )
}
