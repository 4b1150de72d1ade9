/**
 * The schemas of the contract, as the routes name them. A named schema is referred to by its name, so that the OpenAPI document shows it
 * once and its serializer is compiled once.
 */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { contract } from './contract/every.ts'
import { Problem } from './contract/refusal.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** Every named schema of the contract as plain JSON Schema. */
export const namedSchemas = (): JsonSchema[] => [...contract.keys()].map(namedSchema)

export function namedSchema(name: string): JsonSchema {
  const schema = contract.get(name)
  if (!schema) throw new Error(`There is no schema "${name}".`)
  return { ...inPlain(schema, true), $id: name }
}

/** A schema as a route declares it: a reference where it has a name. */
export function inPlain(schema: unknown, isTop = false): JsonSchema {
  return plain(schema, isTop) as JsonSchema
}

/** What a route answers: its success, and the statuses it may refuse with, besides those that any may. */
export function answers(success: Readonly<Record<number, TSchema | JsonSchema>>, refusals: readonly number[]): Record<string, unknown> {
  const problem = { 'application/problem+json': { schema: inPlain(Problem) } }
  return {
    ...Object.fromEntries(Object.entries(success).map(([status, schema]) => [status, inPlain(schema)])),
    ...Object.fromEntries(
      [...new Set([...refusals, 429, 500, 503])].map((status) => [status, { description: TITLES[status], content: problem }]),
    ),
  }
}

/** The titles of the statuses we refuse with, by RFC 9110 and its kin. */
export const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not permitted',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid input',
  429: 'Too many requests',
  500: 'Server error',
  503: 'Not available for now',
}

export interface SchemaProblem {
  readonly pointer: string
  readonly detail: string
}

/** Thrown by a validator: what does not fit the schema, by JSON pointer. */
export class Misfit extends Error {
  readonly problems: readonly SchemaProblem[]

  constructor(problems: readonly SchemaProblem[]) {
    super('The request does not fit its schema.')
    this.problems = problems
  }
}

/**
 * Checks a part of a request. A body is taken as it is: text that looks like a number is not one. Of the address everything is text, and
 * is read as what the schema wants.
 */
export function validatorOf({
  schema,
  httpPart,
}: {
  schema: unknown
  httpPart?: string | undefined
}): (value: unknown) => { value: unknown } | { error: Error } {
  const reference = typeof schema === 'object' && schema !== null && '$ref' in schema ? String(schema.$ref).replace(/#$/, '') : undefined
  const wanted = reference === undefined ? (schema as TSchema) : contract.get(reference)
  if (!wanted) throw new Error(`There is no schema "${reference}".`)
  let compiled: ReturnType<typeof Compile> | undefined // When it is first used: to compile all of them would make a start wait.
  return (given) => {
    compiled ??= Compile(wanted)
    const check = compiled
    const value = httpPart === 'body' ? given : Value.Convert(wanted, given)
    if (check.Check(value)) return { value }
    const problems = check.Errors(value).map((error) => ({ pointer: error.instancePath, detail: sentenceOf(error) }))
    return { error: new Misfit(problems.slice(0, 20)) }
  }
}

interface SchemaError {
  readonly instancePath: string
  readonly message: string
}

function sentenceOf({ instancePath, message }: SchemaError): string {
  const where = instancePath.split('/').at(-1)
  return `${where ? `“${where.slice(0, 60)}”` : 'The request'} ${message}.`
}

function plain(schema: unknown, isTop: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((each) => plain(each, false))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $id, ...rest } = schema as Record<string, unknown>
  if (typeof $id === 'string' && !isTop) return { $ref: `${$id}#` }
  return simpler(
    Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key, key === 'const' || key === 'default' ? value : plain(value, false)]),
    ),
  )
}

/** Unions of words as an enumeration, a value or null as two types, any names as additional properties: easier to read and to serialize. */
function simpler(schema: Record<string, unknown>): Record<string, unknown> {
  const { anyOf, patternProperties, ...rest } = schema
  if (Array.isArray(anyOf)) {
    const ways = anyOf as Record<string, unknown>[]
    if (ways.every((way) => typeof way['const'] === 'string')) return { ...rest, type: 'string', enum: ways.map((way) => way['const']) }
    const [way, other] = ways
    if (
      ways.length === 2 &&
      way &&
      other?.['type'] === 'null' &&
      typeof way['type'] === 'string' &&
      way['type'] !== 'object' &&
      way['type'] !== 'array'
    )
      return { ...rest, ...way, type: [way['type'], 'null'] }
  }
  if (typeof patternProperties === 'object' && patternProperties !== null) {
    const [values] = Object.values(patternProperties) as Record<string, unknown>[]
    return { ...rest, additionalProperties: values && Object.keys(values).length > 0 ? values : true }
  }
  return schema
}
