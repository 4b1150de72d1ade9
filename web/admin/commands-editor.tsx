import { useState } from 'react'
import type { Attachable, Commands } from '../../src/http/contract/admin.ts'
import { put, type Versioned } from '../parts/api.ts'
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
import { useDraft } from './use-draft.ts'
import { usePublishing } from './use-publishing.ts'

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
  const { publish, edit, theirs, contest, bar } = usePublishing(draft, {
    query: commandsQuery(template, state),
    shownIn: [['attachable'], ['processes']],
    send: (change: Pick<Commands, 'items'>, etag) => put<Commands>(`/templates/${template}/states/${state}/commands`, change, etag),
    said: 'Saved. Operators see it now.',
    onSaved: () => setComplain(0),
  })
  const changes = changesOf(draft.base.body.items, draft.edited)

  function onSave(why: string): void {
    if (incomplete(draft.edited)) setComplain((times) => times + 1)
    else if (!theirs) publish({ items: itemsOf(draft.edited) }, why)
  }
  return (
    <>
      <div className={styles.columns}>
        <div className={styles.main}>
          {theirs && (
            <CommandsConflict
              theirs={theirs.body.items}
              mine={draft.edited}
              nameOf={nameOf}
              onTake={(row) =>
                draft.edit((before) => [...before, { key: row.useCase, useCase: row.useCase, mapping: row.mapping ?? null }])
              }
              {...contest}
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
            onRows={edit}
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
        {...bar}
        words={changes.map((change) => changeWords(change, nameOf))}
        onSave={onSave}
        onDiscard={() => {
          bar.onDiscard()
          setComplain(0)
        }}
      />
      <LeaveGuard changes={draft.changes} of={words.of} />
    </>
  )
}

function changeWords(change: DraftChange, nameOf: (useCase: string) => string): string {
  const name = change.useCase === null ? 'A row without a process' : nameOf(change.useCase)
  if (change.kind === 'mapping') return `${name}: other mapping`
  return change.useCase === null ? 'A row has no process yet' : `${name} ${change.kind}`
}
