import { Select, Table } from '@mantine/core'
import type { ImportReport } from '../../src/http/contract/admin.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import styles from './read-table.module.css'

/** The columns of the file with a few of their values, and the field each goes to. */
export function ImportColumns({
  report,
  disabled,
  onField,
}: {
  report: ImportReport
  disabled: boolean
  onField: (header: string, field: string | null) => void
}) {
  const taken = new Set(report.columns.map((column) => column.field))
  const missing = report.fields.filter((field) => field.required && !taken.has(field.field))
  return (
    <>
      {missing.length > 0 && (
        <ProblemNotice
          problem={{
            code: 'column-missing',
            sentence: `No column gives ${missing.map((field) => field.label).join(' or ')}.`,
            remedy: 'Choose below which column of the file holds it.',
          }}
        />
      )}
      <div className={styles.scroll}>
        <Table className={`${styles.table} ${styles.middle}`} aria-label="Columns">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>In the file</Table.Th>
              <Table.Th>For example</Table.Th>
              <Table.Th>Goes to</Table.Th>
              <Table.Th>How known</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.columns.map((column) => (
              <Table.Tr key={column.header}>
                <Table.Td className={styles.name}>{column.header}</Table.Td>
                <Table.Td className={styles.dim} maw={280}>
                  {column.sample.filter(Boolean).slice(0, 3).join(', ') || 'empty'}
                </Table.Td>
                <Table.Td miw={200}>
                  <Select
                    size="xs"
                    aria-label={`Field for ${column.header}`}
                    disabled={disabled}
                    value={column.field ?? ''}
                    onChange={(field) => onField(column.header, field === '' ? null : field)}
                    data={[
                      { value: '', label: 'left out' },
                      ...report.fields.map((field) => ({
                        value: field.field,
                        label: field.required ? `${field.label} (must be given)` : field.label,
                      })),
                    ]}
                  />
                </Table.Td>
                <Table.Td className={styles.dim}>{column.field === null ? '' : column.guessed ? 'guessed' : 'chosen'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  )
}
