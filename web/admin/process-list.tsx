import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Processes } from '../../src/http/contract/admin.ts'
import { type CatalogLookup, useCatalog } from '../parts/catalog.ts'
import { AttachedTo } from './attached-to.tsx'
import { type ItemColumn, ItemTable, ItemTableSkeleton } from './item-table.tsx'
import { Loaded } from './loaded.tsx'
import { offeredWords } from './offered-words.ts'
import { Page } from './page.tsx'
import { processesQuery } from './queries.ts'

type Item = Processes['items'][number]

/** Home > Processes: everything that can be done, and where it is attached. */
export function ProcessList() {
  const query = useQuery(processesQuery)
  const catalog = useCatalog()
  return (
    <Page
      title="Processes"
      name="Processes"
      means="Everything an operator or the system can do. A process that is offered when attached shows in Operator once it stands in the Additional Commands of a state."
    >
      <Loaded query={query} skeleton={<ItemTableSkeleton rows={9} />}>
        {({ items }) => (
          <ItemTable
            label="processes"
            items={items}
            columns={columnsOf(catalog)}
            keyOf={(item) => item.useCase}
            empty="There are no processes."
          />
        )}
      </Loaded>
    </Page>
  )
}

function columnsOf(catalog: CatalogLookup): ItemColumn<Item>[] {
  const attached = (item: Item) =>
    item.attachedTo.map(({ template, state }) => `${catalog.template(template)?.label} ${catalog.state(template, state).label}`)
  return [
    {
      name: 'name',
      label: 'Name',
      value: (item) => item.label,
      cell: (item) => (
        <Link to="/admin/processes/$process" params={{ process: item.useCase }}>
          {item.label}
        </Link>
      ),
    },
    { name: 'symbol', label: 'Symbolic name', value: (item) => item.symbol, wide: true },
    { name: 'template', label: 'Template', value: (item) => catalog.template(item.template)?.label ?? item.template, wide: true },
    { name: 'offered', label: 'Offered', value: (item) => offeredWords(item.offered), wide: true },
    {
      name: 'attached',
      label: 'Attached to',
      value: (item) => attached(item).join(', '),
      cell: (item) => <AttachedTo attachedTo={item.attachedTo} />,
    },
  ]
}
