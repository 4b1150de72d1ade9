import { Button, Select, Table, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import type { Holdings } from '../../src/http/contract/role.ts'
import { post } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { useMayStart } from '../parts/may-start.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { scopeWords } from '../parts/scope-words.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { dayWords } from '../parts/time.tsx'
import table from './item-table.module.css'
import { ItemTableSkeleton } from './item-table.tsx'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import styles from './permission-matrix.module.css'
import { holdingsQuery } from './queries.ts'
import roles from './role.module.css'

/** Home > User administration: the accounts, and what each holds. What is done to one is done on its page in Operator. */
export function Accounts() {
  const [text, setText] = useState('')
  const [state, setState] = useState<string | null>(null)
  const [asked] = useDebouncedValue(text.trim(), 200)
  const query = useInfiniteQuery(holdingsQuery(asked, state))
  const account = useCatalog().template('account')
  return (
    <Page
      title="User administration"
      name="User administration"
      means="The accounts with which people sign in, and what each holds. Open one to grant or withdraw a role, or to disable it."
      actions={
        <>
          <Begin useCase="create-api-client" variant="default">
            New API client
          </Begin>
          <Begin useCase="create-account">New account</Begin>
        </>
      }
    >
      <div className={styles.filters}>
        <TextInput
          aria-label="Search accounts"
          placeholder="Name or sign-in name"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select
          aria-label="Status"
          placeholder="Any status"
          clearable
          data={account?.states.map(({ name, label }) => ({ value: name, label })) ?? []}
          value={state}
          onChange={setState}
        />
      </div>
      <Loaded query={query} skeleton={<ItemTableSkeleton rows={8} filter={false} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items)
          if (items.length === 0) return <Empty title={asked === '' && state === null ? 'There are no accounts.' : 'No account matches.'} />
          return (
            <>
              <Lines items={items} />
              {query.hasNextPage && (
                <Button variant="default" w="fit-content" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show more accounts
                </Button>
              )}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Lines({ items }: { items: Holdings['items'] }) {
  return (
    <div className={table.list}>
      <Table className={table.table} aria-label="Accounts">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={roles.heading}>Name</Table.Th>
            <Table.Th className={`${roles.heading} ${table.wideOnly}`}>Sign-in name</Table.Th>
            <Table.Th className={roles.heading}>Status</Table.Th>
            <Table.Th className={roles.heading}>Holds</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ account, name, displayName, state, grants }) => (
            <Table.Tr key={account} className={table.row}>
              <Table.Td>
                <Link to="/operator/$collection/$id" params={{ collection: 'accounts', id: account }}>
                  {displayName}
                </Link>
              </Table.Td>
              <Table.Td className={table.wideOnly}>{name}</Table.Td>
              <Table.Td>
                <StateChip template="account" state={state} />
              </Table.Td>
              <Table.Td>
                {grants.length === 0 && <span className={roles.dim}>nothing</span>}
                <ul className={roles.scopes}>
                  {grants.map((granted) => (
                    <li key={granted.id}>
                      {granted.label}{' '}
                      <span className={roles.dim}>
                        for {scopeWords(granted)}
                        {granted.until !== null && `, until ${dayWords(granted.until)}`}
                      </span>
                    </li>
                  ))}
                </ul>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** Begins a command that makes an account; its form opens in Operator. */
function Begin({ useCase, children, variant = 'filled' }: { useCase: string; children: string; variant?: 'filled' | 'default' }) {
  const may = useMayStart(useCase)
  const navigate = useNavigate()
  const begin = useMutation({
    mutationFn: () => post<RunAnswer>(`/commands/${useCase}`, { objects: [] }),
    onSuccess: ({ run }) => navigate({ to: '/operator/runs/$id', params: { id: run.id } }),
  })
  if (!may) return null
  return (
    <>
      <ProblemNotice problem={begin.error} focus />
      <Button
        variant={variant}
        leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
        loading={begin.isPending}
        onClick={() => begin.mutate()}
      >
        {children}
      </Button>
    </>
  )
}
