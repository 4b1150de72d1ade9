import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { dayWords } from '../parts/time.tsx'
import styles from './bureau-holidays.module.css'

/** The days without a release, in their order; each can be taken away. */
export function BureauHolidays({
  days,
  error,
  errorAt,
  onChange,
}: {
  days: readonly string[]
  error: string | undefined
  errorAt: (at: number) => string | undefined
  onChange: (days: string[]) => void
}) {
  const label = useId()
  const [day, setDay] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const add = () => {
    if (day === '') return
    onChange([...new Set([...days, day])].toSorted())
    setDay('')
    field.current?.focus()
  }
  return (
    <div role="group" aria-labelledby={label}>
      <div id={label} className={styles.label}>
        Holidays
      </div>
      <p className={styles.means}>Days without a release. What would leave then leaves with the release after.</p>
      {days.length > 0 && (
        <ul className={styles.days}>
          {days.map((one, at) => (
            <li key={one} className={styles.day} data-wrong={errorAt(at) ? true : undefined}>
              <time dateTime={one}>{withWeekday(one)}</time>
              <ActionIcon size={24} aria-label={`Remove ${dayWords(one)}`} onClick={() => onChange(days.filter((other) => other !== one))}>
                <IconX size={14} stroke={1.8} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.add}>
        <TextInput
          ref={field}
          type="date"
          aria-label="Another holiday"
          value={day}
          error={error}
          onChange={(event) => setDay(event.currentTarget.value)}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button variant="default" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />} disabled={day === ''} onClick={add}>
          Add
        </Button>
      </div>
    </div>
  )
}

const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' })

function withWeekday(day: string): string {
  const date = new Date(`${day}T12:00:00`)
  return Number.isNaN(date.getTime()) ? day : `${weekday.format(date)} ${dayWords(day)}`
}
