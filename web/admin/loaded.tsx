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
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) {
    return (
      <ProblemNotice problem={query.error} tone="bad">
        <Button variant="default" onClick={() => void query.refetch()}>
          Try again
        </Button>
      </ProblemNotice>
    )
  }
  return (
    <div role="status" aria-label="Loading">
      {skeleton}
    </div>
  )
}
