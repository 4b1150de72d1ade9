import { Button } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useDocumentTitle } from './document-title.ts'
import { ProblemNotice } from './problem-notice.tsx'

/** What a page shows when it could not be drawn: the sentence, the remedy, and another try. */
export function PageProblem({ error }: Pick<ErrorComponentProps, 'error'>) {
  useDocumentTitle('Something went wrong')
  return (
    <main id="main" tabIndex={-1} style={{ maxWidth: 640, margin: '72px auto', padding: '0 16px' }}>
      <h1 style={{ marginBottom: 16 }}>This page could not be shown</h1>
      <ProblemNotice problem={error} tone="bad">
        <Button variant="default" onClick={() => window.location.reload()}>
          Try again
        </Button>
      </ProblemNotice>
    </main>
  )
}
