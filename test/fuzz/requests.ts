/** Requests made up from the document of the API: one for each seed and number. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/kit/root.ts'
import { signWebhook } from '../../src/production/bureaus/standard-webhook.ts'
import { webhookSecret } from '../access/examples.ts'
import { between, type Chance, chanceFrom, oneOf } from '../chance.ts'
import { type Maker, made, type Schema } from './from-schema.ts'
import { brokenJson, oddHeader, oddText, oddValue } from './oddities.ts'

export interface FuzzOperation {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly guards: readonly string[]
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }[]
  readonly body: { readonly type: string; readonly schema: Schema } | undefined
  /** What it may answer: the name of the schema by the status, where it has one. */
  readonly answers: ReadonlyMap<number, string | undefined>
}

export interface Request {
  readonly operation: FuzzOperation
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
  /** From which address: the limit of sign-ins is one for each. */
  readonly from: string
}

/** What is there to be asked about. */
export interface Pools {
  /** Ids and words by the name of their place, such as `template`; objects by the tables that hold them. */
  readonly words: ReadonlyMap<string, readonly unknown[]>
  readonly named: (reference: string) => Schema | undefined
  readonly now: Date
}

export const chanceOf = (seed: number, number: number): Chance => chanceFrom(seed * 7919 + number * 104_729)

export function requestOf(chance: Chance, operations: readonly FuzzOperation[], pools: Pools): Request {
  const operation = chosen(chance, operations)
  const oddness = chance() < 0.45 ? 0 : 0.12
  const maker: Maker = {
    chance,
    oddness,
    named: pools.named,
    known: (name) => pools.words.get(`${operation.name} ${name}`) ?? pools.words.get(name) ?? [],
  }
  const headers: Record<string, string> = {}
  const body = bodyOf(maker, operation, pools, headers)
  for (const { name, in: place } of operation.parameters)
    if (place === 'header' && chance() < 0.25)
      headers[name] = name === 'if-match' ? `"${between(chance, 1, 4)}"` : `key-${between(chance, 1, 1e6)}`
  for (let more = oddness === 0 ? 0 : 0.35; chance() < more; more /= 2) {
    const [name, value] = oddHeader(chance)
    headers[name] = value
  }
  return { operation, url: addressOf(maker, operation), headers, body, from: `10.${between(chance, 0, 255)}.${between(chance, 0, 255)}.1` }
}

/** To check a password and to make a key takes a hundred times as long as all else, so that is asked for seldom. */
function chosen(chance: Chance, operations: readonly FuzzOperation[]): FuzzOperation {
  for (;;) {
    const operation = oneOf(chance, operations)
    if (operation && (!SLOW.has(operation.name) || chance() < 0.1)) return operation
  }
}
const SLOW = new Set(['signIn', 'makeOpenPgpKey', 'proveIdentity', 'changePassword', 'acceptCode', 'accessReportOfUser'])

function addressOf(maker: Maker, { path, parameters }: FuzzOperation): string {
  const { chance, oddness } = maker
  // With nothing in the place of a name it would be another address.
  const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = asText(made(maker, parameters.find((each) => each.name === name)?.schema ?? { type: 'string' }, name))
    return chance() < oddness / 3
      ? (oneOf(chance, ['%zz', '%00', '%', '%c0%af', 'a/b', '%2e%2e%2f', '%ED%A0%80']) ?? '')
      : encoded(value) || '%20'
  })
  const pairs = parameters.flatMap(({ name, in: place, schema, required }) => {
    if (place !== 'query' || (!required && chance() < 0.7)) return []
    const pair = `${name}=${encoded(asText(made(maker, schema, name)))}`
    return chance() < oddness ? [pair, `${name}=${encoded(oddText(chance))}`, `${name}[]=1`] : [pair]
  })
  if (chance() < oddness) pairs.push(`${encoded(oddText(chance))}=${encoded(oddText(chance))}`)
  if (chance() < oddness / 2) pairs.push('a=%zz&=&&&%00')
  return pairs.length > 0 ? `${at}?${pairs.join('&')}` : at
}

const asText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** Halves of characters have no place in an address. */
const encoded = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'))

function bodyOf(
  maker: Maker,
  { name, method, body }: FuzzOperation,
  { now }: Pools,
  headers: Record<string, string>,
): string | Uint8Array | undefined {
  const { chance, oddness } = maker
  if (name === 'takeMessage') return message(maker, now, headers)
  if (name === 'importUsers') return people(maker, headers)
  if (!body) {
    if (method === 'GET' || chance() >= oddness) return undefined
    headers['content-type'] = 'application/json'
    return JSON.stringify(oddValue(chance))
  }
  headers['content-type'] = body.type
  const json = JSON.stringify(made(maker, body.schema)) ?? 'null'
  return chance() < oddness ? brokenJson(chance, json) : json
}

const example = readFileSync(join(root, 'docs/bureau/examples/09-produced.json'), 'utf8')

/** What a bureau says: signed as it ought to be, about orders that are there or not, with oddities at its leaves. */
function message({ chance, oddness, known }: Maker, now: Date, headers: Record<string, string>): string | Uint8Array {
  const value: unknown = JSON.parse(example, (key, leaf: unknown) => {
    if (key === 'card' && chance() < 0.5) return oneOf(chance, known('cards')) ?? leaf
    return typeof leaf === 'object' ? leaf : chance() < oddness / 3 ? oddValue(chance) : leaf
  })
  const id = `018f0000-0000-4000-8000-${String(between(chance, 0, 1e9)).padStart(12, '0')}`
  const text = JSON.stringify(typeof value === 'object' ? { ...value, message: id } : value)
  const body = chance() < oddness ? brokenJson(chance, text) : text
  Object.assign(
    headers,
    { 'content-type': 'application/json' },
    signWebhook({ id, at: now, body: Buffer.from(body), secret: webhookSecret }),
  )
  return body
}

/** A file of people: with more or fewer cells than it has headers, in one encoding or another, or no file of people at all. */
function people({ chance, oddness }: Maker, headers: Record<string, string>): string | Uint8Array {
  headers['content-type'] = oneOf(chance, ['text/csv', 'text/csv; charset=utf-8', 'application/octet-stream']) ?? ''
  const cell = (): string => (chance() < oddness ? oddText(chance).slice(0, 500) : `Person ${between(chance, 1, 1e5)}`)
  const rows = Array.from({ length: between(chance, 0, 3) }, () => [
    cell(),
    cell(),
    `F-${between(chance, 1, 1e6)}`,
    `f${between(chance, 1, 1e6)}@example.org`,
  ])
  const head = chance() < oddness ? [oddText(chance), cell()] : ['First name', 'Last name', 'Employee number', 'E-mail']
  const text = [head, ...rows].map((row) => row.join(oneOf(chance, [';', ';', ';', ',', '\t']))).join('\r\n')
  if (chance() >= oddness) return text
  return (
    oneOf<string | Uint8Array>(chance, [
      '',
      '"',
      '\0\0\0',
      Buffer.from(text, 'utf16le'),
      Buffer.from([0xff, 0xfe, 0, 0xd8]),
      Buffer.from(text, 'latin1'),
      `${text}\n"${text}`,
    ]) ?? ''
  )
}
