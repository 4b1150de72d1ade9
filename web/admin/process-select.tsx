import { type ComboboxItem, Select, Text } from '@mantine/core'
import type { Attachable } from '../../src/http/contract/admin.ts'
import styles from './additional-commands.module.css'

type Item = Attachable['items'][number]

/** The Process drop-down: what can be attached here and, greyed with the reason, what cannot. */
export function ProcessSelect({
  items,
  taken,
  value,
  onChange,
  error,
  inputRef,
}: {
  items: readonly Item[]
  /** Processes that other rows of the grid hold already. */
  taken: ReadonlySet<string>
  value: string | null
  onChange: (useCase: string) => void
  error?: string
  inputRef?: (input: HTMLInputElement | null) => void
}) {
  const byName = new Map(items.map((item) => [item.useCase, item]))
  const open = items.filter((item) => item.may && !taken.has(item.useCase))
  const closed = items.filter((item) => !item.may || taken.has(item.useCase))
  const why = (item: Item) => (item.may ? 'It is in this list already.' : (item.refusal?.sentence ?? 'It cannot be attached here.'))
  return (
    <Select
      aria-label="Process"
      placeholder="Choose a process"
      ref={inputRef}
      value={value}
      onChange={(chosen) => chosen && onChange(chosen)}
      error={error}
      searchable={items.length > 12}
      nothingFoundMessage="No process has that name."
      withScrollArea={false}
      data={[
        {
          group: open.length > 0 ? 'Can be attached here' : 'Nothing more can be attached here',
          items: open.map((item) => ({ value: item.useCase, label: item.label })),
        },
        { group: 'Cannot be attached here', items: closed.map((item) => ({ value: item.useCase, label: item.label, disabled: true })) },
      ]}
      renderOption={({ option }) => <Choice option={option} item={byName.get(option.value)} why={why} />}
      classNames={{ option: styles.option, options: styles.options }}
    />
  )
}

function Choice({ option, item, why }: { option: ComboboxItem; item: Item | undefined; why: (item: Item) => string }) {
  return (
    <div className={styles.choice}>
      <span className={styles.choiceLabel}>{option.label}</span>
      <Text component="span" size="xs" className={styles.choiceNote}>
        {option.disabled && item ? why(item) : item?.symbol}
      </Text>
    </div>
  )
}
