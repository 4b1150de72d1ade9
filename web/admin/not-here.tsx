import { IconMapQuestion } from '@tabler/icons-react'
import { Empty } from '../parts/empty.tsx'
import { ButtonLink } from '../parts/links.tsx'
import { Page } from './page.tsx'

/** An address under Admin that leads nowhere. */
export function NotHere() {
  return (
    <Page title="There is nothing at this address" name="Page not found">
      <Empty icon={IconMapQuestion} title="It may have been mistyped, or what it showed is gone.">
        <p>Nothing was changed.</p>
        <ButtonLink to="/admin" variant="default">
          Go to Home
        </ButtonLink>
      </Empty>
    </Page>
  )
}
