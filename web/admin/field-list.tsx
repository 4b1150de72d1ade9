import { Table } from '@mantine/core'
import { Empty } from '../parts/empty.tsx'
import { type Field, fieldsOf } from '../parts/json-schema.ts'
import { numberWords } from '../parts/number-words.ts'
import styles from './read-table.module.css'

/** The fields of a form as a table to read: their names, kinds and rules. */
export function FieldList({ schema }: { schema: unknown }) {
  const fields = fieldsOf(schema)
  if (fields.length === 0) return <Empty compact title="This form has no fields." />
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Fields">
      <Table className={styles.table} aria-label="Fields">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Field</Table.Th>
            <Table.Th>Kind</Table.Th>
            <Table.Th>Rules</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field.name}>
              <Table.Td className={styles.name}>{field.title}</Table.Td>
              <Table.Td>{kindWords[field.kind]}</Table.Td>
              <Table.Td className={`${styles.sentence} ${styles.dim}`}>{rulesOf(field)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

const kindWords: Record<Field['kind'], string> = {
  text: 'Text',
  multiline: 'Text of several lines',
  email: 'E-mail address',
  date: 'Date',
  time: 'Date and time',
  number: 'Number',
  choice: 'Choice',
  boolean: 'Yes or no',
  portrait: 'Portrait',
  bureau: 'Bureau',
  photo: 'Photo',
  role: 'Role or permission',
  unit: 'Unit',
  permissions: 'Permissions',
}

function rulesOf(field: Field): string {
  const rules = [
    field.readOnly ? 'shown, never asked for' : '',
    field.required && !field.readOnly ? 'must be given' : '',
    field.choices.length > 0 ? field.choices.map((choice) => choice.label).join(', ') : '',
    field.minimum !== undefined ? `at least ${numberWords(field.minimum)}` : '',
    field.maximum !== undefined ? `at most ${numberWords(field.maximum)}` : '',
    field.maxLength !== undefined ? `up to ${numberWords(field.maxLength)} characters` : '',
  ].filter(Boolean)
  return [rules.join('; '), field.description].filter(Boolean).join('. ')
}
