import { Loader, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OneObject, Row, Rows } from '../../src/http/contract/object.ts'
import { get } from './api.ts'
import { refusalOf } from './problem-notice.tsx'

/** The choice of one object by search: a few letters of its name or number. */
export function ObjectSelect({
  label,
  description,
  collection,
  value,
  onChange,
  clearable = true,
}: {
  label: string
  description?: string
  /** The name of its collection, such as cards. */
  collection: string
  value: string | null
  onChange: (id: string | null) => void
  clearable?: boolean
}) {
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 160)
  const found = useQuery(foundQuery(collection, asked))
  const chosen = useQuery({ ...chosenQuery(collection, value ?? ''), enabled: value !== null }).data
  const rows = found.data?.items ?? []
  const data = rows.map((row) => ({ value: row.id, label: wordsOf(row) }))
  if (value !== null && !data.some((one) => one.value === value)) data.unshift({ value, label: chosen?.title ?? 'Reading it…' })
  return (
    <Select
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={data}
      // The server has searched already.
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      searchable
      clearable={clearable}
      onSearchChange={setText}
      error={found.error ? refusalOf(found.error).sentence : undefined}
      rightSection={found.isFetching ? <Loader size={14} /> : undefined}
      placeholder="Type to search…"
      nothingFoundMessage={found.isPending ? 'Searching…' : 'Nothing matches.'}
      maxDropdownHeight={320}
    />
  )
}

const foundQuery = (collection: string, text: string) =>
  queryOptions({
    queryKey: ['rows', collection, 'choice', text],
    queryFn: ({ signal }) => get<Rows>(`/${collection}`, { q: text, limit: 20 }, signal),
    placeholderData: keepPreviousData,
  })

const chosenQuery = (collection: string, id: string) =>
  queryOptions({
    queryKey: ['object', id, collection],
    queryFn: ({ signal }) => get<OneObject>(`/${collection}/${encodeURIComponent(id)}`, undefined, signal),
  })

/** What tells an object from others of the same name. */
function wordsOf({ label, fields }: Row): string {
  const more = [
    fields.displayName,
    fields.holderLastName && `${fields.holderFirstName} ${fields.holderLastName}`,
    fields.employeeNumber,
    fields.name,
  ]
  return [label, ...more.filter((words) => typeof words === 'string' && words !== '' && words !== label)].join(' · ')
}
