import { Button, Table } from '@mantine/core'
import styles from './conflict.module.css'
import table from './read-table.module.css'

export interface ContestedLine<Key extends string> {
  readonly key: Key
  readonly label: string
  /** What is published now, in words. */
  readonly theirs: string
  /** What the draft says, in words; null where it was not touched. */
  readonly mine: string | null
  /** Whether what is published can be taken over into the draft. */
  readonly canTake: boolean
}

/** What either side changed, side by side: what is published now, and what the draft says. */
export function BothVersions<Key extends string>({
  what,
  lines,
  onTake,
}: {
  /** What a line is about, as the head of its column. */
  what: string
  lines: readonly ContestedLine<Key>[]
  onTake: (key: Key) => void
}) {
  return (
    <Table className={table.table} aria-label="Both versions" my="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{what}</Table.Th>
          <Table.Th>Published now</Table.Th>
          <Table.Th>Your draft</Table.Th>
          <Table.Th>
            <span className={styles.note}>Take over</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map(({ key, label, theirs, mine, canTake }) => (
          <Table.Tr key={key}>
            <Table.Td>{label}</Table.Td>
            <Table.Td>{theirs}</Table.Td>
            <Table.Td>{mine ?? 'not touched'}</Table.Td>
            <Table.Td>
              {canTake && (
                <Button size="compact-xs" variant="default" onClick={() => onTake(key)}>
                  Take theirs
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
