import type { AccessReport } from './access-report.ts'

/** An access report to be read by the person it is about: one page without anything from elsewhere, that prints well. */
export function reportPage(report: AccessReport, photo: { readonly mediaType: string; readonly bytes: Uint8Array } | undefined): string {
  const picture = photo
    ? `<img alt="The photo that is held" src="data:${escaped(photo.mediaType)};base64,${Buffer.from(photo.bytes).toString('base64')}">`
    : ''
  const held = report.held.filter(({ rows }) => rows.length > 0)
  const nothing = report.held.filter(({ rows }) => rows.length === 0).map(({ label }) => label)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Access report</title><style>${STYLE}</style></head><body>
<h1>What ${escaped(report.organisation)} holds about you in Cardinal</h1>
<p>Made at ${escaped(report.at)}. The same is in <code>report.json</code>, for programs.</p>
${picture}
${held.map(({ label, rows }) => `<h2>${escaped(label)}</h2>${rows.map(table).join('')}`).join('\n')}
${nothing.length > 0 ? `<h2>Where nothing is held</h2><p>${escaped(nothing.join(', '))}.</p>` : ''}
${report.journal.map(({ about, lines }) => `<h2>Journal: ${escaped(about)}</h2>${list(lines)}`).join('\n')}
<h2>What is not in this report</h2><ul>${report.leftOut.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>
</body></html>
`
}

const table = (row: Readonly<Record<string, unknown>>): string =>
  `<table>${Object.entries(row)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `<tr><th scope="row">${escaped(name.replaceAll('_', ' '))}</th><td>${escaped(words(value))}</td></tr>`)
    .join('')}</table>`

const list = (lines: AccessReport['journal'][number]['lines']): string =>
  lines.length === 0
    ? '<p>Nothing.</p>'
    : `<ul>${lines.map(({ at, sentence }) => `<li><time>${escaped(at)}</time> ${escaped(sentence)}</li>`).join('')}</ul>`

const words = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}img{max-width:12rem;border-radius:.5rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #ddd;overflow-wrap:anywhere}
th{font-weight:500;color:#555;width:13rem}time{color:#555;font-variant-numeric:tabular-nums}li{margin:.25rem 0}`
