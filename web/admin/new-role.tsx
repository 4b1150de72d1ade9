import { useQuery } from '@tanstack/react-query'
import type { OneRole } from '../../src/http/contract/role.ts'
import type { Versioned } from '../parts/api.ts'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import { permissionsQuery, rolesQuery } from './queries.ts'
import { RoleSkeleton } from './role.tsx'
import { RoleEditor } from './role-editor.tsx'

/** Home > Roles > New: the same page over a role that is not there yet. It becomes one when it is saved. */
export function NewRole() {
  const roles = useQuery(rolesQuery)
  const choices = useQuery(permissionsQuery)
  const both = {
    data: roles.data && choices.data ? { taken: roles.data.items.map(({ name }) => name), items: choices.data.items } : undefined,
    error: roles.error ?? choices.error,
    refetch: () => Promise.all([roles.refetch(), choices.refetch()]),
  }
  return (
    <Page
      title="New role"
      name="New role"
      means="Nobody holds it until it is granted. You can put into it what you hold for everybody yourself."
    >
      <Loaded query={both} skeleton={<RoleSkeleton />}>
        {({ taken, items }) => <RoleEditor name={null} latest={unborn} choices={items} taken={taken} />}
      </Loaded>
    </Page>
  )
}

/** The tag of what is not defined yet: it is refused where somebody else made a role of this name meanwhile. */
const unborn: Versioned<OneRole> = {
  etag: '"none"',
  body: {
    name: '',
    role: { label: '', symbol: '', means: '', admin: [], operator: [], reads: [], starts: [], hides: [], retired: false },
    origin: 'own',
    held: 0,
    ofSystem: false,
    holders: [],
    versions: [],
  },
}
