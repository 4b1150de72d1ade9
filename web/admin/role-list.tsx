import { Group } from '@mantine/core'
import { IconHelpCircle, IconPlus, IconTable } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RoleLine } from '../../src/http/contract/role.ts'
import { ButtonLink } from '../parts/links.tsx'
import { numberWords } from '../parts/number-words.ts'
import { type ItemColumn, ItemTable, ItemTableSkeleton } from './item-table.tsx'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import { rolesQuery } from './queries.ts'
import styles from './role.module.css'

/** Home > Roles: what people may open, see and start. */
export function RoleList() {
  const query = useQuery(rolesQuery)
  return (
    <Page
      title="Roles"
      name="Roles"
      means="What people may open, see and start. A role is granted to an account for everybody, for a unit, or for what is their own."
      actions={
        <Group gap="xs">
          <ButtonLink variant="default" to="/admin/roles/matrix" leftSection={<IconTable size={16} stroke={1.6} aria-hidden />}>
            Permission matrix
          </ButtonLink>
          <ButtonLink variant="default" to="/admin/roles/why" leftSection={<IconHelpCircle size={16} stroke={1.6} aria-hidden />}>
            Why
          </ButtonLink>
          <ButtonLink to="/admin/roles/new" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}>
            New
          </ButtonLink>
        </Group>
      }
    >
      <Loaded query={query} skeleton={<ItemTableSkeleton rows={11} />}>
        {({ items }) => <ItemTable label="roles" items={items} columns={columns} keyOf={(item) => item.name} empty="There are no roles." />}
      </Loaded>
    </Page>
  )
}

export const originWords: Readonly<Record<RoleLine['origin'], string>> = { shipped: 'as shipped', changed: 'changed', own: 'own' }

const columns: ItemColumn<RoleLine>[] = [
  {
    name: 'label',
    label: 'Role',
    value: ({ role }) => role.label,
    cell: ({ name, role }) => (
      <Link to="/admin/roles/$role" params={{ role: name }}>
        {role.label}
      </Link>
    ),
  },
  { name: 'symbol', label: 'Symbolic name', value: ({ role }) => role.symbol, wide: true },
  { name: 'means', label: 'What it is for', value: ({ role }) => role.means, wide: true },
  {
    name: 'origin',
    label: 'Version',
    value: ({ origin, role }) => (role.retired ? `${originWords[origin]}, out of use` : originWords[origin]),
  },
  {
    name: 'held',
    label: 'Held by',
    numeric: true,
    value: ({ held }) => held,
    cell: ({ held, ofSystem }) => (ofSystem ? <span className={styles.dim}>the system</span> : numberWords(held)),
  },
]
