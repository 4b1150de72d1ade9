import { Button, Group } from '@mantine/core'
import { IconClipboardText, IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Units } from '../../src/http/contract/unit.ts'
import { put, type Versioned } from '../parts/api.ts'
import { Empty } from '../parts/empty.tsx'
import { countWords } from '../parts/number-words.ts'
import { Conflict } from './conflict.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { Section } from './page.tsx'
import { PasteUnits } from './paste-units.tsx'
import { unitsQuery } from './queries.ts'
import { SaveBar } from './save-bar.tsx'
import { added, inTree, replayed, type UnitItem, type UnitsDraft, unitChanges, unitItems, unitsDraft } from './unit-draft.ts'
import { UnitRow } from './unit-row.tsx'
import styles from './units.module.css'
import { useDraft } from './use-draft.ts'
import { usePublishing } from './use-publishing.ts'

/** The tree of units with its draft, the units that have no place in it, Save, and what happens when somebody else saved first. */
export function UnitsEditor({ latest }: { latest: Versioned<Units> }) {
  const draft = useDraft(
    latest,
    ({ items }: Units): UnitsDraft => unitsDraft(items),
    ({ items }, edited) => unitChanges(items, edited).length,
  )
  const { items: base } = draft.base.body
  const { publish, edit, theirs, contest, problem, bar } = usePublishing(draft, {
    query: unitsQuery,
    shownIn: [['grantable']],
    send: (tree: { items: UnitItem[] }, etag) => put<Units>('/units', tree, etag),
    said: 'Saved. What roles reach follows at once.',
    keep: (mine, { items }) => replayed(base, mine, items),
  })
  const [focus, setFocus] = useState<string | null>(null)
  const [pasting, setPasting] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (problem) list.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])
  const add = (name: string, above: string | null) => {
    const made = added(draft.edited, name, above)
    edit(() => made.draft)
    setFocus(made.key)
  }
  const users = new Map([...latest.body.items, ...latest.body.strays].map((unit) => [unit.name, unit.users]))
  const names = new Set(draft.edited.map(({ name }) => name.trim()))
  const strays = latest.body.strays.filter(({ name }) => !names.has(name))
  const words = unitChanges(base, draft.edited)
  return (
    <>
      {theirs && (
        <Conflict
          title="Somebody else published the units while you were editing."
          text="Nothing of yours was saved and nothing of theirs was overwritten. Your changes can be put over theirs."
          {...contest}
        >
          <div className={styles.sides}>
            <Side title="They changed" words={unitChanges(base, unitsDraft(theirs.body.items))} />
            <Side title="You changed" words={words} />
          </div>
        </Conflict>
      )}
      <Section
        title="The tree"
        means="Alt with the arrow keys moves the unit one works on in and out."
        actions={
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconClipboardText size={16} stroke={1.6} aria-hidden />}
              onClick={() => setPasting(true)}
            >
              Paste a list
            </Button>
            <Button variant="default" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />} onClick={() => add('', null)}>
              Add a unit
            </Button>
          </Group>
        }
      >
        {draft.edited.length === 0 && (
          <Empty compact title="There is no tree yet.">
            <p>Every unit stands by itself until it has a place here.</p>
          </Empty>
        )}
        <ul className={styles.tree} ref={list}>
          {inTree(draft.edited).map(({ unit, depth }, at) => (
            <UnitRow
              key={unit.key}
              unit={unit}
              depth={depth}
              draft={draft.edited}
              users={users.get(unit.key.startsWith('\n') ? unit.name : unit.key)}
              error={problem?.errors.find(({ pointer }) => pointer.startsWith(`/items/${at}/`))?.detail}
              takesFocus={focus === unit.key}
              onEdit={edit}
              onAdd={() => add('', unit.key)}
            />
          ))}
        </ul>
      </Section>
      {strays.length > 0 && (
        <Section
          title="Without a place"
          means="Units that users are in and that the tree does not have. A role that is held for a unit above reaches them only once they have a place."
          actions={
            <Button
              variant="default"
              onClick={() => edit((before) => strays.reduce((grown, { name }) => added(grown, name, null).draft, before))}
            >
              Add all at the top
            </Button>
          }
        >
          <ul className={styles.strays}>
            {strays.map(({ name, users: count }) => (
              <li key={name}>
                <span>{name}</span>
                <span className={styles.count}>{usersWords(count)}</span>
                <Button size="compact-sm" variant="subtle" onClick={() => add(name, null)} aria-label={`Give it a place: ${name}`}>
                  Give it a place
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <PasteUnits
        opened={pasting}
        draft={draft.edited}
        onClose={() => setPasting(false)}
        onTake={(pasted) => {
          edit(() => pasted)
          setPasting(false)
        }}
      />
      <SaveBar key={draft.base.etag} {...bar} words={words} onSave={(why) => publish({ items: unitItems(draft.edited) }, why)} />
      <LeaveGuard changes={draft.changes} of="units" />
    </>
  )
}

/** "1 user"; beyond ten thousand they are not counted. */
export const usersWords = (count: number): string => (count > 10_000 ? 'more than 10,000 users' : countWords(count, 'user', 'users'))

function Side({ title, words }: { title: string; words: readonly string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles.changes}>
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
    </div>
  )
}
