import { Button, Table } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Batches as BatchesBody } from '../../src/http/contract/production.ts'
import { Empty } from '../parts/empty.tsx'
import { numberWords } from '../parts/number-words.ts'
import { Ago } from '../parts/time.tsx'
import { BatchStatus } from './batch-status.tsx'
import styles from './batches.module.css'
import list from './item-table.module.css'
import { ItemTableSkeleton } from './item-table.tsx'
import { Loaded } from './loaded.tsx'
import { batchesQuery, productionQuery } from './queries.ts'

type Item = BatchesBody['items'][number]

/** The batches, newest first, page by page. */
export function Batches() {
  const query = useInfiniteQuery(batchesQuery)
  const bureaus = useQuery(productionQuery).data?.bureaus ?? []
  return (
    <Loaded query={query} skeleton={<ItemTableSkeleton rows={8} filter={false} />}>
      {({ pages }) => {
        const batches = pages.flatMap((page) => page.items)
        if (batches.length === 0) {
          return (
            <Empty icon={IconPackage} title="No batch has left yet.">
              <p>The first one leaves with the next release, or when you choose Send now.</p>
            </Empty>
          )
        }
        return (
          <div className={list.list}>
            <Table className={`${list.table} ${styles.batches}`} aria-label="Batches">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Batch</Table.Th>
                  {bureaus.length > 1 && <Table.Th className={list.wideOnly}>Bureau</Table.Th>}
                  <Table.Th>Status</Table.Th>
                  <Table.Th className={list.numeric}>Orders</Table.Th>
                  <Table.Th className={list.wideOnly}>Sealed</Table.Th>
                  <Table.Th className={list.wideOnly}>Sent</Table.Th>
                  <Table.Th className={list.wideOnly}>Acknowledged</Table.Th>
                  <Table.Th className={list.wideOnly}>Trouble</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {batches.map((batch) => (
                  <Row
                    key={batch.id}
                    batch={batch}
                    bureau={bureaus.length > 1 ? (bureaus.find(({ name }) => name === batch.bureau)?.label ?? batch.bureau) : undefined}
                  />
                ))}
              </Table.Tbody>
            </Table>
            {query.hasNextPage && (
              <Button
                className={styles.more}
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show earlier batches
              </Button>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

/** `bureau` is what people call the bureau, where there are several. */
function Row({ batch, bureau }: { batch: Item; bureau: string | undefined }) {
  return (
    <Table.Tr className={list.row}>
      <Table.Td>
        <Link to="/admin/production/batches/$batch" params={{ batch: batch.id }}>
          Batch {batch.number}
        </Link>
      </Table.Td>
      {bureau !== undefined && <Table.Td className={list.wideOnly}>{bureau}</Table.Td>}
      <Table.Td>
        <BatchStatus status={batch.status} />
      </Table.Td>
      <Table.Td className={list.numeric}>{numberWords(batch.orders)}</Table.Td>
      <Table.Td className={list.wideOnly}>{batch.sealedAt && <Ago at={batch.sealedAt} />}</Table.Td>
      <Table.Td className={list.wideOnly}>{batch.sentAt && <Ago at={batch.sentAt} />}</Table.Td>
      <Table.Td className={list.wideOnly}>{batch.acknowledgedAt && <Ago at={batch.acknowledgedAt} />}</Table.Td>
      <Table.Td className={`${list.wideOnly} ${styles.trouble}`} title={batch.lastError ?? undefined}>
        {batch.attempts > 1 && `${batch.attempts} attempts. `}
        {batch.lastError}
      </Table.Td>
    </Table.Tr>
  )
}
