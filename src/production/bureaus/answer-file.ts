/** What a bureau that is reached through a directory writes into `answers/`. The contract is docs/bureau/directory.md. */
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Report } from '../bureau.ts'

export const LARGEST_ANSWER = 20 * 1024 * 1024
const MOST_REPORTS = 100_000

const UUID = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'
const Uuid = (description: string) => Type.String({ pattern: UUID, description })

const ReportLine = Type.Object(
  {
    message: Uuid('The id of this report, made by the bureau. A report with a message that is known already changes nothing.'),
    card: Uuid('The card, as the batch named it.'),
    order: Uuid('The order, as the batch named it.'),
    status: Type.Enum(['in production', 'produced', 'failed']),
    chipNumber: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9:._-]{1,40}$', description: 'Read from the chip; only with produced.' })),
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Why it failed, in one line; only with failed.' })),
  },
  { additionalProperties: false },
)

export const AnswerFile = Type.Object(
  {
    format: Type.Literal('cardinal-answer'),
    version: Type.Literal(1),
    message: Uuid('The id of this answer, made by the bureau.'),
    acknowledges: Type.Array(Uuid('The message of a batch that the bureau has.'), { maxItems: 10_000 }),
    reports: Type.Array(ReportLine, { maxItems: MOST_REPORTS }),
  },
  { additionalProperties: false, title: 'Cardinal answer file, version 1' },
)
export type AnswerFile = Static<typeof AnswerFile>

/** What an answer says, or in a sentence why it is refused; the sentence repeats no value, since a value may be about a person. */
export function readAnswerFile(bytes: Uint8Array): { acknowledges: string[]; reports: Report[] } | { why: string } {
  const read = parse(bytes)
  if ('why' in read) return read
  // Said before the rest is looked at: to list what is wrong with so many would take long.
  if (reportsIn(read.value) > MOST_REPORTS) return { why: `reports has more than ${MOST_REPORTS} entries.` }
  if (!checker.Check(read.value)) return { why: said(checker.Errors(read.value)) }
  const why = contradiction(read.value.reports)
  if (why) return { why }
  const lower = (id: string) => id.toLowerCase()
  return {
    acknowledges: read.value.acknowledges.map(lower),
    reports: read.value.reports.map((line) => ({
      ...line,
      message: lower(line.message),
      card: lower(line.card),
      order: lower(line.order),
    })),
  }
}

const checker = Compile(AnswerFile)

function parse(bytes: Uint8Array): { value: unknown } | { why: string } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { why: 'It is not written in UTF-8.' }
  }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { why: text.trim() === '' ? 'It is empty.' : 'It is not JSON.' }
  }
}

function reportsIn(value: unknown): number {
  const reports = typeof value === 'object' && value !== null && 'reports' in value ? value.reports : undefined
  return Array.isArray(reports) ? reports.length : 0
}

/** What a schema cannot say. */
function contradiction(reports: AnswerFile['reports']): string | undefined {
  const seen = new Set<string>()
  for (const [at, { message, status, chipNumber, text }] of reports.entries()) {
    const id = message.toLowerCase()
    if (seen.has(id)) return `reports[${at}].message is that of an earlier report in this file; each report has its own.`
    seen.add(id)
    if (chipNumber !== undefined && status !== 'produced')
      return `reports[${at}].chipNumber is given, but the card is not reported produced.`
    if (text !== undefined && status !== 'failed') return `reports[${at}].text is given, but the card is not reported failed.`
    // A line break, a control character or half a character would break what shows or stores the text.
    if (text !== undefined && /[\p{Cc}\p{Cs}]/u.test(text)) return `reports[${at}].text has a line break or another control character.`
  }
  return undefined
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
}

function said(errors: readonly SchemaError[]): string {
  const error = errors.find(({ keyword }) => keyword !== 'boolean')
  if (!error) return 'It does not keep to the contract.'
  const params = error.params as Record<string, unknown>
  const place = placeOf(error.instancePath)
  const first = (name: string) => (Array.isArray(params[name]) ? String(params[name][0]) : '')
  switch (error.keyword) {
    case 'required':
      return `${place} lacks ${first('requiredProperties')}.`
    case 'additionalProperties':
      return `${place} has a field that the contract does not know${quoted(first('additionalProperties'))}.`
    case 'type':
      return `${place} is not of the type ${params['type']}.`
    case 'const':
      return `${place} is not ${JSON.stringify(params['allowedValue'])}.`
    case 'enum':
      return `${place} is none of ${(params['allowedValues'] as string[]).join(', ')}.`
    case 'pattern':
      return params['pattern'] === UUID ? `${place} is not a UUID.` : `${place} has a form that is not allowed.`
    case 'maxItems':
      return `${place} has more than ${params['limit']} entries.`
    case 'maxLength':
      return `${place} is longer than ${params['limit']} characters.`
    default:
      return `${place} does not keep to the contract (${error.keyword}).`
  }
}

/** `/reports/0/status` as an engineer writes it: `reports[0].status`. */
function placeOf(path: string): string {
  const place = path
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, '')
  return /^[\w.[\]]{1,80}$/.test(place) ? place : 'The answer'
}

const quoted = (name: string): string => (/^\w{1,40}$/.test(name) ? `: ${name}` : '')
