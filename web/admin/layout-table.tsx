import { Table } from '@mantine/core'
import type { BureauLayout } from '../../src/http/contract/bureau.ts'
import { numberWords } from '../parts/number-words.ts'
import styles from './read-table.module.css'

/** A layout to read: the input fields with their rules and what fills them, and what is asked of the photo. */
export function LayoutTable({ layout }: { layout: BureauLayout }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Input fields of ${layout.label}`}>
      <Table className={styles.table} aria-label={`Input fields of ${layout.label}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Input field</Table.Th>
            <Table.Th>Label</Table.Th>
            <Table.Th>Filled from</Table.Th>
            <Table.Th>Rules</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {layout.fields.map((field) => (
            <Table.Tr key={field.name}>
              <Table.Td>
                <code>{field.name}</code>
              </Table.Td>
              <Table.Td>{field.label}</Table.Td>
              <Table.Td>
                <code>{field.from}</code>
              </Table.Td>
              <Table.Td className={`${styles.sentence} ${styles.dim}`}>{rulesOf(field)}</Table.Td>
            </Table.Tr>
          ))}
          {layout.photo && (
            <Table.Tr>
              <Table.Td>
                <code>photo</code>
              </Table.Td>
              <Table.Td>Photo</Table.Td>
              <Table.Td>the holder’s photo</Table.Td>
              <Table.Td className={`${styles.sentence} ${styles.dim}`}>{photoRules(layout.photo)}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </div>
  )
}

const characterWords = { any: '', 'latin-1': 'only Latin-1 characters', ascii: 'only ASCII characters' }

function rulesOf(field: BureauLayout['fields'][number]): string {
  return [
    field.type,
    field.required ? 'must be given' : '',
    field.maxLength !== undefined ? `up to ${numberWords(field.maxLength)} characters` : '',
    characterWords[field.characters ?? 'any'],
    field.choices?.join(', ') ?? '',
  ]
    .filter(Boolean)
    .join('; ')
}

function photoRules({ required, minWidth, minHeight, ratio, maxBytes }: NonNullable<BureauLayout['photo']>): string {
  return [
    required ? 'must be given' : '',
    `at least ${minWidth} × ${minHeight} pixels`,
    `${ratio.width} to ${ratio.height}`,
    `up to ${numberWords(Math.floor(maxBytes / 1000))} kB`,
  ]
    .filter(Boolean)
    .join('; ')
}
