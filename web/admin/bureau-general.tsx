import { NumberInput, TextInput } from '@mantine/core'
import styles from './bureau.module.css'
import type { BureauEditing } from './bureau-editor.tsx'
import { BureauHolidays } from './bureau-holidays.tsx'
import { BureauSchedule } from './bureau-schedule.tsx'

/** What a bureau is called, when orders leave for it, how many at a time, and how long it has to answer a recall. */
export function BureauGeneral({
  editing,
  name,
}: {
  editing: BureauEditing
  /** The name for programs, for a bureau that has none yet. */
  name?: { value: string; error: string | undefined; onChange: (name: string) => void }
}) {
  const { draft, change, errorAt } = editing
  return (
    <div className={styles.fields}>
      <TextInput
        label="Label"
        description="What people call it."
        required
        maxLength={80}
        autoComplete="off"
        value={draft.label}
        error={errorAt('label')}
        data-autofocus={name ? true : undefined}
        onChange={(event) => change({ label: event.currentTarget.value })}
      />
      {name && (
        <TextInput
          label="Name"
          description="For programs: it stands in addresses and in messages, and stays as it is."
          required
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          value={name.value}
          error={name.error}
          onChange={(event) => name.onChange(event.currentTarget.value)}
        />
      )}
      <BureauSchedule editing={editing} />
      <BureauHolidays
        days={draft.holidays}
        errorAt={(at) => errorAt(`holidays/${at}`)}
        error={errorAt('holidays')}
        onChange={(holidays) => change({ holidays })}
      />
      <NumberInput
        classNames={{ wrapper: styles.number }}
        label="Batch size"
        description="The most orders in a batch."
        placeholder="As the options say"
        min={1}
        max={1000}
        clampBehavior="none"
        allowDecimal={false}
        value={draft.batchSize ?? ''}
        error={errorAt('batchSize')}
        onChange={(size) => change({ batchSize: typeof size === 'number' ? size : null })}
      />
      <NumberInput
        classNames={{ wrapper: styles.number }}
        label="Recall deadline"
        description="How long it has to answer a recall, in hours."
        required
        min={1}
        max={720}
        clampBehavior="none"
        allowDecimal={false}
        suffix=" hours"
        value={draft.recallHours}
        error={errorAt('recallHours')}
        onChange={(hours) => change({ recallHours: typeof hours === 'number' ? hours : 0 })}
      />
    </div>
  )
}
