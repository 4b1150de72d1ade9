import { Table } from '@mantine/core'
import type { Batch } from '../../src/http/contract/production.ts'
import { TextLink } from '../parts/links.tsx'
import { useMe } from '../parts/session.ts'
import { StateChip } from '../parts/state-chip.tsx'
import styles from './read-table.module.css'

/** The orders of a batch in its order: each card with the state it is in now, and where its order stands. */
export function BatchOrders({ batch }: { batch: Batch }) {
  const mayOpen = (useMe()?.areas.length ?? 0) > 0
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Orders of this batch">
      <Table className={styles.table} aria-label="Orders of this batch">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Place</Table.Th>
            <Table.Th>Card</Table.Th>
            <Table.Th>State now</Table.Th>
            <Table.Th>Order</Table.Th>
            <Table.Th>The bureau calls it</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {batch.lines.map((line, at) => (
            <Table.Tr key={line.order}>
              <Table.Td className={styles.dim}>{at + 1}</Table.Td>
              <Table.Td className={styles.whole}>
                {mayOpen ? (
                  <TextLink to="/operator/$collection/$id" params={{ collection: 'cards', id: line.card }} preload={false}>
                    {line.label}
                  </TextLink>
                ) : (
                  line.label
                )}
              </Table.Td>
              <Table.Td>
                <StateChip template="card" state={line.state} />
              </Table.Td>
              <Table.Td className={styles.whole}>{words[line.status] ?? line.status}</Table.Td>
              <Table.Td className={styles.whole}>{line.bureauReference ?? <span className={styles.dim}>not yet known</span>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

const words: Readonly<Record<string, string>> = {
  queued: 'back in the queue',
  claimed: 'on its way to the bureau',
  sent: 'with the bureau',
  answered: 'answered by the bureau',
  withdrawn: 'withdrawn',
  recalled: 'stopped by the bureau',
}
