import { Button, NumberInput, Switch } from '@mantine/core'
import styles from './privacy.module.css'
import type { PrivacyPart } from './privacy-draft.ts'
import { counted } from './privacy-words.ts'

/** One rule: what it removes, whether it does, after how many days, and how much there is to remove. */
export function PrivacyRule({
  part,
  plural,
  days,
  changed,
  error,
  onChange,
}: {
  part: PrivacyPart
  plural: string
  days: number | '' | null
  changed: boolean
  error: string | undefined
  onChange: (days: number | '' | null) => void
}) {
  const isOn = days !== null
  return (
    <div className={styles.rule} data-changed={changed || undefined} role="group" aria-label={part.label}>
      <Switch
        label={part.label}
        description={part.means}
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked ? part.recommended : null)}
      />
      <div className={styles.when}>
        {isOn ? (
          <>
            <NumberInput
              label="Days after the end"
              className={styles.days}
              min={0}
              max={36500}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="none"
              value={days}
              error={error}
              onChange={(value) => onChange(typeof value === 'number' ? value : '')}
            />
            {days !== part.recommended && (
              <Button className={styles.set} size="compact-xs" variant="subtle" onClick={() => onChange(part.recommended)}>
                Set {part.recommended} days, as we recommend
              </Button>
            )}
          </>
        ) : (
          <p className={styles.off}>
            Off: it is kept until somebody erases the person. We recommend {part.recommended} days.{' '}
            <Button className={styles.set} size="compact-xs" variant="subtle" onClick={() => onChange(part.recommended)}>
              Set {part.recommended} days
            </Button>
          </p>
        )}
        <p className={styles.held}>{counted(part.held, plural)}</p>
      </div>
    </div>
  )
}
