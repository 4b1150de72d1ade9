import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Process as ProcessDetail } from '../../src/http/contract/admin.ts'
import { Problem } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { TextLink } from '../parts/links.tsx'
import { countWords, numberWords } from '../parts/number-words.ts'
import { Ago } from '../parts/time.tsx'
import { AttachedTo } from './attached-to.tsx'
import { DetailList } from './detail-list.tsx'
import { Drawing } from './drawing.tsx'
import { drawingSize } from './drawing-size.ts'
import { Loaded } from './loaded.tsx'
import { Markdown } from './markdown.tsx'
import { NotHere } from './not-here.tsx'
import { offeredWords } from './offered-words.ts'
import { Page, Section } from './page.tsx'
import styles from './process.module.css'
import { processLabel } from './process-label.ts'
import { processQuery } from './queries.ts'

/** A drawing up to this wide is read well beside the page; a wider one lies above it over the full width. */
const SIDE_BY_SIDE = 780

/** One process: its drawing, its facts, and the generated page that explains it. */
export function Process() {
  const { process: name } = useParams({ from: '/admin/processes/$process' })
  const query = useQuery(processQuery(name))
  const label = processLabel(useCatalog(), name) ?? query.data?.label
  if (query.error instanceof Problem && query.error.status === 404) return <NotHere />
  return (
    <Page title={label ?? <Skeleton h={28} w={220} />} name={label ?? 'Process'} means={query.data?.story}>
      <Loaded query={query} skeleton={<ProcessSkeleton />}>
        {(process) => (
          <div className={styles.columns} data-wide={drawingSize(process.drawing).width > SIDE_BY_SIDE || undefined}>
            <div className={styles.drawing}>
              <Section title="Drawing">
                <Drawing xml={process.drawing} label={process.label} />
              </Section>
            </div>
            <div className={styles.details}>
              <Section title="Details">
                <Details process={process} />
              </Section>
            </div>
            <article className={styles.page} aria-label={`Documentation of ${process.label}`}>
              <Markdown source={process.page} />
            </article>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Details({ process }: { process: ProcessDetail }) {
  const catalog = useCatalog()
  const template = catalog.template(process.template)
  const { ended, open, lastAt } = process.runs
  return (
    <DetailList
      details={[
        ['Symbolic name', <code key="symbol">{process.symbol}</code>],
        [
          'Template',
          template ? (
            <TextLink key="template" to="/admin/$group/$template" params={{ group: template.group, template: template.name }}>
              {template.label}
            </TextLink>
          ) : (
            process.template
          ),
        ],
        ['Offered', offeredWords(process.offered)],
        [
          'Attached to',
          process.offered === 'to the system' ? (
            'Nothing to attach: the system performs it.'
          ) : (
            <AttachedTo key="attached" attachedTo={process.attachedTo} />
          ),
        ],
        [
          'Who may start it',
          process.roles.length > 0 ? process.roles.map((role) => role.label).join(', ') : 'No role; the system performs it.',
        ],
        [
          'How often it ran',
          <span key="runs">
            {ended === 0 ? 'Never to its end' : countWords(ended, 'time', 'times')}
            {open > 0 && `, ${numberWords(open)} open now`}
            {lastAt && (
              <>
                , last <Ago at={lastAt} />
              </>
            )}
          </span>,
        ],
        [
          'Version',
          <code key="hash" title={process.hash}>
            {process.hash.slice(0, 12)}
          </code>,
        ],
      ]}
    />
  )
}

function ProcessSkeleton() {
  return (
    <div className={styles.columns}>
      <Skeleton h={340} radius="lg" className={styles.drawing} />
      <Skeleton h={260} className={styles.details} />
      <Skeleton h={600} className={styles.page} />
    </div>
  )
}
