import { IconMapQuestion } from '@tabler/icons-react'
import { useDocumentTitle } from './document-title.ts'
import { Empty } from './empty.tsx'
import { ButtonLink } from './links.tsx'

/** The page for an address that leads nowhere. */
export function NotFound() {
  useDocumentTitle('Page not found')
  return (
    <main id="main" tabIndex={-1}>
      <NothingHere />
    </main>
  )
}

/** The same, inside an app's shell. */
export function NothingHere() {
  useDocumentTitle('Page not found')
  return (
    <Empty icon={IconMapQuestion} heading title="There is no page at this address.">
      <p>It may have been mistyped, or what it showed is gone. Nothing was changed.</p>
      <ButtonLink to="/operator" variant="default">
        Go to HOME
      </ButtonLink>
    </Empty>
  )
}
