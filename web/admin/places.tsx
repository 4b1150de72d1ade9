import type { CatalogLookup } from '../parts/catalog.ts'
import { StateDot } from '../parts/state-chip.tsx'
import { groups } from './groups.ts'

export interface Place {
  to: string
  label: string
  description?: string
  group: string
  icon?: React.ReactNode
}

/** The places of Admin that this person may go to, for the palette: groups, tabs of templates, processes. */
export function placesOf(open: readonly string[], catalog: CatalogLookup): Place[] {
  return [
    ...groups
      .filter(({ name }) => open.includes(name))
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
    ...(open.includes('processes') ? catalog.useCases : []).map((process) => ({
      to: `/admin/processes/${process.name}`,
      label: process.label,
      description: process.symbol,
      group: 'Go to',
    })),
  ]
}
