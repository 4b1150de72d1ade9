import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Bureau, BureauLayout } from '../../src/http/contract/bureau.ts'
import type { Versioned } from '../parts/api.ts'
import { BureauEditor } from './bureau-editor.tsx'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import { bureausQuery } from './queries.ts'

/** Home > Bureaus > New: the same page over a bureau that is not there yet. It becomes one when it is saved. */
export function NewBureau() {
  const query = useQuery(bureausQuery)
  return (
    <Page
      title="New bureau"
      name="New bureau"
      means="Nothing leaves for it until an order is for it. Its secrets are entered once it is saved."
    >
      <Loaded query={query} skeleton={<Skeleton h={420} maw={640} />}>
        {({ items }) => <BureauEditor name={null} latest={unborn(items[0])} taken={items.map(({ name }) => name)} />}
      </Loaded>
    </Page>
  )
}

/** The tag of what is not defined yet: it is refused where somebody else made a bureau of this name meanwhile. */
const NONE = '"none"'

/** Where nothing is said it is as the options say; the words for that, and the plain layout, are those of any bureau. */
function unborn(other: Bureau | undefined): Versioned<Bureau> {
  return {
    etag: NONE,
    body: {
      name: '',
      definition: {
        label: '',
        connection: { kind: 'directory', folder: '' },
        schedule: null,
        timeZone: null,
        holidays: [],
        batchSize: null,
        recallHours: 24,
        layouts: {},
      },
      version: 'none',
      secrets: [],
      schedule: other?.schedule ?? { cron: '', timeZone: '', words: '', next: [] },
      press: null,
      takesNewOrders: false,
      plainLayout: other?.plainLayout ?? noLayout,
      keys: [],
    },
  }
}

const noLayout: BureauLayout = { name: 'plain', label: 'Plain card', fields: [], photo: null }
