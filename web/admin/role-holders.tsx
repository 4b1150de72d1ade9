import { Link } from '@tanstack/react-router'
import type { Holder, OneRole } from '../../src/http/contract/role.ts'
import { countWords } from '../parts/number-words.ts'
import { scopeWords } from '../parts/scope-words.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { dayWords } from '../parts/time.tsx'
import { type ItemColumn, ItemTable } from './item-table.tsx'
import styles from './role.module.css'

/** Who holds a role, for whom, until when, and who gave it to them. What can be done about it stands with the account in Operator. */
export function RoleHolders({ role }: { role: OneRole }) {
  const accounts = new Set(role.holders.map(({ account }) => account)).size
  return (
    <div className={styles.parts}>
      <ItemTable
        label="holders"
        items={role.holders}
        columns={columns}
        keyOf={({ granted }) => granted.id}
        empty={`Nobody holds the role ${role.role.label}.`}
        filter={role.holders.length > 8}
      />
      {role.held > accounts && <p className={styles.note}>And {countWords(role.held - accounts, 'other account', 'other accounts')}.</p>}
    </div>
  )
}

const columns: ItemColumn<Holder>[] = [
  {
    name: 'name',
    label: 'Account',
    value: ({ displayName, name }) => `${displayName} ${name}`,
    cell: ({ account, displayName, name }) => (
      <>
        <Link to="/operator/$collection/$id" params={{ collection: 'accounts', id: account }}>
          {displayName}
        </Link>{' '}
        <span className={styles.dim}>{name}</span>
      </>
    ),
  },
  {
    name: 'state',
    label: 'Status',
    value: ({ state }) => state,
    cell: ({ state }) => <StateChip template="account" state={state} />,
    wide: true,
  },
  { name: 'scope', label: 'For', value: ({ granted }) => scopeWords(granted) },
  {
    name: 'until',
    label: 'Last day',
    value: ({ granted }) => granted.until ?? '',
    cell: ({ granted: { until, over } }) =>
      until === null ? (
        <span className={styles.dim}>no end</span>
      ) : (
        <span className={over ? styles.over : undefined}>{dayWords(until)}</span>
      ),
  },
  {
    name: 'by',
    label: 'Granted',
    wide: true,
    value: ({ granted }) => granted.grantedAt,
    cell: ({ granted: { grantedAt, grantedBy } }) => `${dayWords(grantedAt)}${grantedBy === null ? '' : ` by ${grantedBy}`}`,
  },
]
