import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Bureau, DefinedBureau } from '../../src/http/contract/bureau.ts'
import { type Problem, put, type Versioned } from '../parts/api.ts'
import { BureauConflict } from './bureau-conflict.tsx'
import { BureauConnection } from './bureau-connection.tsx'
import { changedParts, mergedOver, nameFrom, partOf, partWords, tabOf, valueWords, withPartOf } from './bureau-draft.ts'
import { BureauGeneral } from './bureau-general.tsx'
import { BureauLayouts } from './bureau-layouts.tsx'
import type { BureauTab } from './bureau-tab.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { LinkTabs } from './link-tabs.tsx'
import { bureauQuery } from './queries.ts'
import { SaveBar } from './save-bar.tsx'
import { useDraft } from './use-draft.ts'
import { usePublishing } from './use-publishing.ts'

/** What the tabs of a bureau's page edit together. */
export interface BureauEditing {
  /** The bureau as it is published; its name is empty for one that is not there yet. */
  bureau: Bureau
  draft: DefinedBureau
  change(part: Partial<DefinedBureau>): void
  /** What the server objected to at a place such as `connection/host`, or inside it. */
  errorAt(place: string): string | undefined
  errors: Problem['errors']
}

/** The draft of a bureau over its tabs, Save, and what happens when somebody else saved first. `name` is null for a new one. */
export function BureauEditor({ name, latest, taken = [] }: { name: string | null; latest: Versioned<Bureau>; taken?: readonly string[] }) {
  const draft = useDraft(
    latest,
    (published: Bureau): DefinedBureau => published.definition,
    (published, edited) => changedParts(published.definition, edited).length,
  )
  const navigate = useNavigate()
  const [ownName, setOwnName] = useState<string | null>(null)
  const chosen = name ?? ownName ?? nameFrom(draft.edited.label)
  const base = draft.base.body.definition
  const { publish, edit, theirs, contest, problem, bar } = usePublishing(draft, {
    query: bureauQuery(chosen),
    shownIn: [['admin'], ['rows', 'bureaus']],
    send: (change: { definition: DefinedBureau }, etag) => put<Bureau>(`/bureau-definitions/${encodeURIComponent(chosen)}`, change, etag),
    said:
      name === null
        ? `${draft.edited.label} is there. Now enter its secrets and test the connection.`
        : 'Saved. It holds from the next release and the next message on.',
    keep: (mine, { definition }) => mergedOver(base, definition, mine),
    isNew: name === null,
    async onSaved() {
      if (name !== null) return
      await navigate({ to: '/admin/bureaus/$bureau', params: { bureau: chosen }, search: { tab: 'connection' }, ignoreBlocker: true })
    },
  })
  const errors = problem?.errors ?? []
  const parts = changedParts(base, draft.edited)
  const editing: BureauEditing = {
    bureau: latest.body,
    draft: draft.edited,
    change(part) {
      edit((before) => ({ ...before, ...part }))
    },
    errorAt: (place) => errors.find(({ pointer }) => isWithin(pointer, `/definition/${place}`))?.detail,
    errors,
  }
  const [complains, setComplains] = useState(false)
  const nameError =
    errors.find(({ pointer }) => pointer === '/name')?.detail ??
    (taken.includes(chosen) ? isTaken : complains && chosen === '' ? isMissing : undefined)
  const { tab, place } = useTab(name, problem)
  return (
    <>
      {theirs && (
        <BureauConflict
          base={base}
          theirs={theirs.body.definition}
          mine={draft.edited}
          onTake={(part) => draft.edit((before) => withPartOf(before, part, theirs.body.definition))}
          {...contest}
        />
      )}
      <LinkTabs label="Parts of the bureau" current={tab.current} tabs={tabsOf(tab.path, parts, errors)}>
        <div ref={place}>
          {tab.name === 'general' && (
            <BureauGeneral editing={editing} name={name === null ? { value: chosen, error: nameError, onChange: setOwnName } : undefined} />
          )}
          {tab.name === 'connection' && <BureauConnection editing={editing} changed={parts.some((part) => tabOf(part) === 'connection')} />}
          {tab.name === 'layouts' && <BureauLayouts editing={editing} />}
        </div>
      </LinkTabs>
      <SaveBar
        key={draft.base.etag}
        {...bar}
        words={parts.map(
          (part) => `${partWords(part)}: ${valueWords(part, partOf(base, part))} → ${valueWords(part, partOf(draft.edited, part))}`,
        )}
        onSave={(why) => {
          setComplains(true)
          if (chosen !== '' && !taken.includes(chosen)) publish({ definition: draft.edited }, why)
          else void navigate({ to: '/admin/bureaus/new', replace: true })
        }}
      />
      <LeaveGuard changes={draft.changes} of={draft.edited.label || 'the new bureau'} />
    </>
  )
}

const isTaken = 'There is a bureau of this name already. Choose another.'
const isMissing = 'Give the bureau a label, and a name of letters, digits and hyphens.'

const isWithin = (pointer: string, place: string): boolean => pointer === place || pointer.startsWith(`${place}/`)

/** The tab in the address. What the server objects to brings its tab to the front, and the first such field gets the focus. */
function useTab(name: string | null, problem: Problem | null) {
  const search: { tab?: Exclude<BureauTab, 'general'> } = useSearch({ strict: false })
  const navigate = useNavigate()
  const path = name === null ? '/admin/bureaus/new' : `/admin/bureaus/${name}`
  const tab = search.tab ?? 'general'
  const place = useRef<HTMLDivElement>(null)
  const wrong = problem?.errors.map(({ pointer }) => tabOf(pointer.replace('/definition/', ''))) ?? []
  const first = wrong.includes(tab) ? tab : wrong[0]
  const go = useRef(navigate)
  go.current = navigate
  useEffect(() => {
    if (!problem || !first) return
    if (first !== tab) void go.current({ to: path, search: first === 'general' ? {} : { tab: first }, replace: true, resetScroll: false })
    else place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem, first, tab, path])
  return { tab: { name: tab, path, current: tab === 'general' ? path : `${path}?tab=${tab}` }, place }
}

function tabsOf(path: string, parts: readonly string[], errors: Problem['errors']) {
  const labels: Record<BureauTab, string> = { general: 'General', connection: 'Connection', layouts: 'Layouts' }
  return Object.entries(labels).map(([tab, label]) => {
    const isWrong = errors.some(({ pointer }) => tabOf(pointer.replace('/definition/', '')) === tab)
    const isChanged = parts.some((part) => tabOf(part) === tab)
    return {
      label,
      to: path,
      ...(tab !== 'general' && { search: { tab } }),
      ...(isWrong
        ? { dot: 'var(--state-red-dot)', note: 'something is wrong' }
        : isChanged
          ? { dot: 'var(--state-orange-dot)', note: 'changed' }
          : {}),
    }
  })
}
