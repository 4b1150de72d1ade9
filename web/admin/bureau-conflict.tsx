import { Button, Table } from '@mantine/core'
import type { RefObject } from 'react'
import type { DefinedBureau } from '../../src/http/contract/bureau.ts'
import { changedParts, contestedParts, type Part, partOf, partWords, valueWords } from './bureau-draft.ts'
import styles from './conflict.module.css'
import { Conflict } from './conflict.tsx'
import table from './read-table.module.css'

/** Somebody else published this bureau while a draft was being made: each part that either side changed, side by side. */
export function BureauConflict({
  base,
  theirs,
  mine,
  place,
  onTake,
  onKeep,
  onAdopt,
}: {
  base: DefinedBureau
  theirs: DefinedBureau
  mine: DefinedBureau
  place: RefObject<HTMLElement | null>
  onTake: (part: Part) => void
  onKeep: () => void
  onAdopt: () => void
}) {
  const touched = new Set(changedParts(base, mine))
  return (
    <Conflict
      title="Somebody else published this bureau while you were editing."
      text="Nothing of yours was saved and nothing of theirs was overwritten. What you did not touch follows theirs."
      place={place}
      onKeep={onKeep}
      onAdopt={onAdopt}
    >
      <div className={table.scroll} tabIndex={0} role="group" aria-label="Both versions">
        <Table className={table.table} aria-label="Both versions" my="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>What</Table.Th>
              <Table.Th>Published now</Table.Th>
              <Table.Th>Your draft</Table.Th>
              <Table.Th>
                <span className={styles.note}>Take over</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {contestedParts(base, theirs, mine).map((part) => (
              <Table.Tr key={part}>
                <Table.Td>{partWords(part)}</Table.Td>
                <Table.Td>{valueWords(part, partOf(theirs, part))}</Table.Td>
                <Table.Td>{touched.has(part) ? valueWords(part, partOf(mine, part)) : 'not touched'}</Table.Td>
                <Table.Td>
                  {touched.has(part) && (
                    <Button size="compact-xs" variant="default" onClick={() => onTake(part)}>
                      Take theirs
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Conflict>
  )
}
