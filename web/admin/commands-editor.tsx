import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Attachable, Commands } from '../../src/http/contract/admin.ts'
import { Problem, put, type Versioned } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { AdditionalCommands } from './additional-commands.tsx'
import { CommandsConflict } from './commands-conflict.tsx'
import { changesOf, type DraftChange, incomplete, itemsOf, rowsOf } from './commands-draft.ts'
import styles from './commands-editor.module.css'
import { LeaveGuard } from './leave-guard.tsx'
import { OperatorPreview } from './operator-preview.tsx'
import { processLabel } from './process-label.ts'
import { commandsQuery } from './queries.ts'
import { SaveBar } from './save-bar.tsx'
import { say } from './say.ts'
import { useConflictPlace } from './use-conflict-place.ts'
import { useDraft } from './use-draft.ts'

/** The commands of one state (or of `new`) with their draft, preview, Save, and what happens when somebody else saved first. */
export function CommandsEditor({
  template,
  state,
  words,
  latest,
  attachable,
  children,
}: {
  template: string
  state: string
  words: { title: string; means: string; empty: string; preview: string; previewEmpty: string; of: string }
  latest: Versioned<Commands>
  attachable: Attachable
  /** What stands below the grid, in the wide column. */
  children?: React.ReactNode
}) {
  const catalog = useCatalog()
  const nameOf = (useCase: string) =>
    processLabel(catalog, useCase) ?? attachable.items.find((item) => item.useCase === useCase)?.label ?? useCase
  const draft = useDraft(
    latest,
    (published: Commands) => rowsOf(published.items),
    (published, rows) => changesOf(published.items, rows).length,
  )
  const [complain, setComplain] = useState(0)
  const save = useSave(template, state, (version) => {
    draft.adopt(version)
    setComplain(0)
  })
  const changes = changesOf(draft.base.body.items, draft.edited)
  // While a save is on its way the news is most likely our own.
  const theirs = save.isPending ? null : draft.theirs
  const conflict = useConflictPlace(theirs !== null, save.error)

  function onSave(why: string): void {
    if (incomplete(draft.edited)) setComplain((times) => times + 1)
    else if (!theirs) save.mutate({ items: itemsOf(draft.edited), why, etag: draft.base.etag })
  }
  return (
    <>
      <div className={styles.columns}>
        <div className={styles.main}>
          {theirs && (
            <CommandsConflict
              theirs={theirs.body.items}
              mine={draft.edited}
              place={conflict.place}
              nameOf={nameOf}
              onTake={(row) =>
                draft.edit((before) => [...before, { key: row.useCase, useCase: row.useCase, mapping: row.mapping ?? null }])
              }
              onKeep={() => {
                draft.rebase(theirs)
                save.reset()
              }}
              onAdopt={() => {
                draft.adopt(theirs)
                save.reset()
              }}
            />
          )}
          <AdditionalCommands
            title={words.title}
            means={words.means}
            empty={words.empty}
            items={attachable.items}
            published={draft.base.body.items}
            rows={draft.edited}
            changes={changes}
            complain={complain}
            nameOf={nameOf}
            onRows={draft.edit}
          />
        </div>
        <aside className={styles.side} aria-label="Preview">
          <OperatorPreview
            sentence={words.preview}
            empty={words.previewEmpty}
            commands={itemsOf(draft.edited).map((row) => nameOf(row.useCase))}
          />
        </aside>
        <div className={styles.below}>{children}</div>
      </div>
      <SaveBar
        key={draft.base.etag}
        changes={draft.changes}
        words={changes.map((change) => changeWords(change, nameOf))}
        saving={save.isPending}
        blocked={theirs ? { label: 'Compare first', go: conflict.go } : undefined}
        problem={save.error instanceof Problem && save.error.status !== 412 ? save.error : null}
        onSave={onSave}
        onDiscard={() => {
          draft.discard()
          save.reset()
          setComplain(0)
        }}
      />
      <LeaveGuard changes={draft.changes} of={words.of} />
    </>
  )
}

/** Publishes. When somebody else was first (412), the newest version is read again, and the draft shows it beside itself. */
function useSave(template: string, state: string, onSaved: (version: Versioned<Commands>) => void) {
  const queries = useQueryClient()
  const query = commandsQuery(template, state)
  return useMutation({
    mutationFn: async ({ items, why, etag }: { items: Commands['items']; why: string; etag: string | null }) => {
      const answer = await put<Commands>(`/templates/${template}/states/${state}/commands`, { items, ...(why && { why }) }, etag)
      return answer.etag ? answer : queries.fetchQuery({ ...query, staleTime: 0 })
    },
    onSuccess: (version) => {
      onSaved(version)
      queries.setQueryData(query.queryKey, version)
      for (const key of ['attachable', 'processes', 'versions']) void queries.invalidateQueries({ queryKey: [key] })
      say('Saved. Operators see it now.')
    },
    onError: (error) => {
      if (error instanceof Problem && error.status === 412) void queries.invalidateQueries({ queryKey: query.queryKey })
    },
  })
}

function changeWords(change: DraftChange, nameOf: (useCase: string) => string): string {
  const name = change.useCase === null ? 'A row without a process' : nameOf(change.useCase)
  if (change.kind === 'mapping') return `${name}: other mapping`
  return change.useCase === null ? 'A row has no process yet' : `${name} ${change.kind}`
}
