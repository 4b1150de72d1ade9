import { Button, Text, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import type { Layout, LayoutField } from '../../src/http/contract/layout.ts'
import { type LayoutProblem, newField, withField } from './layout-draft.ts'
import styles from './layout-editor.module.css'
import { LayoutFieldRow } from './layout-field-row.tsx'
import type { LayoutSource } from './layout-sources.ts'
import { useRowDrag } from './use-row-drag.ts'

const MOST = 60

/** The input fields of a layout, in the order the bureau gets them. A row is read, until it is opened to be edited. */
export function LayoutFields({
  value,
  onChange,
  sources,
  problems,
}: {
  value: Layout
  onChange: (layout: Layout) => void
  sources: readonly LayoutSource[]
  problems: readonly LayoutProblem[]
}) {
  const heading = useId()
  const list = useRef<HTMLOListElement>(null)
  const keys = useRowKeys(value.fields.length)
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const [said, setSaid] = useState('')

  // A drag goes on while the list changes under it, so what is changed is always the newest.
  const latest = useRef(value)
  latest.current = value
  function change(next: Layout): void {
    latest.current = next
    onChange(next)
  }
  function add(): void {
    const { fields } = latest.current
    const free = sources.find(({ from }) => !fields.some((field) => field.from === from)) ?? sources[0]
    const key = keys.add()
    setOpened((before) => new Set(before).add(key))
    change({ ...latest.current, fields: [...fields, newField(free?.from ?? 'card.number')] })
  }
  function move(from: number, to: number): void {
    const { fields } = latest.current
    keys.move(from, to)
    change({ ...latest.current, fields: moved(fields, from, to) })
    setSaid(`${labelOf(fields[from])} is now ${to + 1} of ${fields.length}.`)
  }
  function remove(place: number): void {
    const { fields } = latest.current
    keys.remove(place)
    change({ ...latest.current, fields: fields.filter((_, at) => at !== place) })
    setSaid(`${labelOf(fields[place])} is taken out of the layout.`)
  }
  const drag = useRowDrag(list, move)

  return (
    <section aria-labelledby={heading}>
      <div className={styles.head}>
        <div>
          <h2 id={heading}>Input fields</h2>
          <Text size="sm" c="dimmed">
            What the bureau gets for each card, and from where each is filled. Nothing else leaves the house.
          </Text>
        </div>
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} disabled={value.fields.length >= MOST} onClick={add}>
          New
        </Button>
      </div>
      {value.fields.length === 0 && (
        <Text className={styles.empty} c="dimmed">
          A layout has at least one input field.
        </Text>
      )}
      <ol className={styles.rows} ref={list}>
        {value.fields.map((field, place) => {
          const key = keys.of(place)
          return (
            <LayoutFieldRow
              key={key}
              field={field}
              label={labelOf(field)}
              sources={sources}
              problems={problems}
              place={place}
              last={value.fields.length - 1}
              editing={opened.has(key)}
              dragging={drag.dragging === place}
              onEdit={(open) => setOpened((before) => withOrWithout(before, key, open))}
              onChange={(changed) => change(withField(latest.current, place, changed))}
              onMove={(to) => move(place, to)}
              onRemove={() => remove(place)}
              onGrip={(event) => drag.start(place, event)}
            />
          )
        })}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </section>
  )
}

/** Tells rows apart on screen while they move; a layout that comes from elsewhere with another number of fields gets fresh ones. */
function useRowKeys(count: number): {
  of: (place: number) => number
  add: () => number
  move: (from: number, to: number) => void
  remove: (place: number) => void
} {
  const state = useRef({ keys: [] as number[], next: 0 })
  const { current } = state
  const fresh = (): number => {
    current.next += 1
    return current.next
  }
  if (current.keys.length !== count) current.keys = Array.from({ length: count }, (_, at) => current.keys[at] ?? fresh())
  return {
    of: (place) => current.keys[place] ?? 0,
    add() {
      const key = fresh()
      current.keys = [...current.keys, key]
      return key
    },
    move(from, to) {
      current.keys = moved(current.keys, from, to)
    },
    remove(place) {
      current.keys = current.keys.filter((_, at) => at !== place)
    },
  }
}

function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items]
  const [item] = next.splice(from, 1)
  if (item !== undefined) next.splice(to, 0, item)
  return next
}

function withOrWithout(keys: ReadonlySet<number>, key: number, isIn: boolean): Set<number> {
  const next = new Set(keys)
  if (isIn) next.add(key)
  else next.delete(key)
  return next
}

const labelOf = (field: LayoutField | undefined): string => field?.label || field?.name || 'the new field'
