import { Table, Text } from '@mantine/core'
import type { Batch } from '../../src/http/contract/production.ts'
import { stateColour } from '../parts/state-colour.ts'
import { Ago } from '../parts/time.tsx'
import status from './batch-status.module.css'
import styles from './read-table.module.css'

type Try = Batch['tries'][number]

/** Every attempt to hand a batch over: when, how it ended, and why. */
export function BatchAttempts({ tries }: { tries: readonly Try[] }) {
  if (tries.length === 0) return <Text c="dimmed">None yet.</Text>
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Attempts">
      <Table className={styles.table} aria-label="Attempts">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Attempt</Table.Th>
            <Table.Th>Begun</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th>Why</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tries.map((attempt) => (
            <Table.Tr key={attempt.number}>
              <Table.Td>{attempt.number}</Table.Td>
              <Table.Td>
                <Ago at={attempt.at} />
              </Table.Td>
              <Table.Td>
                <Outcome attempt={attempt} />
              </Table.Td>
              <Table.Td className={`${styles.sentence} ${styles.dim}`}>{attempt.why}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Outcome({ attempt }: { attempt: Try }) {
  const { label, colour, means } = outcomes[attempt.outcome ?? 'none']
  return (
    <span className={status.status} title={means}>
      <span className={status.dot} style={{ background: stateColour(colour).dot }} aria-hidden />
      {label}
    </span>
  )
}

const outcomes: Record<NonNullable<Try['outcome']> | 'none', { label: string; colour: string; means: string }> = {
  taken: { label: 'The bureau took it', colour: 'green', means: 'It was handed over.' },
  'not delivered': { label: 'Not delivered', colour: 'red', means: 'For certain nothing reached the bureau.' },
  unclear: { label: 'Unclear', colour: 'yellow', means: 'The bureau may have it or not, so it is repeated with the same message.' },
  none: { label: 'No end is known', colour: 'gray', means: 'It is under way, or was broken off; it is repeated with the same message.' },
}
