import { Button, Skeleton } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { DeskRecall } from '../../src/http/contract/desk.ts'
import { useCatalog } from '../parts/catalog.ts'
import { useDocumentTitle } from '../parts/document-title.ts'
import { Empty } from '../parts/empty.tsx'
import { numberWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { recallDeskQuery } from './operator-queries.ts'
import page from './page.module.css'
import classes from './recall-desk.module.css'
import { RecallFilter } from './recall-filter.tsx'
import { RecallLine } from './recall-line.tsx'

/** RECALLS: the orders that bureaus are asked to stop. What waits for an answer is on top, the one that is due first in front. */
export function RecallDeskPage() {
  useDocumentTitle('RECALLS')
  const { state } = useSearch({ from: '/operator/recalls' })
  const desk = useInfiniteQuery(recallDeskQuery(state))
  const first = desk.data?.pages[0]
  const ended = desk.data?.pages.flatMap((one) => one.ended)
  return (
    <div className={`${page.page} ${classes.page}`}>
      <h1>Recall desk</h1>
      <p className={classes.intro}>
        Orders that a bureau has and is asked to stop. Until it answers, a card must be expected to come; it can be blocked on arrival.
      </p>
      <RecallFilter state={state} counts={first?.counts} />
      {desk.error && !first && (
        <ProblemNotice problem={desk.error} tone="bad">
          <Button variant="default" onClick={() => void desk.refetch()}>
            Try again
          </Button>
        </ProblemNotice>
      )}
      {!first && !desk.error && <Waiting />}
      {first && ended && first.open.length + ended.length === 0 && <Nothing state={state} />}
      {first && first.open.length > 0 && <Recalls title="Waiting for an answer" recalls={first.open} />}
      {first && first.open.length === 0 && state === undefined && (ended?.length ?? 0) > 0 && (
        <p className={classes.calm}>No recall waits for an answer.</p>
      )}
      {ended && ended.length > 0 && <Recalls title="Ended" recalls={ended} />}
      {desk.isFetchNextPageError && <ProblemNotice problem={desk.error} tone="bad" />}
      {desk.hasNextPage && (
        <Button variant="default" size="xs" mt="md" loading={desk.isFetchingNextPage} onClick={() => void desk.fetchNextPage()}>
          Show earlier recalls
        </Button>
      )}
    </div>
  )
}

function Recalls({ title, recalls }: { title: string; recalls: readonly DeskRecall[] }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={page.heading}>
        {title} <span className={classes.number}>{numberWords(recalls.length)}</span>
      </h2>
      <ul className={classes.list}>
        {recalls.map((recall) => (
          <RecallLine key={recall.id} recall={recall} />
        ))}
      </ul>
    </section>
  )
}

function Nothing({ state }: { state: string | undefined }) {
  const label = useCatalog().state('recall', state ?? '').label
  if (state) return <Empty icon={IconArrowBackUp} title={`No recall is in the state ${label}.`} />
  return (
    <Empty icon={IconArrowBackUp} title="No order was recalled yet.">
      <p>
        When an order has left the queue, a card that is Ordered or In production offers Recall card order. Its recall then stands here.
      </p>
    </Empty>
  )
}

function Waiting() {
  return (
    <ul className={classes.list} aria-hidden>
      {Array.from({ length: 4 }, (_, at) => (
        <li key={at} className={classes.waiting}>
          <Skeleton height={14} width={`${38 - at * 3}%`} />
          <Skeleton height={10} width={`${56 - at * 5}%`} mt={10} />
        </li>
      ))}
    </ul>
  )
}
