import { type Html, html } from './html.ts'

/** Seconds after which a page that shows what goes on is asked for again. */
const REFRESH = 5

/** A whole page. One that has a form is not asked for again by itself: what somebody is entering would be lost. */
export function pageFrame({ title, refreshes, body }: { title: string; refreshes: boolean; body: Html }): string {
  const refresh = refreshes && html`<meta http-equiv="refresh" content="${REFRESH}">`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${refresh}
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<header><a href="/">Bureau in a box</a><nav><a href="/">What happens</a><a href="/switches">Switches</a></nav></header>
<main>
${body}
</main>
</body>
</html>
`.markup
}

/** A table; where it has no rows, a sentence instead. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number | Html)[])[], none: string): Html {
  if (rows.length === 0) return html`<p class="none">${none}</p>`
  return html`<div class="scroll"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`
}

/** A moment as the page shows it, in UTC: `14:03:27`, with the day where it is another one. */
export function clockTime(at: number, now: number): string {
  const [day, time = ''] = new Date(at).toISOString().split('T')
  const isToday = day === new Date(now).toISOString().slice(0, 10)
  return `${isToday ? '' : `${day} `}${time.slice(0, 8)}`
}
