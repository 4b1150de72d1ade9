/** Values made up by a schema of the document: sound ones, and with oddities in them. */
import { between, type Chance, oneOf } from '../chance.ts'
import { oddNumber, oddText, oddValue } from './oddities.ts'

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly additionalProperties?: Schema | boolean
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
}

export interface Maker {
  readonly chance: Chance
  /** How often a place holds something odd; 0 for a sound value. */
  readonly oddness: number
  readonly named: (reference: string) => Schema | undefined
  /** What is known to be at a place of this name, such as the ids of objects that are there. */
  readonly known: (name: string) => readonly unknown[]
}

export function made(maker: Maker, schema: Schema, name = '', depth = 0): unknown {
  const { chance, oddness, named, known } = maker
  if (chance() < oddness) return oddFor(chance, schema)
  if (schema.$ref !== undefined) return made(maker, named(schema.$ref) ?? {}, name, depth + 1)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return oneOf(chance, schema.enum)
  const ways = schema.anyOf ?? schema.oneOf
  if (ways) return made(maker, oneOf(chance, ways) ?? {}, name, depth + 1)
  const type = typeof schema.type === 'string' ? schema.type : oneOf(chance, schema.type ?? [])
  if (type === 'array') return madeArray(maker, schema, name, depth)
  if (type === 'object') return madeObject(maker, schema, depth)
  const pool = known(name)
  if (pool.length > 0 && chance() < 0.9) return oneOf(chance, pool)
  switch (type) {
    case 'string':
      return madeText(chance, schema, name)
    case 'integer':
    case 'number':
      return between(chance, Math.max(schema.minimum ?? 0, -1e9), Math.min(schema.maximum ?? 200, 1e9))
    case 'boolean':
      return chance() < 0.5
    case 'null':
      return null
    default:
      return depth > 4 ? 1 : oneOf<unknown>(chance, [1, 'a', true, { a: 'b' }])
  }
}

function madeArray(maker: Maker, { items = {}, minItems = 0, maxItems = 4 }: Schema, name: string, depth: number): unknown[] {
  const length = between(maker.chance, minItems, Math.max(minItems, Math.min(maxItems, depth > 3 ? 1 : 3)))
  const values = Array.from({ length }, () => made(maker, items, name, depth + 1))
  // One too many, or the same twice.
  return maker.chance() < maker.oddness
    ? [...values, ...values, ...Array.from({ length: Math.min(maxItems, 1500) }, () => values[0])]
    : values
}

function madeObject(maker: Maker, { properties = {}, required = [], additionalProperties }: Schema, depth: number): object {
  const { chance, oddness } = maker
  const own = Object.entries(properties).filter(([name]) =>
    required.includes(name) ? chance() >= oddness / 2 : chance() < (depth > 4 ? 0.2 : 0.8),
  )
  const found = own.map(([name, schema]): [string, unknown] => [name, made(maker, schema, name, depth + 1)])
  if (typeof additionalProperties === 'object' && depth < 5)
    found.push([oneOf(chance, ['card', 'a', 'b-c']) ?? '', made(maker, additionalProperties, '', depth + 1)])
  if (chance() < oddness) found.push([oddText(chance), oddValue(chance)])
  // Defined rather than assigned: `__proto__` is a name here, as it is in JSON.
  return Object.fromEntries(found)
}

function madeText(chance: Chance, { format, pattern, minLength = 1, maxLength = 40 }: Schema, name: string): string {
  if (format === 'uuid') return '018f0000-0000-7000-8000-000000000000'
  if (format === 'email' || name === 'email') return `fuzz.${between(chance, 1, 1e6)}@example.org`
  if (format?.startsWith('date') || pattern?.includes('\\d{4}')) return oneOf(chance, ['2026-12-24', '2027-01-31', '2026-01-01']) ?? ''
  if (pattern?.startsWith('^https?')) return 'https://bureau.example'
  if (pattern?.startsWith('^SHA256')) return `SHA256:${'a'.repeat(43)}`
  return `Fuzz ${between(chance, 1, 1e6)} of some length`
    .slice(0, Math.max(minLength, Math.min(maxLength, between(chance, 3, 30))))
    .padEnd(minLength, '.')
}

function oddFor(chance: Chance, { type, maxLength, maximum, minimum }: Schema): unknown {
  if (type === 'string' && maxLength !== undefined && chance() < 0.3) return 'm'.repeat(maxLength + between(chance, 0, 1))
  if (type === 'string' && chance() < 0.7) return oddText(chance)
  if ((type === 'integer' || type === 'number') && chance() < 0.7)
    return oneOf(chance, [(maximum ?? 0) + 1, (minimum ?? 0) - 1, maximum ?? 1, minimum ?? 1, oddNumber(chance)])
  return oddValue(chance)
}
