import { Button, Select, Table, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload, IconListSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { JournalEntries as Entries } from '../../src/http/contract/journal.ts'
import { file } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../parts/save-file.ts'
import { When } from '../parts/time.tsx'
import list from './item-table.module.css'
import { ItemTableSkeleton } from './item-table.tsx'
import styles from './journal.module.css'
import { Loaded } from './loaded.tsx'
import { journalEntriesQuery } from './queries.ts'

export interface EntryFilter {
  kind?: string
  actor?: string
  template?: string
  useCase?: string
  object?: string
  /** Days, as the fields have them. */
  from?: string
  to?: string
}

const KINDS = {
  created: 'Made',
  changed: 'Changed',
  moved: 'Came into another state',
  done: 'Done',
  refused: 'Refused',
  cancelled: 'Cancelled',
  published: 'Published',
  'signed-in': 'Signed in',
  other: 'Other',
}

/** The entries that fit, newest first, page by page, each with its proof. */
export function JournalEntries() {
  // What is looked for may be a name, so it stands in no address.
  const [filter, setFilter] = useState<EntryFilter>({})
  const [asked] = useDebouncedValue(filter, 300)
  const query = useInfiniteQuery(journalEntriesQuery(asked))
  const proof = useMutation({ mutationFn: (id: string) => file(`/journal/entries/${id}/proof`), onSuccess: saveFile })
  return (
    <div className={list.list}>
      <Filters filter={filter} onChange={setFilter} />
      {proof.error && <ProblemNotice problem={proof.error} focus />}
      <Loaded query={query} skeleton={<ItemTableSkeleton rows={10} filter={false} />}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.items)
          return (
            <>
              {entries.length > 0 ? (
                <EntryTable entries={entries} busy={proof.isPending ? proof.variables : undefined} onProof={proof.mutate} />
              ) : (
                <Empty icon={IconListSearch} title={query.hasNextPage ? 'None among the newest entries.' : 'No entry fits.'} />
              )}
              {query.hasNextPage && (
                <Button
                  className={styles.more}
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  Show earlier entries
                </Button>
              )}
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

function EntryTable({ entries, busy, onProof }: { entries: Entries['items']; busy: string | undefined; onProof: (id: string) => void }) {
  return (
    <Table className={list.table} aria-label="Entries">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What happened</Table.Th>
          <Table.Th className={list.wideOnly}>Who</Table.Th>
          <Table.Th className={list.wideOnly}>When</Table.Th>
          <Table.Th>
            <span className={styles.hidden}>Proof</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Table.Tr key={entry.id}>
            <Table.Td className={styles.sentence}>
              {entry.sentence}
              {entry.changes.map(({ field, before, after }) => (
                <span key={field} className={styles.as}>
                  {field}: {before ?? 'nothing'} → {after ?? 'nothing'}
                </span>
              ))}
              <span className={styles.narrow}>
                {entry.actor}, <When at={entry.at} />
              </span>
            </Table.Td>
            <Table.Td className={list.wideOnly}>
              {entry.actor}
              <span className={styles.as}>{asWords(entry)}</span>
            </Table.Td>
            <Table.Td className={`${list.wideOnly} ${styles.when}`}>
              <When at={entry.at} />
            </Table.Td>
            <Table.Td className={styles.proof}>
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconDownload size={14} stroke={1.6} aria-hidden />}
                loading={busy === entry.id}
                aria-label={`Proof: ${entry.sentence}`}
                onClick={() => onProof(entry.id)}
              >
                Proof
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** As what somebody acted, and from where: by the names of roles, for a role may be called otherwise by now. */
const asWords = ({ roles, address }: Entries['items'][number]): string =>
  [...(roles && roles.length > 0 ? [roles.join(', ')] : []), ...(address !== null ? [`from ${address}`] : [])].join(' ')

function Filters({ filter, onChange }: { filter: EntryFilter; onChange: (filter: EntryFilter) => void }) {
  const { templates, useCases } = useCatalog()
  const set = (name: keyof EntryFilter) => (value: string | null) => onChange({ ...filter, [name]: value ?? '' })
  const text = (name: keyof EntryFilter) => (event: { currentTarget: { value: string } }) => set(name)(event.currentTarget.value)
  return (
    <search className={styles.filters} aria-label="Entries">
      <Select
        label="What"
        placeholder="Any"
        clearable
        clearButtonProps={{ 'aria-label': 'Any' }}
        data={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
        value={filter.kind || null}
        onChange={set('kind')}
      />
      <TextInput label="Who" placeholder="A part of a name" value={filter.actor ?? ''} maxLength={200} onChange={text('actor')} />
      <Select
        label="Use case"
        placeholder="Any"
        clearable
        clearButtonProps={{ 'aria-label': 'Any' }}
        searchable
        data={useCases.map(({ symbol, label }) => ({ value: symbol, label }))}
        value={filter.useCase || null}
        onChange={set('useCase')}
      />
      <Select
        label="About"
        placeholder="Anything"
        clearable
        clearButtonProps={{ 'aria-label': 'Anything' }}
        data={templates.map(({ name, label }) => ({ value: name, label }))}
        value={filter.template || null}
        onChange={set('template')}
      />
      <TextInput label="Its id" placeholder="As in its address" value={filter.object ?? ''} maxLength={100} onChange={text('object')} />
      <TextInput label="From" type="date" value={filter.from ?? ''} onChange={text('from')} />
      <TextInput label="To" type="date" value={filter.to ?? ''} onChange={text('to')} />
    </search>
  )
}
