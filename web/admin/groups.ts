/** The groups under Home, in the order of the tree. */
import {
  type Icon,
  IconAdjustments,
  IconBuildingFactory2,
  IconCreditCard,
  IconFileImport,
  IconHistory,
  IconInbox,
  IconLogin2,
  IconPackageExport,
  IconRoute,
  IconShieldCheck,
  IconShieldLock,
  IconSitemap,
  IconTopologyRing3,
  IconUserCheck,
  IconUserCog,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCatalog } from '../parts/catalog.ts'
import { useMe } from '../parts/session.ts'
import { bureausQuery, dutiesQuery, optionsQuery, processesQuery, rolesQuery } from './queries.ts'

export interface Group {
  name:
    | 'identities'
    | 'cards'
    | 'desk'
    | 'processes'
    | 'state-graphs'
    | 'options'
    | 'duties'
    | 'bureaus'
    | 'production'
    | 'privacy'
    | 'import'
    | 'versions'
    | 'journal'
    | 'roles'
    | 'units'
    | 'accounts'
    | 'sign-in'
  /** The part of Admin that a role must open for it, where it is called otherwise. */
  part?: string
  label: string
  path: string
  means: string
  icon: Icon
}

export const groups: readonly Group[] = [
  {
    name: 'identities',
    path: '/admin/identities',
    label: 'Identities',
    means: 'The kinds of people the organisation knows, and what can be done in each of their states.',
    icon: IconUsers,
  },
  {
    name: 'cards',
    path: '/admin/cards',
    label: 'Cards',
    means: 'The kinds of cards the organisation issues, and what can be done in each of their states.',
    icon: IconCreditCard,
  },
  {
    name: 'desk',
    path: '/admin/desk',
    label: 'Desk',
    means: 'What operators work on besides users and cards: recalls, incidents and the presses of bureaus.',
    icon: IconInbox,
  },
  {
    name: 'processes',
    path: '/admin/processes',
    label: 'Processes',
    means: 'Everything an operator or the system can do: the drawing, the page that explains it, where it is attached.',
    icon: IconRoute,
  },
  {
    name: 'state-graphs',
    path: '/admin/state-graphs',
    label: 'State graphs',
    means: 'The states of each template and the moves between them.',
    icon: IconTopologyRing3,
  },
  { name: 'options', path: '/admin/options', label: 'Options', means: 'Values that change how processes behave.', icon: IconAdjustments },
  {
    name: 'duties',
    path: '/admin/duties',
    label: 'Separation of duties',
    means: 'What nobody does alone: which commands need a second person, and from which size on.',
    icon: IconUserCheck,
  },
  {
    name: 'bureaus',
    path: '/admin/bureaus',
    label: 'Bureaus',
    means: 'The companies that produce cards: how each is reached, when orders leave for it, and in which layouts.',
    icon: IconBuildingFactory2,
  },
  {
    name: 'production',
    path: '/admin/production',
    label: 'Production',
    means: 'Orders on their way to the bureaus: the queue, the batches, the next release.',
    icon: IconPackageExport,
  },
  {
    name: 'privacy',
    path: '/admin/privacy',
    label: 'Privacy',
    means: 'How long what is known of people is kept after the end.',
    icon: IconShieldLock,
  },
  { name: 'import', path: '/admin/import', label: 'Import', means: 'Bring users in from a file.', icon: IconFileImport },
  {
    name: 'roles',
    path: '/admin/roles',
    label: 'Roles',
    means: 'What people may open, see and start; who holds what; and why somebody may, or may not.',
    icon: IconShieldLock,
  },
  {
    name: 'units',
    part: 'roles',
    path: '/admin/units',
    label: 'Units',
    means: 'The parts of the organisation, each with those below it: what a role that is held for a unit reaches.',
    icon: IconSitemap,
  },
  {
    name: 'accounts',
    part: 'roles',
    path: '/admin/accounts',
    label: 'User administration',
    means: 'The accounts with which people sign in, and what each holds.',
    icon: IconUserCog,
  },
  {
    name: 'sign-in',
    path: '/admin/sign-in',
    label: 'Sign-in',
    means: 'Where people sign in besides their password or passkey, and what that gives them.',
    icon: IconLogin2,
  },
  { name: 'versions', path: '/admin/versions', label: 'Versions', means: 'Who published what, when and why.', icon: IconHistory },
  {
    name: 'journal',
    path: '/admin/journal',
    label: 'Journal',
    means: 'Everything that happened or was refused, sealed, with proofs of it.',
    icon: IconShieldCheck,
  },
]

/** The groups this person may use; the others are not shown at all. */
export function useGroups(): Group[] {
  const open = useMe()?.adminGroups ?? []
  return groups.filter((group) => open.includes(partOf(group)))
}

/** The part of Admin that must be open to somebody who goes there. */
export const partOf = ({ name, part }: Group): string => part ?? name

/** How many items a group holds, where that is known. */
export function useCounts(): Partial<Record<Group['name'], number>> {
  const catalog = useCatalog()
  const open = useGroups().map((group) => group.name)
  const processes = useQuery({ ...processesQuery, enabled: open.includes('processes') })
  const options = useQuery({ ...optionsQuery, enabled: open.includes('options') })
  const roles = useQuery({ ...rolesQuery, enabled: open.includes('roles') })
  const bureaus = useQuery({ ...bureausQuery, enabled: open.includes('bureaus') })
  const duties = useQuery({ ...dutiesQuery, enabled: open.includes('duties') })
  if (!catalog.ready) return {}
  return {
    identities: catalog.templates.filter((template) => template.group === 'identities').length,
    cards: catalog.templates.filter((template) => template.group === 'cards').length,
    desk: catalog.templates.filter((template) => template.group === 'desk').length,
    bureaus: bureaus.data?.items.length,
    roles: roles.data?.items.length,
    processes: processes.data?.items.length,
    'state-graphs': catalog.templates.length,
    options: options.data?.body.items.length,
    duties: duties.data?.body.items.length,
  }
}
