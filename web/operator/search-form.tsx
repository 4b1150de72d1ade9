import { Button, Menu, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import { useBureauNames } from '../parts/bureau-names.ts'
import { type Column, type State, useCatalog } from '../parts/catalog.ts'
import { useShortcuts } from '../parts/shortcuts.tsx'
import { StateDot } from '../parts/state-chip.tsx'
import { useRemembered } from './remembered.ts'
import { filterColumns, filtersOf, isOfQueue, type SearchAddress, withField, withState, writeSearch } from './search-address.ts'
import classes from './search-form.module.css'

const ANY = ''

/** Left to right: object type, status, text, further fields, Search. Nothing is searched before the button says so. */
export function SearchForm({ search, onSearch }: { search: SearchAddress; onSearch(search: SearchAddress): void }) {
  const catalog = useCatalog()
  const text = useRef<HTMLInputElement>(null)
  const [type, remember] = useRemembered('search-type', '')
  const [draft, setDraft] = useState<SearchAddress>(() => ({
    ...search,
    template: search.template ?? catalog.template(type)?.name ?? catalog.templates[0]?.name ?? '',
  }))
  const [open, setOpen] = useState<string[]>(() => filtersOf(search).map(([name]) => name))
  const template = catalog.template(draft.template)
  const columns = filterColumns(catalog, draft)
  const change = (part: SearchAddress) => setDraft((before) => ({ ...before, ...part }))
  useShortcuts([{ keys: '/', does: 'Focus the text to search for', run: () => text.current?.focus() }])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    remember(draft.template ?? '')
    onSearch(writeSearch(draft))
  }
  // A status or a field of one type means nothing to another.
  const changeType = (name: string | null) => {
    setDraft({ template: name ?? '', q: draft.q ?? '' })
    setOpen([])
  }
  const changeState = (state: string) => {
    const changed = withState(draft, state)
    setDraft(changed)
    // What had to go is not left standing without its value.
    setOpen(open.filter((name) => !(name in draft) || name in changed))
  }
  const close = (field: string) => {
    setOpen(open.filter((name) => name !== field))
    setDraft(({ [field]: _, ...rest }) => rest)
  }
  // Of cards in the queue it is asked so often when they leave that the field is there without being opened.
  const isOpen = ({ field, kind }: Column): boolean => open.includes(field) || (kind === 'leaves' && isOfQueue(draft))
  const closed = columns.filter((column) => !isOpen(column))
  return (
    <form role="search" aria-label="Search" className={classes.form} onSubmit={submit}>
      <Select
        label="Object type"
        className={classes.type}
        data={catalog.templates.map(({ name, label }) => ({ value: name, label }))}
        value={draft.template ?? null}
        onChange={changeType}
      />
      <Select
        label="Status"
        className={classes.status}
        data={[{ value: ANY, label: 'Any' }, ...(template?.states ?? []).map(({ name, label }) => ({ value: name, label }))]}
        value={draft.state ?? ANY}
        onChange={(state) => changeState(state ?? ANY)}
        leftSection={draft.state && template ? <StateDot colour={catalog.state(template.name, draft.state).colour} /> : undefined}
        renderOption={({ option }) => (
          <StateOption state={template?.states.find((one) => one.name === option.value)} label={option.label} />
        )}
        maxDropdownHeight={480}
      />
      <TextInput
        ref={text}
        label="Text"
        type="search"
        className={classes.text}
        placeholder="Name, number…"
        value={draft.q ?? ''}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change({ q: event.currentTarget.value })}
      />
      {columns.filter(isOpen).map((column) => {
        const Field = column.kind === 'leaves' ? LeavesInput : FieldInput
        return (
          <Field
            key={column.field}
            column={column}
            value={draft[column.field] ?? ''}
            onChange={(value) => setDraft((before) => withField(before, column.field, value))}
            onClose={() => close(column.field)}
          />
        )
      })}
      {closed.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="subtle" color="gray" className={classes.more} leftSection={<IconPlus size={16} stroke={1.8} />}>
              More fields
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {closed.map((column) => (
              <Menu.Item key={column.field} onClick={() => setOpen([...open, column.field])}>
                {column.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Button type="submit" className={classes.submit}>
        Search
      </Button>
    </form>
  )
}

interface FieldInputProps {
  column: Column
  value: string
  onChange(value: string): void
  onClose(): void
}

function FieldInput(props: FieldInputProps) {
  return props.column.kind === 'bureau' ? <BureauInput {...props} /> : <WordsInput {...props} />
}

function WordsInput({ column, value, onChange, onClose }: FieldInputProps) {
  return (
    <TextInput
      label={column.label}
      className={classes.field}
      type={column.kind === 'date' ? 'date' : 'text'}
      inputMode={column.kind === 'number' ? 'numeric' : undefined}
      value={value}
      maxLength={200}
      autoComplete="off"
      autoFocus={value === ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSectionWidth={30}
      rightSection={<Without label={column.label} onClose={onClose} />}
    />
  )
}

/** Also `any`, which is what the field begins with where it opened by itself. */
const LEAVES = [
  { value: ANY, label: 'Any time' },
  { value: 'within-the-hour', label: 'Within the hour' },
  { value: 'today', label: 'Today' },
  { value: 'later', label: 'Later, or not planned' },
  { value: 'held', label: 'Held' },
  { value: 'stopped', label: 'Press is stopped' },
]

function LeavesInput({ column, value, onChange }: FieldInputProps) {
  return (
    <Select label={column.label} className={classes.field} data={LEAVES} value={value} onChange={(chosen) => onChange(chosen ?? ANY)} />
  )
}

function StateOption({ state, label }: { state: State | undefined; label: string }) {
  return (
    <span className={classes.option} title={state?.means}>
      {state ? <StateDot colour={state.colour} /> : <span className={classes.noDot} />}
      {label}
    </span>
  )
}

function BureauInput({ column, value, onChange, onClose }: FieldInputProps) {
  const { bureaus } = useBureauNames()
  return (
    <Select
      label={column.label}
      className={classes.field}
      data={(bureaus ?? []).map(({ name, label }) => ({ value: name, label }))}
      value={value === '' ? null : value}
      placeholder="Any"
      autoFocus={value === ''}
      onChange={(name) => onChange(name ?? '')}
      rightSectionWidth={30}
      rightSectionPointerEvents="all"
      rightSection={<Without label={column.label} onClose={onClose} />}
    />
  )
}

function Without({ label, onClose }: { label: string; onClose(): void }) {
  return (
    <button type="button" className={classes.close} aria-label={`Without ${label}`} onClick={onClose}>
      <IconX size={14} stroke={1.8} />
    </button>
  )
}
