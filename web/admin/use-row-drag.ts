import { type PointerEvent, type RefObject, useRef, useState } from 'react'

/**
 * Reorders the children of a list with a pointer, live. The listeners sit on the window and not on the handle, because a handle that
 * moves in the document loses its pointer capture.
 */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  move: (from: number, to: number) => void,
): { dragging: number | null; start: (at: number, event: PointerEvent) => void } {
  const [dragging, setDragging] = useState<number | null>(null)
  const place = useRef(0)

  function start(at: number, event: PointerEvent): void {
    if (event.button !== 0) return
    event.preventDefault()
    place.current = at
    setDragging(at)
    const follow = (moved: globalThis.PointerEvent): void => {
      const to = placeAt(list.current, moved.clientY, place.current)
      if (to === place.current) return
      move(place.current, to)
      place.current = to
      setDragging(to)
    }
    const stop = (): void => {
      window.removeEventListener('pointermove', follow)
      window.removeEventListener('pointerup', stop)
      window.removeEventListener('pointercancel', stop)
      setDragging(null)
    }
    window.addEventListener('pointermove', follow)
    window.addEventListener('pointerup', stop)
    window.addEventListener('pointercancel', stop)
  }
  return { dragging, start }
}

/** The place whose middle the pointer has passed, seen from where the row is now. */
function placeAt(list: HTMLElement | null, y: number, now: number): number {
  const middles = Array.from(list?.children ?? [], (row) => {
    const box = row.getBoundingClientRect()
    return box.top + box.height / 2
  })
  let to = now
  while (to + 1 < middles.length && y > (middles[to + 1] ?? 0)) to += 1
  while (to > 0 && y < (middles[to - 1] ?? 0)) to -= 1
  return to
}
