/**
 * Reads what the other side said, and writes what is said to it. Whatever does not keep to the contract is refused as a whole, in one
 * sentence that names the place and repeats no value, since a value may be about a person.
 */
import { type TSchema, Type } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { canonical, sha256 } from '../../kit/hash.ts'
import { contradiction } from './contradiction.ts'
import { Acknowledged, type FromBureau, fromBureau, MOST_LINES, OrderBatch, Recall, type ToBureau } from './message.ts'
import { objectionIn } from './objection.ts'

/** The largest message of a bureau, in bytes. */
export const LARGEST_MESSAGE = 20 * 1024 * 1024

/**
 * What a bureau says, its ids in small letters; or in a sentence why it is refused.
 * @param bytes one message: JSON in UTF-8. More than `LARGEST_MESSAGE` of them are refused unread.
 */
export function readFromBureau(bytes: Uint8Array): { message: FromBureau } | { why: string } {
  if (bytes.length > LARGEST_MESSAGE) return { why: TOO_LARGE }
  const read = parse(bytes)
  if ('why' in read) return read
  const { value } = read
  const crowded = isObject(value) ? LISTS.find((name) => lengthOf(value[name]) > MOST_LINES) : undefined
  // Said before the rest is looked at: to check so many lines would take long.
  if (crowded) return { why: `${crowded} has more than ${MOST_LINES} entries; give several messages instead.` }
  if (isObject(value)) lowerIds(value)
  const why = objectionTo(value, said)
  if (why) return { why }
  // The schema of its kind has just been checked.
  const message = value as FromBureau
  const wrong = contradiction(message)
  return wrong ? { why: wrong } : { message }
}

/** Why a message is refused that is larger than `LARGEST_MESSAGE`, for whoever can tell before it is read. */
export const TOO_LARGE = `It is larger than ${LARGEST_MESSAGE / 1024 / 1024} MB; give several smaller messages instead.`

/**
 * What Cardinal says, as a bureau reads it: fields that it does not know are passed over. Refuses an order batch that is not what its
 * hash says.
 */
export function readToBureau(bytes: Uint8Array): { message: ToBureau } | { why: string } {
  const read = parse(bytes)
  if ('why' in read) return read
  const why = objectionTo(read.value, heard)
  if (why) return { why }
  // The schema of its kind has just been checked.
  const message = read.value as ToBureau
  if (message.kind !== 'order-batch') return { message }
  if (message.message !== message.manifest.batch) return { why: 'message is not the id of the batch in the manifest.' }
  if (message.hash !== sha256(canonical(message.manifest))) return { why: 'hash is not that of the manifest.' }
  return { message }
}

/** A message as it is sent or written to a file: one line of JSON. */
export const messageText = (message: ToBureau | FromBureau): string => `${JSON.stringify(message)}\n`

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

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const LISTS = ['lines', 'refused', 'references']
const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

/** Not every maker of ids writes them in small letters; to us they are the same ids. */
function lowerIds(message: Record<string, unknown>): void {
  lower(message, ['message', 'of', 'batch'])
  for (const name of LISTS) {
    const list = message[name]
    for (const line of Array.isArray(list) ? list : []) if (isObject(line)) lower(line, ['order', 'card', 'recall'])
  }
}

function lower(object: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) {
    const value = object[name]
    if (typeof value === 'string') object[name] = value.toLowerCase()
  }
}

/** The schemas of one side, each compiled when it is first needed, so that a start does not wait for them. */
type Side = (kind?: string) => Validator

const said = side(fromBureau)
/** Cardinal may say more in a later version, also where it acknowledges. */
const heard = side([OrderBatch, Recall, Type.Object(Acknowledged.properties)])

function side(schemas: readonly (TSchema & { readonly properties: { readonly kind: { readonly const: string } } })[]): Side {
  const kinds = new Map<string | undefined, TSchema>(schemas.map((schema) => [schema.properties.kind.const, schema]))
  const { format, version } = Acknowledged.properties
  kinds.set(undefined, Type.Object({ format, version, kind: Type.Enum(schemas.map(({ properties }) => properties.kind.const)) }))
  const compiled = new Map<string | undefined, Validator>()
  return (kind) => {
    const validator = compiled.get(kind) ?? Compile(kinds.get(kind) ?? Type.Never())
    compiled.set(kind, validator)
    return validator
  }
}

/** First whether it is a message at all, and of a kind that this side says; then what its kind asks for. */
function objectionTo(value: unknown, side: Side): string | undefined {
  const head = side()
  if (!head.Check(value)) return objectionIn(head.Errors(value))
  const whole = side((value as { kind: string }).kind)
  return whole.Check(value) ? undefined : objectionIn(whole.Errors(value))
}
