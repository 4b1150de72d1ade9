import { Skeleton } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { OneObject } from '../../src/http/contract/object.ts'
import { useCatalog } from '../parts/catalog.ts'
import { useDocumentTitle } from '../parts/document-title.ts'
import { NothingHere } from '../parts/not-found.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { useMe } from '../parts/session.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { StateGraph } from '../parts/state-graph.tsx'
import { AccessReport } from './access-report.tsx'
import { CommandPanel } from './command-panel.tsx'
import { EvidenceSection } from './evidence-section.tsx'
import { GrantsSection } from './grants-section.tsx'
import { HistoryTimeline } from './history-timeline.tsx'
import { LeavesLine } from './leaves.tsx'
import type { Leaving } from './leaving.ts'
import { ObjectData } from './object-data.tsx'
import { objectQuery } from './operator-queries.ts'
import { OrderSection } from './order-section.tsx'
import page from './page.module.css'
import { Portrait } from './portrait.tsx'
import { PrintSection } from './print-section.tsx'
import classes from './profile.module.css'
import { ReceiptSection } from './receipt-section.tsx'
import { RelatedObjects } from './related-objects.tsx'
import { TokensSection } from './tokens-section.tsx'
import { useLeaving } from './use-leaving.ts'

/** The profile of one object, of whatever template: what it is, what may be done, and what happened to it. */
export function ProfilePage() {
  const { collection, id } = useParams({ from: '/operator/$collection/$id' })
  const template = useCatalog().collection(collection)
  if (!template) return <NothingHere />
  return <Profile key={id} template={template} id={id} />
}

function Profile({ template, id }: { template: Template; id: string }) {
  const { data: object, error } = useQuery(objectQuery(template.path, id))
  const leaving = useLeaving(id, object?.order)
  const me = useMe()
  useDocumentTitle(object?.title)
  // An account, and what the desk works on besides people and cards, looks like nothing.
  const hasPortrait = template.group !== 'desk' && template.name !== 'account'
  if (error && !object) return <Missing template={template} error={error} />
  return (
    <div className={page.page}>
      <Head object={object} leaving={leaving} />
      <div className={classes.grid} data-plain={!hasPortrait || undefined}>
        {hasPortrait && (
          <div className={classes.portrait}>
            <Portrait template={template} id={id} object={object} />
          </div>
        )}
        <div className={classes.facts}>
          <section aria-labelledby="data">
            <h2 id="data" className={page.heading}>
              Data
            </h2>
            <ObjectData
              template={template}
              object={object}
              without={TOLD_ELSEWHERE[template.name === 'account' ? 'account' : template.group]}
            />
          </section>
          {object && template.name === 'account' && <GrantsSection account={id} />}
          {object && template.name === 'account' && object.fields['kind'] === 'client' && <TokensSection account={id} />}
          {object?.order && <OrderSection order={object.order} fields={object.fields} leaving={leaving} />}
          {object && template.group === 'cards' && object.state === 'aborted' && <ReceiptSection template={template} object={object} />}
          {object && template.group === 'cards' && <PrintSection path={template.path} id={id} />}
          {object && me?.evidence.includes(template.name) && <EvidenceSection template={template} id={id} />}
          {object && me?.reports.includes(template.name) && <AccessReport template={template} id={id} />}
          {object && object.related.length > 0 && <RelatedObjects related={object.related} />}
        </div>
        <aside className={classes.panel} aria-label="Commands">
          <CommandPanel template={template} id={id} ending={leaving?.now === 'leaving'} />
        </aside>
      </div>
      <section className={page.section} aria-labelledby="graph">
        <h2 id="graph" className={page.heading}>
          State graph
        </h2>
        {object ? <StateGraph template={template} current={object.state} /> : <Skeleton height={260} />}
      </section>
      <section className={page.section} aria-labelledby="history">
        <h2 id="history" className={page.heading}>
          History
        </h2>
        <HistoryTimeline template={template} id={id} />
      </section>
    </div>
  )
}

/** The shipment of a card stands with its order, and that it is to be blocked in the head of the page; what an account holds, by itself. */
const TOLD_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  cards: ['carrier', 'trackingNumber', 'shippedAt', 'blockOnArrival'],
  account: ['held'],
}

function Head({ object, leaving }: { object: OneObject | undefined; leaving: Leaving | undefined }) {
  if (!object) {
    return (
      <header className={classes.head}>
        <Skeleton height={24} width={260} my={3} />
        <Skeleton height={26} width={104} radius="xl" />
      </header>
    )
  }
  const block = object.fields.blockOnArrival
  return (
    <header className={classes.head}>
      <h1>{object.title}</h1>
      <span role="status" aria-label="State">
        <StateChip template={object.template} state={object.state} large />
      </span>
      <span className={classes.leaves}>
        <LeavesLine leaving={object.order?.status === 'claimed' ? { now: 'leaving' } : leaving} />
      </span>
      {typeof block === 'string' && block !== '' && (
        <p className={classes.block}>
          <IconBan size={16} stroke={1.6} aria-hidden />
          <span>
            {object.state === 'blocked' || object.state === 'destroyed' ? 'Blocked on arrival' : 'To be blocked on arrival'}: {block}
          </span>
        </p>
      )}
    </header>
  )
}

function Missing({ template, error }: { template: Template; error: unknown }) {
  useDocumentTitle(`${template.label} not found`)
  return (
    <div className={`${page.page} ${page.panel}`}>
      <h1 className={classes.missing}>This {template.label.toLowerCase()} cannot be shown</h1>
      <ProblemNotice problem={error} tone="bad" />
    </div>
  )
}
