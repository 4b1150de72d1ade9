/** The part of JSON Schema that our forms use, read carefully: the server's answers are data, not types. */

export type FieldKind =
  | 'text'
  | 'multiline'
  | 'email'
  | 'date'
  | 'time'
  | 'number'
  | 'choice'
  | 'boolean'
  | 'portrait'
  | 'bureau'
  | 'role'
  | 'unit'
  | 'permissions'
  | 'photo'

export interface Field {
  name: string
  kind: FieldKind
  title: string
  description?: string
  required: boolean
  readOnly: boolean
  /** Of a role: any that an account may hold. */
  held?: boolean
  minimum?: number
  maximum?: number
  maxLength?: number
  choices: { value: string; label: string }[]
}

/** The fields of an object schema, in its order. */
export function fieldsOf(schema: unknown): Field[] {
  const root = record(schema)
  const required = new Set(Array.isArray(root.required) ? root.required.map(String) : [])
  return Object.entries(record(root.properties)).map(([name, property]) => fieldOf(name, record(property), required.has(name)))
}

/** One property alone, such as the schema of an option's value. */
export function fieldOf(name: string, property: unknown, required = false): Field {
  const schema = record(property)
  return {
    name,
    kind: kindOf(schema),
    title: text(schema.title) ?? wordsOf(name),
    description: text(schema.description),
    required,
    readOnly: schema.readOnly === true,
    ...(schema['x-held'] === true && { held: true }),
    minimum: number(schema.minimum),
    maximum: number(schema.maximum),
    maxLength: number(schema.maxLength),
    choices: choicesOf(schema),
  }
}

const kinds = new Set<string>([
  'text',
  'multiline',
  'email',
  'date',
  'time',
  'number',
  'choice',
  'boolean',
  'portrait',
  'bureau',
  'role',
  'unit',
  'permissions',
  'photo',
])

function kindOf(schema: Record<string, unknown>): FieldKind {
  const said = schema['x-kind']
  if (typeof said === 'string' && kinds.has(said)) return said as FieldKind
  if (schema.enum || schema.oneOf || schema.anyOf) return 'choice'
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  if (types.includes('boolean')) return 'boolean'
  if (types.includes('integer') || types.includes('number')) return 'number'
  if (schema.format === 'date') return 'date'
  if (schema.format === 'date-time') return 'time'
  if (schema.format === 'email') return 'email'
  return 'text'
}

function choicesOf(schema: Record<string, unknown>): Field['choices'] {
  if (Array.isArray(schema.enum))
    return schema.enum.filter((one) => one !== null).map((one) => ({ value: String(one), label: String(one) }))
  const list = schema.oneOf ?? schema.anyOf
  if (!Array.isArray(list)) return []
  return list
    .map(record)
    .filter((one) => one.const !== undefined && one.const !== null)
    .map((one) => ({ value: String(one.const), label: text(one.title) ?? String(one.const) }))
}

function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
