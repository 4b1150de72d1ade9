import { IconGripVertical } from '@tabler/icons-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import styles from './grip.module.css'

/** What a row of a list is dragged by to another place; it is moved with the arrow keys as well. */
export function Grip({
  label,
  place,
  last,
  onMove,
  onGrip,
}: {
  label: string
  place: number
  last: number
  onMove: (to: number) => void
  onGrip: (event: PointerEvent) => void
}) {
  function onKeyDown(event: KeyboardEvent): void {
    const to = event.key === 'ArrowUp' ? place - 1 : event.key === 'ArrowDown' ? place + 1 : place
    if (to === place) return
    event.preventDefault()
    if (to >= 0 && to <= last) onMove(to)
  }
  return (
    <button
      type="button"
      className={styles.grip}
      aria-label={`Reorder ${label}: drag, or use the up and down arrows`}
      onPointerDown={onGrip}
      onKeyDown={onKeyDown}
    >
      <IconGripVertical size={16} aria-hidden />
    </button>
  )
}
