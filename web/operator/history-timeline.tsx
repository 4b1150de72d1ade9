import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { HistoryItem } from '../../src/http/contract/object.ts'
import { type CatalogLookup, useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { stateColour } from '../parts/state-colour.ts'
import { Ago } from '../parts/time.tsx'
import classes from './history-timeline.module.css'
import { historyQuery } from './operator-queries.ts'
import { Sentence } from './sentence.tsx'

/** What happened to it, newest first, in sentences. A move has the colour of the state it led to; a refusal is marked. */
export function HistoryTimeline({ template, id }: { template: Template; id: string }) {
  const history = useInfiniteQuery(historyQuery(template.path, id))
  const catalog = useCatalog()
  const items = history.data?.pages.flatMap((page) => page.items)
  if (!items) {
    return history.error ? <ProblemNotice problem={history.error} tone="bad" /> : <Waiting />
  }
  if (items.length === 0) return <Empty compact title="Nothing has happened to it yet." />
  return (
    <>
      <ol className={classes.list}>
        {items.map((item) => (
          <li key={item.id} className={classes.item} data-kind={item.kind}>
            <Mark item={item} catalog={catalog} template={template} />
            <span className={classes.sentence}>
              {item.kind === 'refused' && <span className={classes.refused}>Refused</span>}
              <Sentence item={item} linked={item.object !== null && item.object.id !== id} />
            </span>
            <span className={classes.at}>
              <Ago at={item.at} />
            </span>
          </li>
        ))}
      </ol>
      {history.hasNextPage && (
        <Button variant="default" size="xs" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          Show earlier
        </Button>
      )}
      {history.isFetchNextPageError && <ProblemNotice problem={history.error} tone="bad" />}
    </>
  )
}

function Mark({ item, catalog, template }: { item: HistoryItem; catalog: CatalogLookup; template: Template }) {
  const colour = item.to === null ? undefined : stateColour(catalog.state(template.name, item.to).colour).dot
  return <span aria-hidden className={classes.mark} style={colour ? { background: colour, borderColor: colour } : undefined} />
}

function Waiting() {
  return (
    <div aria-hidden className={classes.list}>
      {Array.from({ length: 4 }, (_, index) => (
        <div key={index} className={classes.item}>
          <span className={classes.mark} />
          <Skeleton height={10} width={`${56 - index * 7}%`} my={6} />
        </div>
      ))}
    </div>
  )
}
