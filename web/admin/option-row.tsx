import { Button } from '@mantine/core'
import { JsonField } from '../parts/json-form.tsx'
import { fieldOf } from '../parts/json-schema.ts'
import styles from './option-row.module.css'
import { type Option, optionWords, sameValue } from './options-draft.ts'

/** One option: what it means, its value to edit, and its way back to the default. */
export function OptionRow({
  option,
  value,
  changed,
  error,
  onChange,
}: {
  option: Option
  value: unknown
  changed: boolean
  error?: string
  onChange: (value: unknown) => void
}) {
  const field = { ...fieldOf(option.name, option.schema, true), title: option.label, description: option.means }
  const atDefault = sameValue(value, option.default)
  return (
    <div className={styles.option} data-changed={changed || undefined}>
      <JsonField field={field} value={value} error={error} onChange={onChange} />
      <div className={styles.notes}>
        <code>{option.name}</code>
        <span>default: {optionWords(option, option.default)}</span>
        {!atDefault && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={`Set ${option.label} to its default`}
            onClick={() => onChange(option.default)}
          >
            Set to default
          </Button>
        )}
      </div>
    </div>
  )
}
