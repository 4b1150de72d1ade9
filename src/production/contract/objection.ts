/** What a schema has against a message, as a sentence for the engineer who wrote it. It names the place, and repeats no value. */
import { Acknowledged, OrderBatch, Shipped } from './message.ts'

/** One error, as a compiled schema tells it. */
export interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
}

/** The first of the errors in a sentence. */
export function objectionIn(errors: readonly SchemaError[]): string {
  // A field that is not known is told twice: at the field, where nothing is allowed, and at the object that has it.
  const error = errors.find(({ keyword }) => keyword !== 'boolean')
  if (!error) return 'The message does not keep to the contract.'
  const params = error.params as Record<string, unknown>
  const place = placeOf(error.instancePath)
  switch (error.keyword) {
    case 'required':
      return `${place} lacks ${firstOf(params['requiredProperties'])}.`
    case 'additionalProperties':
      return `${place} has a field that the contract does not know${quoted(firstOf(params['additionalProperties']))}.`
    case 'type':
      return `${place} is not of the type ${params['type']}.`
    case 'const':
      return `${place} is not ${JSON.stringify(params['allowedValue'])}.`
    case 'enum':
      return `${place} is none of ${(params['allowedValues'] as string[]).join(', ')}.`
    case 'pattern':
      return `${place} ${PATTERNS.get(String(params['pattern'])) ?? 'has a form that is not allowed'}.`
    case 'minItems':
      return `${place} has no entry.`
    case 'maxItems':
      return `${place} has more than ${params['limit']} entries.`
    case 'minLength':
      return `${place} is empty.`
    case 'maxLength':
      return `${place} is longer than ${params['limit']} characters.`
    case 'minimum':
      return `${place} is less than ${params['limit']}.`
    case 'maximum':
      return `${place} is more than ${params['limit']}.`
    default:
      return `${place} does not keep to the contract (${error.keyword}).`
  }
}

/** `/lines/0/card` as an engineer writes it: `lines[0].card`. */
function placeOf(path: string): string {
  const place = path
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, '')
  return /^[\w.[\]]{1,80}$/.test(place) ? place : 'The message'
}

const firstOf = (names: unknown): string => (Array.isArray(names) ? String(names[0]) : '')

/** A name that does not look like one may be anything, also somebody's. */
const quoted = (name: string): string => (/^\w{1,40}$/.test(name) ? `: ${name}` : '')

const patternOf = (schema: object): string => String('pattern' in schema ? schema.pattern : undefined)

const PATTERNS = new Map([
  [patternOf(Acknowledged.properties.message), 'is not a UUID'],
  [patternOf(Acknowledged.properties.at), 'is not a moment such as 2029-06-30T10:15:00Z'],
  [patternOf(OrderBatch.properties.hash), 'is not a SHA-256 in hexadecimal'],
  [patternOf(Shipped.properties.carrier), 'has a line break or another control character'],
])
