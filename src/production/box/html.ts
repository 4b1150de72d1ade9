/** Text that is HTML already, as against text that has yet to be escaped. */
export interface Html {
  readonly markup: string
}

/** HTML with values in it: whatever is not HTML itself is escaped, lists are joined, and what is undefined or false is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: parts.reduce((all, part, at) => `${all}${written(values[at - 1])}${part}`) }
}

type Value = Html | string | number | undefined | false | readonly Html[]

function written(value: Value): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')
