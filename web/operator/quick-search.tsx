import { Combobox, Loader, Select, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowRight, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Row } from '../../src/http/contract/object.ts'
import { useBureauNames } from '../parts/bureau-names.ts'
import { type Column, useCatalog } from '../parts/catalog.ts'
import { refusalOf } from '../parts/problem-notice.tsx'
import { Keys, useShortcuts } from '../parts/shortcuts.tsx'
import { StateChip } from '../parts/state-chip.tsx'
import { cellWords } from './cell-words.ts'
import { quickQuery } from './operator-queries.ts'
import classes from './quick-search.module.css'
import { useRemembered } from './remembered.ts'

/** Finds one object as one types; Enter opens it, or the whole search. `/` brings the cursor here. */
export function QuickSearch() {
  const catalog = useCatalog()
  const navigate = useNavigate()
  const box = useRef<HTMLInputElement>(null)
  const [type, setType] = useRemembered('quick-search-type', '')
  const template = catalog.template(type) ?? catalog.templates[0]
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 160)
  const { data, error, isFetching } = useQuery({
    ...quickQuery(template?.path ?? '', asked),
    enabled: template !== undefined && asked !== '',
  })
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() })
  useShortcuts([{ keys: '/', does: 'Focus the search', run: () => box.current?.focus() }])

  const shown = asked === '' ? [] : (data?.items ?? [])
  const openAll = () => void navigate({ to: '/operator/search', search: { template: template?.name ?? '', q: text.trim() } })
  const choose = (value: string) => {
    list.closeDropdown()
    if (value === ALL) openAll()
    else if (template) void navigate({ to: '/operator/$collection/$id', params: { collection: template.path, id: value } })
  }
  return (
    <search className={classes.row} aria-label="Quick search">
      <Select
        aria-label="Object type"
        size="md"
        className={classes.type}
        data={catalog.templates.map(({ name, label }) => ({ value: name, label }))}
        value={template?.name ?? null}
        onChange={(chosen) => {
          setType(chosen ?? '')
          box.current?.focus()
        }}
      />
      <div className={classes.box}>
        <Combobox store={list} onOptionSubmit={choose} withinPortal={false} shadow="lg" offset={6}>
          <Combobox.Target>
            <TextInput
              ref={box}
              size="md"
              type="search"
              aria-label="Quick search"
              placeholder={PLACEHOLDERS[template?.name ?? ''] ?? 'Number, bureau, words…'}
              value={text}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
              rightSection={
                isFetching ? (
                  <Loader size={16} />
                ) : text === '' ? (
                  <span className={classes.hint}>
                    <Keys keys="/" />
                  </span>
                ) : null
              }
              onChange={(event) => {
                setText(event.currentTarget.value)
                list.openDropdown()
                list.resetSelectedOption()
              }}
              onFocus={() => text !== '' && list.openDropdown()}
              onBlur={() => list.closeDropdown()}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && list.getSelectedOptionIndex() < 0 && text.trim() !== '') openAll()
                if (event.key === 'Escape' && !list.dropdownOpened) setText('')
              }}
            />
          </Combobox.Target>
          <Combobox.Dropdown hidden={asked === '' || text.trim() === '' || (!data && !error)}>
            <Combobox.Options aria-label="Found">
              {shown.map((row) => (
                <Combobox.Option key={row.id} value={row.id}>
                  <Found row={row} columns={template?.columns ?? []} />
                </Combobox.Option>
              ))}
              {error ? (
                <Combobox.Empty>{refusalOf(error).sentence}</Combobox.Empty>
              ) : shown.length === 0 ? (
                <Combobox.Empty>
                  No {template?.label.toLowerCase()} matches “{asked}”.
                </Combobox.Empty>
              ) : (
                <Combobox.Option value={ALL} className={classes.all}>
                  <span>All that match “{asked}”</span>
                  <IconArrowRight size={16} stroke={1.6} aria-hidden />
                </Combobox.Option>
              )}
            </Combobox.Options>
          </Combobox.Dropdown>
        </Combobox>
      </div>
    </search>
  )
}

const ALL = 'all'

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  card: 'Card number, name, employee number…',
  user: 'Name, number, e-mail…',
  recall: 'Recall number, bureau, reason…',
  incident: 'Incident number, kind, words…',
  bureau: 'Name of the bureau…',
}

function Found({ row, columns }: { row: Row; columns: readonly Column[] }) {
  const { labelOf } = useBureauNames(columns.some((column) => column.kind === 'bureau'))
  const more = columns
    .filter((column) => column.shown && (column.kind === 'text' || column.kind === 'bureau'))
    .map((column) => cellWords(column, row, labelOf))
    .filter((words) => words !== '' && !row.label.includes(words))
  return (
    <span className={classes.found}>
      <span className={classes.label}>{row.label}</span>
      <span className={classes.more}>{more.join(' · ')}</span>
      <StateChip template={row.template} state={row.state} />
    </span>
  )
}
