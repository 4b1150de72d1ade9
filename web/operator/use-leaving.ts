import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useAsOfNow } from '../parts/time.tsx'
import { type Leaving, leavingOf, type QueuedOrder } from './leaving.ts'

const EVERY = 1_000

/**
 * A queued order of a card and its moment of no return. When that comes, the page asks what became of the card and what may be done with it:
 * at once, and every second until it is known. Whoever calls it renders when something changes, not with every second.
 */
export function useLeaving(id: string, order: QueuedOrder | null | undefined): Leaving | undefined {
  const [begun, setBegun] = useState<number>()
  const at = order?.status === 'queued' && order.abortableUntil ? Date.parse(order.abortableUntil) : undefined
  const isDue = useAsOfNow((now) => at !== undefined && at <= now)
  if (isDue && begun !== at) setBegun(at)
  const told = useAsOfNow((now) => JSON.stringify(leavingOf(order, now, begun) ?? null))
  const leaving = (JSON.parse(told) as Leaving | null) ?? undefined

  const queries = useQueryClient()
  const is = leaving?.now
  useEffect(() => {
    if (is !== 'leaving' && is !== 'overdue') return
    const read = () =>
      void queries.invalidateQueries(
        { predicate: ({ queryKey }) => (queryKey[0] === 'object' || queryKey[0] === 'offers') && queryKey[1] === id },
        // An answer that takes longer than a second is waited for.
        { cancelRefetch: false },
      )
    read()
    const reading = is === 'leaving' ? setInterval(read, EVERY) : undefined
    return () => clearInterval(reading)
  }, [is, id, queries])
  return leaving
}
