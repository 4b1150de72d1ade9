import { IconListSearch } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCatalog } from '../parts/catalog.ts'
import { useDocumentTitle } from '../parts/document-title.ts'
import { Empty } from '../parts/empty.tsx'
import classes from './search.module.css'
import type { SearchAddress } from './search-address.ts'
import { SearchForm } from './search-form.tsx'
import { SearchResults } from './search-results.tsx'

/** SEARCH: the form on top, the results below. The address bar holds the whole search, so Back and bookmarks work. */
export function SearchPage() {
  const search: SearchAddress = useSearch({ from: '/operator/search' })
  const navigate = useNavigate()
  const catalog = useCatalog()
  const template = catalog.template(search.template)
  useDocumentTitle(template ? `Search ${template.plural}` : 'Search')
  const [asked, setAsked] = useState(0)
  const go = (to: SearchAddress) => {
    // The same search pressed again reads again.
    setAsked((count) => count + 1)
    void navigate({ to: '/operator/search', search: to })
  }
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Search</h1>
      <SearchForm key={JSON.stringify(search)} search={search} onSearch={go} />
      {template ? (
        <SearchResults
          key={`${JSON.stringify({ ...search, sort: '' })}`}
          template={template}
          search={search}
          asked={asked}
          onSearch={(to) => void navigate({ to: '/operator/search', search: to, resetScroll: false })}
        />
      ) : (
        <Empty icon={IconListSearch} title={search.template ? 'There is no such object type.' : 'What are you looking for?'}>
          Choose an object type, narrow it down if you like, and press Search.
        </Empty>
      )}
    </div>
  )
}
