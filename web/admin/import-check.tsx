import { Button, Select, Text } from '@mantine/core'
import type { ImportReport } from '../../src/http/contract/admin.ts'
import { countWords, numberWords } from '../parts/number-words.ts'
import styles from './import-check.module.css'
import { ImportColumns } from './import-columns.tsx'
import { ImportProblems } from './import-problems.tsx'
import type { ImportSettings } from './import-request.ts'
import { Section } from './page.tsx'

/** What an import would do: its numbers, its columns to be set right, its bad rows, and the button. */
export function ImportCheck({
  file,
  report,
  settings,
  checking,
  importing,
  onSettings,
  onOther,
  onImport,
}: {
  file: File
  report: ImportReport
  settings: ImportSettings
  checking: boolean
  importing: boolean
  onSettings: (settings: ImportSettings) => void
  onOther: () => void
  onImport: () => void
}) {
  const changing = report.created + report.changed
  return (
    <div className={styles.check} aria-busy={checking}>
      <div className={styles.file}>
        <div className={styles.name}>
          <Text fw={600}>{file.name}</Text>
          <Button variant="subtle" size="compact-sm" onClick={onOther} disabled={importing}>
            Another file
          </Button>
        </div>
        <div className={styles.reading}>
          <Select
            size="xs"
            label="Columns are parted by"
            value={settings.delimiter}
            onChange={(delimiter) => onSettings({ ...settings, delimiter: delimiter ?? '' })}
            data={[
              { value: '', label: `Found: ${delimiterWords(report.delimiter)}` },
              ...[',', ';', '\t'].map((value) => ({ value, label: delimiterWords(value) })),
            ]}
          />
          <Select
            size="xs"
            label="Letters are written in"
            value={settings.encoding}
            onChange={(encoding) => onSettings({ ...settings, encoding: encoding ?? '' })}
            data={[
              { value: '', label: `Found: ${encodingWords(report.encoding)}` },
              ...['utf-8', 'windows-1252'].map((value) => ({ value, label: encodingWords(value) })),
            ]}
          />
        </div>
      </div>
      <Figures report={report} />
      <Section title="Columns" means="Which column of the file goes where. Cardinal guessed by the headings; set right what is wrong.">
        <ImportColumns
          report={report}
          disabled={importing}
          onField={(header, field) => onSettings({ ...settings, mapping: { ...settings.mapping, [header]: field } })}
        />
      </Section>
      {report.bad > 0 && (
        <Section
          title="Bad rows"
          means="A file with one bad row changes nothing. Set the columns right above, or mend the file and choose it again."
        >
          <ImportProblems report={report} />
        </Section>
      )}
      <div className={styles.go}>
        <Button onClick={onImport} loading={importing} disabled={report.bad > 0 || checking || changing === 0}>
          {changing === 0 ? 'Import' : `Import ${countWords(changing, 'user', 'users')}`}
        </Button>
        <Text c="dimmed" size="sm" role="status">
          {checking ? 'Looking through the file again.' : goWords(report, changing)}
        </Text>
      </div>
    </div>
  )
}

function goWords(report: ImportReport, changing: number): string {
  if (report.bad > 0) return `${countWords(report.bad, 'row is', 'rows are')} bad, so nothing can be imported yet.`
  if (changing === 0) return 'Everybody in this file is known already and up to date. There is nothing to import.'
  const parts = [
    report.created > 0 ? `${countWords(report.created, 'user', 'users')} will be created` : '',
    report.changed > 0 ? `${countWords(report.changed, 'user', 'users')} will be brought up to date` : '',
  ]
  return `${parts.filter(Boolean).join(' and ')}, all of them or none.`
}

function Figures({ report }: { report: ImportReport }) {
  const figures: [string, number, boolean?][] = [
    ['Rows', report.rows],
    ['To be created', report.created],
    ['To be changed', report.changed],
    ['Unchanged', report.unchanged],
    ['Bad', report.bad, report.bad > 0],
  ]
  return (
    <dl className={styles.figures}>
      {figures.map(([label, count, bad]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd data-bad={bad || undefined}>{numberWords(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

function delimiterWords(delimiter: string): string {
  return { ',': 'comma', ';': 'semicolon', '\t': 'tabulator' }[delimiter] ?? delimiter
}

function encodingWords(encoding: string): string {
  return { 'utf-8': 'UTF-8', utf8: 'UTF-8', 'windows-1252': 'Windows-1252' }[encoding.toLowerCase()] ?? encoding
}
