import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { ImportReport } from '../../src/http/contract/admin.ts'
import { numberWords } from '../parts/number-words.ts'
import styles from './read-table.module.css'

const PAGE = 50

/** Every bad row by its line in the file, and what is wrong with it. */
export function ImportProblems({ report }: { report: ImportReport }) {
  const [shown, setShown] = useState(PAGE)
  const label = (field: string | null) => report.fields.find((one) => one.field === field)?.label ?? field ?? ''
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Bad rows">
      <Table className={styles.table} aria-label="Bad rows">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Line</Table.Th>
            <Table.Th>Field</Table.Th>
            <Table.Th>What is wrong</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.problems.slice(0, shown).map((problem) => (
            <Table.Tr key={`${problem.line} ${problem.field} ${problem.sentence}`}>
              <Table.Td>{numberWords(problem.line)}</Table.Td>
              <Table.Td className={styles.dim}>{label(problem.field)}</Table.Td>
              <Table.Td className={styles.sentence}>{problem.sentence}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {report.problems.length > shown && (
        <Button variant="default" mt="sm" onClick={() => setShown(shown + 200)}>
          Show more
        </Button>
      )}
      {report.problems.length < report.bad && shown >= report.problems.length && (
        <Text c="dimmed" mt="sm">
          These are the first {numberWords(report.problems.length)}.
        </Text>
      )}
    </div>
  )
}
