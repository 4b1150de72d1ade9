import { useState } from 'react'
import type { ImportReport } from '../../src/http/contract/admin.ts'
import { countWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { ImportCheck } from './import-check.tsx'
import { ImportDone } from './import-done.tsx'
import { ImportFile } from './import-file.tsx'
import { automatic, type ImportSettings, useImport } from './import-request.ts'
import { Page } from './page.tsx'
import { Working } from './working.tsx'

/** Home > Import: a file is chosen, looked through without changing anything, and only then imported. */
export function Import() {
  const [file, setFile] = useState<File | null>(null)
  const [settings, setSettings] = useState<ImportSettings>(automatic)
  const [report, setReport] = useState<ImportReport | null>(null)
  const request = useImport()

  function check(chosen: File, how: ImportSettings): void {
    setFile(chosen)
    setSettings(how)
    request.mutate({ file: chosen, settings: how, dryRun: true }, { onSuccess: setReport })
  }
  function choose(chosen: File): void {
    setReport(null)
    check(chosen, automatic)
  }
  function startAgain(): void {
    setFile(null)
    setReport(null)
    request.reset()
  }
  const importing = request.isPending && request.variables?.dryRun === false
  return (
    <Page
      title="Import"
      name="Import"
      means="Bring users in from a CSV file. A user who is known already, by employee number or e-mail address, is brought up to date; the others are created."
    >
      {!file && <ImportFile onFile={choose} />}
      {file && !report && request.isPending && <Working>Looking through {file.name}. Nothing is changed yet.</Working>}
      {file && !report && request.error && (
        <>
          <ProblemNotice problem={request.error} tone="bad" focus />
          <ImportFile onFile={choose} />
        </>
      )}
      {file && report && !report.dryRun && <ImportDone report={report} onAgain={startAgain} />}
      {file && report?.dryRun && (
        <>
          {importing && <Working>Importing {countWords(report.rows, 'row', 'rows')}. All of them become users, or none.</Working>}
          {request.error && <ProblemNotice problem={request.error} tone="bad" focus />}
          <ImportCheck
            file={file}
            report={report}
            settings={settings}
            checking={request.isPending && !importing}
            importing={importing}
            onSettings={(how) => check(file, how)}
            onOther={startAgain}
            onImport={() => request.mutate({ file, settings: settingsOf(settings, report), dryRun: false }, { onSuccess: setReport })}
          />
        </>
      )}
    </Page>
  )
}

/** What was shown is what is imported: every column is sent as the administrator saw it, guessed or not. */
function settingsOf(settings: ImportSettings, report: ImportReport): ImportSettings {
  return { ...settings, mapping: Object.fromEntries(report.columns.map((column) => [column.header, column.field])) }
}
