import { Button, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SchedulePreview } from '../../src/http/contract/bureau.ts'
import { post } from '../parts/api.ts'
import { enumerated } from '../parts/enumerated.ts'
import { whenWords } from '../parts/time.tsx'
import styles from './bureau.module.css'
import type { BureauEditing } from './bureau-editor.tsx'

/** When orders leave for a bureau: its own schedule and time zone, or those of the options; in words while one types. */
export function BureauSchedule({ editing: { draft, change, errorAt, bureau } }: { editing: BureauEditing }) {
  const { schedule, timeZone, holidays } = draft
  const preview = usePreview({ cron: schedule === '' ? null : schedule, timeZone, holidays })
  const told = preview?.schedule
  return (
    <>
      <div>
        <TextInput
          label="Schedule"
          description="Five parts: minute, hour, day of the month, month, day of the week. “0 10,16 * * 1-5” is on weekdays at 10:00 and 16:00."
          placeholder="As the options say"
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          value={schedule ?? ''}
          error={errorAt('schedule') ?? (preview?.why && !preview.why.startsWith('The time zone') ? preview.why : undefined)}
          onChange={(event) => change({ schedule: event.currentTarget.value === '' ? null : event.currentTarget.value })}
        />
        <div className={styles.own} role="status">
          {told && (
            <span>
              Releases go {told.words}.{' '}
              {told.next.length > 0 ? `Next: ${enumerated(told.next.map((due) => whenWords(due, Date.now())))}.` : 'None comes due.'}
            </span>
          )}
          {schedule !== null && (
            <Button size="compact-xs" variant="subtle" onClick={() => change({ schedule: null })}>
              As the options say
            </Button>
          )}
        </div>
      </div>
      <Select
        label="Time zone"
        description="Of its schedule and its holidays."
        placeholder={
          bureau.definition.timeZone === null && bureau.schedule.timeZone
            ? `As the options say: ${bureau.schedule.timeZone}`
            : 'As the options say'
        }
        data={timeZones(timeZone)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'As the options say' }}
        limit={60}
        nothingFoundMessage="There is no such time zone."
        value={timeZone}
        error={errorAt('timeZone') ?? (preview?.why?.startsWith('The time zone') ? preview.why : undefined)}
        onChange={(zone) => change({ timeZone: zone })}
      />
    </>
  )
}

/** What the schedule would be, asked a moment after the last key. */
function usePreview(asked: { cron: string | null; timeZone: string | null; holidays: string[] }): SchedulePreview | undefined {
  const [settled] = useDebouncedValue(JSON.stringify(asked), 300)
  const { data } = useQuery({
    queryKey: ['schedule-preview', settled],
    queryFn: ({ signal }) => post<SchedulePreview>('/schedule-preview', JSON.parse(settled), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  return data
}

/** Those the browser knows, UTC among them, and the one in use. */
function timeZones(used: string | null): string[] {
  return [...new Set(['UTC', ...(used === null ? [] : [used]), ...Intl.supportedValuesOf('timeZone')])].toSorted()
}
