import { Link } from '@tanstack/react-router'
import type { Template } from '../../src/http/contract/catalog.ts'
import { useCatalog } from '../parts/catalog.ts'
import { type ItemColumn, ItemTable } from './item-table.tsx'
import { Page } from './page.tsx'

/** Home > State graphs: one for each template. */
export function StateGraphList() {
  const { templates } = useCatalog()
  return (
    <Page
      title="State graphs"
      name="State graphs"
      means="The states of each template and the moves between them. An object is always in exactly one state, and only a move changes it."
    >
      <ItemTable
        label="state graphs"
        items={templates}
        columns={columns}
        keyOf={(template) => template.name}
        empty="There is no state graph."
      />
    </Page>
  )
}

const columns: ItemColumn<Template>[] = [
  {
    name: 'name',
    label: 'Name',
    value: (template) => template.label,
    cell: (template) => (
      <Link to="/admin/state-graphs/$template" params={{ template: template.name }}>
        {template.label}
      </Link>
    ),
  },
  { name: 'states', label: 'States', value: (template) => template.states.length, numeric: true },
  { name: 'final', label: 'Final', value: (template) => template.states.filter((state) => state.final).length, numeric: true },
  { name: 'moves', label: 'Moves', value: (template) => template.moves.length, numeric: true },
]
