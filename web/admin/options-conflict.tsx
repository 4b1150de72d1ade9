import { Button, Table } from '@mantine/core'
import type { RefObject } from 'react'
import styles from './conflict.module.css'
import { Conflict } from './conflict.tsx'
import { type Option, type OptionValues, optionWords, sameValue } from './options-draft.ts'
import table from './read-table.module.css'

/** Somebody else published options while a draft was being made: each option that either side changed, side by side. */
export function OptionsConflict({
  base,
  theirs,
  values,
  place,
  onTake,
  onKeep,
  onAdopt,
}: {
  base: readonly Option[]
  theirs: readonly Option[]
  values: OptionValues
  place: RefObject<HTMLElement | null>
  onTake: (name: string) => void
  onKeep: () => void
  onAdopt: () => void
}) {
  const lines = theirs.filter(
    (option) => option.name in values || !sameValue(option.value, base.find(({ name }) => name === option.name)?.value),
  )
  return (
    <Conflict
      title="Somebody else published options while you were editing."
      text="Nothing of yours was saved and nothing of theirs was overwritten. Options you did not touch follow theirs."
      place={place}
      onKeep={onKeep}
      onAdopt={onAdopt}
    >
      <Table className={table.table} aria-label="Both versions" my="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Option</Table.Th>
            <Table.Th>Published now</Table.Th>
            <Table.Th>Your draft</Table.Th>
            <Table.Th>
              <span className={styles.note}>Take over</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((option) => (
            <Table.Tr key={option.name}>
              <Table.Td>{option.label}</Table.Td>
              <Table.Td>{optionWords(option, option.value)}</Table.Td>
              <Table.Td>{option.name in values ? optionWords(option, values[option.name]) : 'not touched'}</Table.Td>
              <Table.Td>
                {option.name in values && !sameValue(values[option.name], option.value) && (
                  <Button size="compact-xs" variant="default" onClick={() => onTake(option.name)}>
                    Take theirs
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Conflict>
  )
}
