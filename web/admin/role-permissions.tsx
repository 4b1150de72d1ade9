import { Checkbox, Switch, Textarea, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { Section } from './page.tsx'
import { PermissionCheck } from './permission-check.tsx'
import styles from './role.module.css'
import { type Choice, EVERY } from './role-draft.ts'
import type { RoleEditing } from './role-editor.tsx'

/** What a role is called, what it opens in Admin and Operator, what its holders see, and what they start. */
export function RolePermissions({ editing }: { editing: RoleEditing }) {
  const of = (kind: Choice['kind']) => editing.choices.filter((choice) => choice.kind === kind)
  const isBeyond = editing.choices.some(({ may, word }) => !may && editing.base[word] !== true)
  return (
    <div className={styles.parts}>
      <General editing={editing} />
      {isBeyond && !editing.readOnly && (
        <p className={styles.note}>What is grey you do not hold for everybody yourself, so that you cannot put it into a role.</p>
      )}
      <Areas
        editing={editing}
        title="Opens in Admin"
        part="admin"
        choices={of('admin')}
        means="For everybody alone: a role that is held for a unit opens nothing of Admin."
      />
      <Areas editing={editing} title="Opens in Operator" part="operator" choices={of('operator')} />
      <Reads editing={editing} choices={of('read')} />
      <Starts editing={editing} choices={of('start')} />
    </div>
  )
}

function General({ editing }: { editing: RoleEditing }) {
  const { draft, set, errorAt, readOnly, published } = editing
  return (
    <div className={styles.fields}>
      <TextInput
        label="Label"
        description="What people call it."
        required
        readOnly={readOnly}
        maxLength={80}
        autoComplete="off"
        value={String(draft.label ?? '')}
        error={errorAt('label')}
        onChange={(event) => set({ label: event.currentTarget.value })}
      />
      <TextInput
        label="Symbolic name"
        description="For documents and programs."
        required
        readOnly={readOnly}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        value={String(draft.symbol ?? '')}
        error={errorAt('symbol')}
        onChange={(event) => set({ symbol: event.currentTarget.value })}
      />
      <Textarea
        className={styles.wide}
        label="What it is for"
        required
        readOnly={readOnly}
        autosize
        minRows={1}
        maxLength={500}
        value={String(draft.means ?? '')}
        error={errorAt('means')}
        onChange={(event) => set({ means: event.currentTarget.value })}
      />
      {published.origin === 'own' && published.name !== '' && (
        <Switch
          className={styles.wide}
          label="In use"
          description="Out of use it is granted to nobody else; whoever holds it keeps it."
          error={errorAt('retired')}
          checked={draft.retired !== true}
          onChange={(event) => set({ retired: !event.currentTarget.checked })}
        />
      )}
    </div>
  )
}

function Areas({
  editing,
  title,
  part,
  choices,
  means,
}: {
  editing: RoleEditing
  title: string
  part: 'admin' | 'operator'
  choices: readonly Choice[]
  means?: string
}) {
  const error = editing.errorAt(part)
  return (
    <Section title={title} means={means}>
      <div className={styles.choices}>
        {choices.map(({ word, label, may }) => (
          <PermissionCheck key={word} editing={editing} name={word} label={label.replace(/^(Admin|Operator): /, '')} may={may} />
        ))}
      </div>
      {error && <Wrong>{error}</Wrong>}
    </Section>
  )
}

function Reads({ editing, choices }: { editing: RoleEditing; choices: readonly Choice[] }) {
  const { draft, base, set, readOnly } = editing
  const every = draft[EVERY] === true
  const error = editing.errorAt('reads')
  const mayAll = choices.every(({ may }) => may)
  return (
    <Section title="Sees" means="In Operator and through the API, in as many units as the role is held for.">
      <div className={styles.choices}>
        <Checkbox
          checked={every}
          disabled={readOnly || (!mayAll && base[EVERY] !== true)}
          label="Everything"
          description="Also what is added later."
          onChange={(event) => set({ [EVERY]: event.currentTarget.checked })}
        />
        {choices.map(({ word, label, may }) =>
          every ? (
            <Checkbox key={word} checked disabled label={capital(label.replace(/^See /, ''))} />
          ) : (
            <PermissionCheck key={word} editing={editing} name={word} label={capital(label.replace(/^See /, ''))} may={may} />
          ),
        )}
      </div>
      {error && <Wrong>{error}</Wrong>}
    </Section>
  )
}

function Starts({ editing, choices }: { editing: RoleEditing; choices: readonly Choice[] }) {
  const [word, setWord] = useState('')
  const { templates } = useCatalog()
  const found = choices.filter(({ label }) => label.toLowerCase().includes(word.trim().toLowerCase()))
  const error = editing.errorAt('starts')
  return (
    <Section
      title="Starts"
      means="The use cases its holders may start, where an administrator has attached them to a state."
      actions={
        <TextInput
          className={styles.search}
          aria-label="Search use cases"
          placeholder="Search use cases"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
      }
    >
      {error && <Wrong>{error}</Wrong>}
      {templates.map(({ name, label }) => {
        const mine = found.filter(({ template }) => template === name)
        return mine.length > 0 && <StartGroup key={name} editing={editing} label={label} choices={mine} />
      })}
      {found.length === 0 && <Empty compact title={`No use case is called “${word}”.`} />}
    </Section>
  )
}

function StartGroup({ editing, label, choices }: { editing: RoleEditing; label: string; choices: readonly Choice[] }) {
  const given = choices.filter(({ word, may }) => may || editing.base[word] === true)
  const on = given.filter(({ word }) => editing.draft[word] === true).length
  return (
    <fieldset className={styles.group} aria-label={`On a ${label}`}>
      <div className={styles.groupHead}>
        <h3>On a {label}</h3>
        {given.length > 1 && (
          <Checkbox
            size="xs"
            label="Every one of this group"
            disabled={editing.readOnly}
            checked={on === given.length}
            indeterminate={on > 0 && on < given.length}
            onChange={(event) => editing.set(Object.fromEntries(given.map(({ word }) => [word, event.currentTarget.checked])))}
          />
        )}
      </div>
      <div className={styles.choices}>
        {choices.map(({ word, label: called, states, may }) => (
          <PermissionCheck
            key={word}
            editing={editing}
            name={word}
            label={called}
            note={states.length > 0 ? `offered in ${states.join(', ')}` : 'offered nowhere'}
            may={may}
          />
        ))}
      </div>
    </fieldset>
  )
}

function Wrong({ children }: { children: string }) {
  return (
    <p role="alert" style={{ margin: 0, color: 'var(--bad)' }}>
      {children}
    </p>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
