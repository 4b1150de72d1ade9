import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { StateGraphProps } from './state-graph-drawing.tsx'

const Drawing = lazy(async () => ({ default: (await import('./state-graph-drawing.tsx')).StateGraphDrawing }))

/** The states of a template and the moves between them, with the current one marked; the same in words below it. */
export function StateGraph(props: StateGraphProps) {
  return (
    <Suspense fallback={<Skeleton height={props.direction === 'down' ? 520 : 260} />}>
      <Drawing {...props} />
    </Suspense>
  )
}
