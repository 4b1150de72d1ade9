import { Skeleton, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Batch as BatchDetail } from '../../src/http/contract/production.ts'
import { Problem } from '../parts/api.ts'
import { TextLink } from '../parts/links.tsx'
import { countWords, numberWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { useMe } from '../parts/session.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { Ago } from '../parts/time.tsx'
import { BatchStatus, batchSentence } from './batch-status.tsx'
import { DetailList } from './detail-list.tsx'
import { Loaded } from './loaded.tsx'
import { NotHere } from './not-here.tsx'
import { Page, Section } from './page.tsx'
import { batchQuery, productionQuery } from './queries.ts'
import styles from './read-table.module.css'

/** One batch: its manifest, its attempts, and its lines. */
export function Batch() {
  const { batch: id } = useParams({ from: '/admin/production/batches/$batch' })
  const query = useQuery(batchQuery(id))
  const name = query.data ? `Batch ${query.data.number}` : 'Batch'
  if (query.error instanceof Problem && query.error.status === 404) return <NotHere />
  return (
    <Page title={query.data ? name : <Skeleton h={28} w={140} />} name={name} means={query.data && batchSentence(query.data.status)}>
      <Loaded query={query} skeleton={<Skeleton h={420} />}>
        {(batch) => (
          <>
            {batch.lastError && (
              <ProblemNotice
                tone="bad"
                problem={{
                  code: 'batch',
                  sentence: batch.lastError,
                  remedy:
                    batch.status === 'returned'
                      ? 'Its orders are back in the queue and leave with the next release.'
                      : 'Cardinal tries again by itself. No order is lost or sent twice.',
                }}
              />
            )}
            <Facts batch={batch} />
            <Section
              title="Orders"
              means={
                batch.lines.length < batch.orders
                  ? `The first ${numberWords(batch.lines.length)} of ${numberWords(batch.orders)}.`
                  : undefined
              }
            >
              <Lines batch={batch} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Facts({ batch }: { batch: BatchDetail }) {
  const bureau = useQuery(productionQuery).data?.bureaus.find(({ name }) => name === batch.bureau)
  const at = (time: string | null) => (time ? <Ago at={time} /> : 'not yet')
  return (
    <DetailList
      details={[
        ['Status', <BatchStatus key="status" status={batch.status} />],
        ['Bureau', bureau?.label ?? batch.bureau],
        ['Orders', numberWords(batch.orders)],
        ['Opened', at(batch.openedAt)],
        ['Sealed', at(batch.sealedAt)],
        ['Sent', at(batch.sentAt)],
        ['Acknowledged', at(batch.acknowledgedAt)],
        ['Attempts', batch.attempts === 0 ? 'none yet' : countWords(batch.attempts, 'attempt', 'attempts')],
        ['Hash of its manifest', batch.manifestHash ? <code key="hash">{batch.manifestHash}</code> : 'fixed when the batch is sealed'],
      ]}
    />
  )
}

function Lines({ batch }: { batch: BatchDetail }) {
  const mayOpen = (useMe()?.areas.length ?? 0) > 0
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Orders of this batch">
      <Table className={styles.table} aria-label="Orders of this batch">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Card</Table.Th>
            <Table.Th>State now</Table.Th>
            <Table.Th>Order</Table.Th>
            <Table.Th>The bureau calls it</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {batch.lines.map((line) => (
            <Table.Tr key={line.order}>
              <Table.Td>
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
              <Table.Td>{line.status}</Table.Td>
              <Table.Td>{line.bureauReference ?? <span className={styles.dim}>not yet known</span>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
