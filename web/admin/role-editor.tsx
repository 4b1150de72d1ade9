import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { DefinedRole, OneRole } from '../../src/http/contract/role.ts'
import { put, type Versioned } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { fieldsOf } from '../parts/json-schema.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { LinkTabs } from './link-tabs.tsx'
import { roleQuery } from './queries.ts'
import { RoleConflict } from './role-conflict.tsx'
import {
  type Choice,
  callerOf,
  changedKeys,
  changeWords,
  draftOf,
  mergedRole,
  nameFromLabel,
  type RoleDraft,
  roleOf,
  symbolFromLabel,
  withValue,
} from './role-draft.ts'
import { RoleHidden } from './role-hidden.tsx'
import { RoleHolders } from './role-holders.tsx'
import { RolePermissions } from './role-permissions.tsx'
import type { RoleTab } from './role-tab.ts'
import { RoleVersions } from './role-versions.tsx'
import { SaveBar } from './save-bar.tsx'
import { useDraft } from './use-draft.ts'
import { usePublishing } from './use-publishing.ts'

/** What the tabs of a role's page edit together. */
export interface RoleEditing {
  /** The role as it is published; its name is empty for one that is not there yet. */
  published: OneRole
  base: RoleDraft
  draft: RoleDraft
  choices: readonly Choice[]
  set(changes: Readonly<Record<string, string | boolean>>): void
  /** What the server objected to at a part of the role. */
  errorAt(part: string): string | undefined
  /** Nobody changes the role of the system. */
  readOnly: boolean
}

/** The draft of a role over its tabs, Save, and what happens when somebody else saved first. `name` is null for a new one. */
export function RoleEditor({
  name,
  latest,
  choices,
  taken = [],
}: {
  name: string | null
  latest: Versioned<OneRole>
  choices: readonly Choice[]
  taken?: readonly string[]
}) {
  const draft = useDraft(
    latest,
    ({ role }: OneRole) => draftOf(role),
    ({ role }, edited) => changedKeys(draftOf(role), edited).length,
  )
  const called = useCaller(choices)
  const base = draftOf(draft.base.body.role)
  const changed = changedKeys(base, draft.edited)
  const chosen = name ?? nameFromLabel(String(draft.edited.label))
  const navigate = useNavigate()
  const { publish, edit, theirs, contest, problem, bar } = usePublishing(draft, {
    query: roleQuery(chosen),
    shownIn: [['admin'], ['catalog'], ['grantable'], ['me']],
    send: (change: { role: DefinedRole }, etag) => put<OneRole>(`/roles/${encodeURIComponent(chosen)}`, change, etag),
    said:
      name === null
        ? `${draft.edited.label} is there. It can be granted now.`
        : 'Saved. It holds at once, for everybody who holds the role.',
    keep: (mine, { role }) => mergedRole(base, draftOf(role), mine),
    isNew: name === null,
    async onSaved() {
      if (name === null) await navigate({ to: '/admin/roles/$role', params: { role: chosen }, ignoreBlocker: true })
    },
  })
  const nameError = problem?.errors.find(({ pointer }) => pointer === '/name')?.detail ?? (taken.includes(chosen) ? isTaken : undefined)
  const search: { tab?: RoleTab } = useSearch({ strict: false })
  const tab = search.tab ?? 'permissions'
  const path = name === null ? '/admin/roles/new' : `/admin/roles/${name}`
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem) place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])
  const [complains, setComplains] = useState(false)
  const editing: RoleEditing = {
    published: latest.body,
    base,
    draft: draft.edited,
    choices,
    set(changes) {
      edit((before) => {
        const after = Object.entries(changes).reduce((edited, [key, value]) => withValue(edited, key, value), before)
        // A new role is named after its label until somebody names it otherwise.
        const follows = name === null && 'label' in changes && before.symbol === symbolFromLabel(String(before.label))
        return follows ? withValue(after, 'symbol', symbolFromLabel(String(after.label))) : after
      })
    },
    errorAt: (part) =>
      problem?.errors.find(({ pointer }) => pointer === `/role/${part}`)?.detail ??
      (part === 'label' ? (nameError ?? (complains && chosen === '' ? isMissing : undefined)) : undefined),
    readOnly: latest.body.ofSystem,
  }
  return (
    <>
      {theirs && (
        <RoleConflict
          base={base}
          theirs={draftOf(theirs.body.role)}
          mine={draft.edited}
          called={called}
          onTake={(key) => draft.edit((before) => withValue(before, key, draftOf(theirs.body.role)[key]))}
          {...contest}
        />
      )}
      <LinkTabs
        label="Parts of the role"
        current={tab === 'permissions' ? path : `${path}?tab=${tab}`}
        tabs={tabsOf(path, name === null, changed)}
      >
        <div ref={place}>
          {tab === 'permissions' && <RolePermissions editing={editing} />}
          {tab === 'hidden' && <RoleHidden editing={editing} />}
          {tab === 'holders' && <RoleHolders role={latest.body} />}
          {tab === 'versions' && <RoleVersions versions={latest.body.versions} called={called} />}
        </div>
      </LinkTabs>
      <SaveBar
        key={draft.base.etag}
        {...bar}
        words={changed.map((key) => changeWords(base, draft.edited, key, called))}
        onSave={(why) => {
          setComplains(true)
          if (chosen !== '' && !taken.includes(chosen)) publish({ role: roleOf(draft.edited) }, why)
        }}
      />
      <LeaveGuard changes={draft.changes} of={String(draft.edited.label) || 'the new role'} />
    </>
  )
}

const isTaken = 'There is a role of this name already. Choose another label.'
const isMissing = 'Label is missing.'

/** What people call each line of a role. */
function useCaller(choices: readonly Choice[]): (key: string) => string {
  const { template } = useCatalog()
  return callerOf(choices, (field) => {
    const [of, name] = field.split('.')
    const label = fieldsOf(template(of)?.form).find((one) => one.name === name)?.title
    return `${label ?? name} of a ${template(of)?.label ?? of}`
  })
}

function tabsOf(path: string, isNew: boolean, changed: readonly string[]) {
  const dot = { dot: 'var(--state-orange-dot)', note: 'changed' }
  const hides = changed.some((key) => key.startsWith('hides '))
  const tabs = [
    { label: 'Permissions', to: path, ...(changed.some((key) => !key.startsWith('hides ')) && dot) },
    { label: 'Hidden fields', to: path, search: { tab: 'hidden' }, ...(hides && dot) },
  ]
  if (isNew) return tabs
  return [...tabs, { label: 'Holders', to: path, search: { tab: 'holders' } }, { label: 'Versions', to: path, search: { tab: 'versions' } }]
}
