import { NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import type { LayoutField } from '../../src/http/contract/layout.ts'
import styles from './layout-editor.module.css'
import type { LayoutSource } from './layout-sources.ts'

const TYPES: { value: LayoutField['type']; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'date', label: 'Date' },
  { value: 'number', label: 'Number' },
  { value: 'choice', label: 'Choice' },
]

const CHARACTERS: { value: NonNullable<LayoutField['characters']>; label: string }[] = [
  { value: 'any', label: 'Any' },
  { value: 'latin-1', label: 'Latin-1' },
  { value: 'ascii', label: 'ASCII' },
]

/** What one input field is called, what the bureau accepts in it, and from where it is filled. */
export function LayoutFieldForm({
  field,
  sources,
  problem,
  onChange,
}: {
  field: LayoutField
  sources: readonly LayoutSource[]
  /** What stands against one member of the field. */
  problem: (name: keyof LayoutField) => string | undefined
  onChange: (change: Partial<LayoutField>) => void
}) {
  const known = sources.some(({ from }) => from === field.from)
  return (
    <div className={styles.form}>
      <TextInput
        label="Label"
        maxLength={80}
        autoComplete="off"
        value={field.label}
        error={problem('label')}
        data-autofocus
        autoFocus={field.label === '' && field.name === ''}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
      <TextInput
        label="Name at the bureau"
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
        value={field.name}
        error={problem('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        label="Filled from"
        searchable
        allowDeselect={false}
        data={[...sources.map(({ from, label }) => ({ value: from, label })), ...(known ? [] : [{ value: field.from, label: field.from }])]}
        value={field.from}
        error={problem('from')}
        onChange={(from) => from !== null && onChange({ from })}
      />
      <Select
        label="Type"
        allowDeselect={false}
        data={TYPES}
        value={field.type}
        onChange={(type) => onChange({ type: TYPES.find(({ value }) => value === type)?.value ?? 'text' })}
      />
      {field.type === 'text' && (
        <>
          <NumberInput
            label="Most characters"
            placeholder="Any number"
            min={1}
            max={500}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="blur"
            value={field.maxLength ?? ''}
            error={problem('maxLength')}
            onChange={(most) => onChange({ maxLength: typeof most === 'number' ? most : undefined })}
          />
          <Select
            label="Characters"
            allowDeselect={false}
            data={CHARACTERS}
            value={field.characters ?? 'any'}
            onChange={(characters) => onChange({ characters: CHARACTERS.find(({ value }) => value === characters)?.value })}
          />
        </>
      )}
      {field.type === 'choice' && (
        <TagsInput
          className={styles.whole}
          label="Choices"
          description="Press Enter after each. A value has to be one of them, letter for letter."
          maxTags={100}
          value={field.choices ?? []}
          error={problem('choices')}
          onChange={(choices) => onChange({ choices })}
        />
      )}
      <Switch
        className={styles.whole}
        label="Required"
        description="Without a value the order is not placed."
        checked={field.required}
        onChange={(event) => onChange({ required: event.currentTarget.checked })}
      />
    </div>
  )
}
