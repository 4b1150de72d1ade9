import { Link, useParams } from '@tanstack/react-router'
import type { Template } from '../../src/http/contract/catalog.ts'
import { useCatalog } from '../parts/catalog.ts'
import { groups } from './groups.ts'
import { type ItemColumn, ItemTable } from './item-table.tsx'
import { Page } from './page.tsx'

/** Home > Identities, Home > Cards: the templates of the group. */
export function TemplateList() {
  const { group } = useParams({ from: '/admin/$group' })
  const known = groups.find(({ name }) => name === group)
  const templates = useCatalog().templates.filter((template) => template.group === group)
  const label = known?.label ?? ''
  return (
    <Page title={label} name={label} means={known?.means}>
      <ItemTable
        label={label}
        items={templates}
        columns={columns}
        keyOf={(template) => template.name}
        empty={`There is no template under ${label} yet.`}
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
      <Link to="/admin/$group/$template" params={{ group: template.group, template: template.name }}>
        {template.label}
      </Link>
    ),
  },
  { name: 'description', label: 'Description', value: (template) => template.means },
  { name: 'states', label: 'States', value: (template) => template.states.length, numeric: true, wide: true },
]
