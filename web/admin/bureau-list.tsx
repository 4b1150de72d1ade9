import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Bureau } from '../../src/http/contract/bureau.ts'
import { ButtonLink } from '../parts/links.tsx'
import { StateChip } from '../parts/state-chip.tsx'
import { WhenAndCountdown } from '../parts/time.tsx'
import styles from './bureau.module.css'
import { connectionWords } from './bureau-draft.ts'
import { type ItemColumn, ItemTable, ItemTableSkeleton } from './item-table.tsx'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import { bureausQuery } from './queries.ts'

/** Home > Bureaus: the companies that produce cards. */
export function BureauList() {
  const query = useQuery(bureausQuery)
  return (
    <Page
      title="Bureaus"
      name="Bureaus"
      means="The companies that produce cards: how each is reached, when orders leave for it, and in which layouts."
      actions={
        <ButtonLink to="/admin/bureaus/new" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}>
          New
        </ButtonLink>
      }
    >
      <Loaded query={query} skeleton={<ItemTableSkeleton rows={3} filter={false} />}>
        {({ items }) => (
          <ItemTable
            label="Bureaus"
            items={items}
            columns={columns}
            keyOf={(bureau) => bureau.name}
            empty="There is no bureau yet."
            filter={items.length > 6}
          />
        )}
      </Loaded>
    </Page>
  )
}

const columns: ItemColumn<Bureau>[] = [
  {
    name: 'label',
    label: 'Bureau',
    value: ({ definition }) => definition.label,
    cell: ({ name, definition }) => (
      <Link to="/admin/bureaus/$bureau" params={{ bureau: name }}>
        {definition.label}
      </Link>
    ),
  },
  {
    name: 'connection',
    label: 'Connected by',
    value: ({ definition }) => connectionWords[definition.connection.kind],
    wide: true,
  },
  {
    name: 'next',
    label: 'Next release',
    value: ({ press, schedule }) => (press?.stoppedAt ? '' : (schedule.next[0] ?? '')),
    cell: ({ press, schedule }) => {
      if (press?.stoppedAt) return <span className={styles.dim}>nothing leaves</span>
      return schedule.next[0] ? <WhenAndCountdown at={schedule.next[0]} /> : <span className={styles.dim}>none is planned</span>
    },
  },
  {
    name: 'press',
    label: 'Press',
    value: ({ press }) => (press?.stoppedAt ? 'stopped' : 'running'),
    cell: ({ press }) => (
      <span title={press?.stoppedWhy ?? undefined}>
        <StateChip template="bureau" state={press?.stoppedAt ? 'stopped' : 'running'} />
      </span>
    ),
  },
  {
    name: 'orders',
    label: 'New orders',
    value: ({ takesNewOrders }) => (takesNewOrders ? 'takes new orders' : ''),
    wide: true,
  },
]
