import { Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Template } from '../../src/http/contract/catalog.ts'
import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { StateChip } from '../parts/state-chip.tsx'
import { processLabel } from './process-label.ts'
import styles from './read-table.module.css'

/** Moves of a state graph with their meaning and the processes that make them: all of them, or those out of one state. */
export function MoveList({ template, from }: { template: Template; from?: string }) {
  const catalog = useCatalog()
  const moves = template.moves.filter((move) => from === undefined || move.from.includes(from))
  if (moves.length === 0) return <Empty compact title="None: this is where it ends." />
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Moves">
      <Table className={styles.table} aria-label="Moves">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Move</Table.Th>
            {from === undefined && <Table.Th>From</Table.Th>}
            <Table.Th>To</Table.Th>
            <Table.Th>Meaning</Table.Th>
            <Table.Th>By</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {moves.map((move) => (
            <Table.Tr key={`${move.name} ${move.from.join()} ${move.to}`}>
              <Table.Td className={styles.name}>{move.name}</Table.Td>
              {from === undefined && (
                <Table.Td>
                  <span className={styles.chips}>
                    {move.from.map((state) => (
                      <StateChip key={state} template={template.name} state={state} />
                    ))}
                  </span>
                </Table.Td>
              )}
              <Table.Td>
                <StateChip template={template.name} state={move.to} />
              </Table.Td>
              <Table.Td className={styles.sentence}>{move.means}</Table.Td>
              <Table.Td>
                {move.useCases.map((useCase) => (
                  <Link key={useCase} className={styles.link} to="/admin/processes/$process" params={{ process: useCase }}>
                    {processLabel(catalog, useCase) ?? useCase}
                  </Link>
                ))}
                {move.useCases.length === 0 && <span className={styles.dim}>no process yet</span>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
