import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ProblemNotice } from '../parts/problem-notice.tsx'

/** What a query gave; while it is on its way a skeleton of the same size, and when it failed the sentence with another try. */
export function Loaded<T>({
  query,
  skeleton,
  children,
}: {
  query: { data: T | undefined; error: unknown; refetch: () => unknown }
  skeleton: ReactNode
  children: (data: T) => ReactNode
}) {
  const failed = query.error !== null && query.error !== undefined
  return (
    <>
      {failed && (
        <ProblemNotice problem={query.error} tone={query.data === undefined ? 'bad' : 'calm'}>
          <Button variant="default" onClick={() => void query.refetch()}>
            Try again
          </Button>
          {query.data !== undefined && <span>Below is what was read before.</span>}
        </ProblemNotice>
      )}
      {query.data !== undefined && children(query.data)}
      {query.data === undefined && !failed && (
        <div role="status" aria-label="Loading">
          {skeleton}
        </div>
      )}
    </>
  )
}
