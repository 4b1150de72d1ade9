import type { CatalogLookup } from '../parts/catalog.ts'
import { StateDot } from '../parts/state-chip.tsx'
import { groups, partOf } from './groups.ts'

export interface Place {
  to: string
  label: string
  description?: string
  group: string
  icon?: React.ReactNode
}

const rolePlaces: Place[] = [
  { to: '/admin/roles/matrix', label: 'Permission matrix', description: 'Who may do what.', group: 'Go to' },
  { to: '/admin/roles/why', label: 'Why', description: 'Why somebody may do something, or may not.', group: 'Go to' },
]

/** The places of Admin that this person may go to, for the palette: groups, tabs of templates, processes. */
export function placesOf(open: readonly string[], catalog: CatalogLookup): Place[] {
  return [
    ...groups
      .filter((group) => open.includes(partOf(group)))
      .map((group) => ({
        to: group.path,
        label: group.label,
        description: group.means,
        group: 'Go to',
        icon: <group.icon size={18} stroke={1.6} />,
      })),
    ...catalog.templates
      .filter((template) => open.includes(template.group))
      .flatMap((template) => [
        { to: `/admin/${template.group}/${template.name}`, label: `${template.label} › General`, group: 'Go to' },
        ...template.states.map((state) => ({
          to: `/admin/${template.group}/${template.name}/${state.name}`,
          label: `${template.label} › ${state.label}`,
          group: 'Go to',
          icon: <StateDot colour={state.colour} />,
        })),
      ]),
    ...(open.includes('roles') ? rolePlaces : []),
    ...(open.includes('processes') ? catalog.useCases : []).map((process) => ({
      to: `/admin/processes/${process.name}`,
      label: process.label,
      description: process.symbol,
      group: 'Go to',
    })),
  ]
}
