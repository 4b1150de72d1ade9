import { Button } from '@mantine/core'
import { useDocumentTitle } from '../parts/document-title.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'

/** A page of Admin that could not be drawn; the tree beside it stays. */
export function PageFailed({ error, reset }: { error: unknown; reset?: () => void }) {
  useDocumentTitle('Something went wrong')
  return (
    <div style={{ maxWidth: 640, padding: '48px 0' }}>
      <h1 style={{ marginBottom: 16 }}>This page could not be shown</h1>
      <ProblemNotice problem={error} tone="bad">
        <Button variant="default" onClick={() => (reset ? reset() : window.location.reload())}>
          Try again
        </Button>
      </ProblemNotice>
    </div>
  )
}
