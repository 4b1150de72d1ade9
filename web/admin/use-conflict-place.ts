import { type RefObject, useEffect, useRef } from 'react'
import { Problem } from '../parts/api.ts'

/** Where both versions stand side by side, and the way there. Whoever pressed Save and was second is taken there at once. */
export function useConflictPlace(shown: boolean, error: unknown): { place: RefObject<HTMLElement | null>; go: () => void } {
  const place = useRef<HTMLElement>(null)
  const go = () => {
    place.current?.scrollIntoView({ block: 'start' })
    place.current?.focus({ preventScroll: true })
  }
  const second = shown && error instanceof Problem && error.status === 412
  const way = useRef(go)
  useEffect(() => {
    if (second) way.current()
  }, [second])
  return { place, go }
}
