import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Batch as BatchBody } from '../../src/http/contract/production.ts'
import { Problem } from '../parts/api.ts'
import { numberWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Countdown, useNow, When } from '../parts/time.tsx'
import { BatchAttempts } from './batch-attempts.tsx'
import { BatchManifest } from './batch-manifest.tsx'
import { BatchOrders } from './batch-orders.tsx'
import { batchSentence } from './batch-status.tsx'
import { BatchSteps } from './batch-steps.tsx'
import { DetailList } from './detail-list.tsx'
import { Loaded } from './loaded.tsx'
import { NotHere } from './not-here.tsx'
import { Page, Section } from './page.tsx'
import { batchQuery, productionQuery } from './queries.ts'

/** One batch: how far it is, its manifest, every attempt to hand it over, and its orders. */
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
            <BatchSteps batch={batch} />
            {batch.lastError && (
              <ProblemNotice
                tone="bad"
                problem={{
                  code: 'batch',
                  sentence: batch.lastError,
                  remedy:
                    batch.status === 'returned'
                      ? 'Its orders went back to the queue, each to its old place, for the release after.'
                      : 'Cardinal tries again by itself. No order is lost or sent twice.',
                }}
              />
            )}
            <Facts batch={batch} />
            <BatchManifest batch={batch} />
            <Section
              title="Attempts"
              means="Every attempt to hand it over. One whose end was unclear is repeated with the same message until it is clear."
            >
              <BatchAttempts tries={batch.tries} />
            </Section>
            <Section
              title="Orders"
              means={
                batch.status === 'returned'
                  ? 'They went back to the queue. Where each is now stands with its card.'
                  : batch.lines.length < batch.orders
                    ? `The first ${numberWords(batch.lines.length)} of ${numberWords(batch.orders)}.`
                    : undefined
              }
            >
              {batch.lines.length > 0 && <BatchOrders batch={batch} />}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Facts({ batch }: { batch: BatchBody }) {
  const bureau = useQuery(productionQuery).data?.bureaus.find(({ name }) => name === batch.bureau)
  return (
    <DetailList
      details={[
        ['Bureau', bureau?.label ?? batch.bureau],
        ['Orders', numberWords(batch.orders)],
        ['Cut-off', batch.cutOffAt ? <CutOff key="cut-off" at={batch.cutOffAt} /> : 'the bureau has announced none'],
      ]}
    />
  )
}

/** Until when the bureau takes orders back, as it announced. */
function CutOff({ at }: { at: string }) {
  const isOver = Date.parse(at) <= useNow(5_000)
  return isOver ? (
    <>
      passed <When at={at} />; orders can no longer be recalled, only blocked on arrival
    </>
  ) : (
    <>
      orders can be recalled until <When at={at} />, <Countdown at={at} />
    </>
  )
}
