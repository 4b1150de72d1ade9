import { isId } from '../kit/id.ts'
import type { FieldProblem } from './refusal.ts'

/** A field of an object or of a form. The kinds are a named set; the browser draws each, and `problems` checks each. */
export interface Field {
  readonly label: string
  readonly kind:
    | 'text'
    | 'multiline'
    | 'email'
    | 'date'
    | 'time'
    | 'number'
    | 'choice'
    | 'boolean'
    | 'bureau'
    | 'role'
    | 'unit'
    | 'permissions'
    | 'photo'
  readonly required?: true
  /** Of a role: any that an account may hold already, and not only those that whoever is asked may grant. */
  readonly held?: true
  /** Shown, never asked for. */
  readonly readOnly?: true
  readonly help?: string
  /** People write here what may be about somebody. The journal keeps it sealed, with a key that goes when the person is erased. */
  readonly personal?: true
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  readonly default?: string | number | boolean
  /** Its column in the template's table; without one it lives in `fields`. */
  readonly column?: string
  readonly list?: { readonly shown?: true; readonly sortable?: true; readonly filterable?: true }
}

export type Fields = Readonly<Record<string, Field>>
export type Input = Readonly<Record<string, unknown>>

/** What a run asks of a person before it goes on. */
export interface Form {
  readonly title: string
  /** What will happen, in one sentence. */
  readonly text: string
  /** What the last button does: "Abort the order". */
  readonly next: string
  /** What it does cannot be brought back by anything: the form warns of it. */
  readonly danger?: true
  /** Asked for, or shown where a field is read-only. */
  readonly fields: Fields
}

/** The form's fields as JSON Schema, which the API publishes and the browser draws. */
export function schemaOf(fields: Fields): Record<string, unknown> {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(fields).filter((name) => fields[name]?.required && !fields[name]?.readOnly),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, propertyOf(field)])),
  }
}

function propertyOf(field: Field): Record<string, unknown> {
  const type = field.kind === 'number' ? 'integer' : field.kind === 'boolean' ? 'boolean' : 'string'
  return {
    type,
    title: field.label,
    'x-kind': field.kind,
    ...((field.help || field.kind === 'photo') && { description: field.help ?? UPLOAD_HELP }),
    ...(field.held && { 'x-held': true }),
    ...(field.readOnly && { readOnly: true }),
    ...(field.default !== undefined && { default: field.default }),
    ...(['text', 'multiline', 'email', 'permissions'].includes(field.kind) && { maxLength: longest(field) }),
    ...(field.kind === 'permissions' && { examples: ['start:CardsAddonExtProdProcAbort\nread:card'] }),
    ...(field.required && type === 'string' && { minLength: 1 }),
    ...(field.kind === 'email' && { format: 'email' }),
    ...(field.kind === 'photo' && { format: 'uuid' }),
    ...(field.kind === 'date' && { format: 'date' }),
    ...(field.kind === 'time' && { format: 'date-time' }),
    ...(field.minimum !== undefined && { minimum: field.minimum }),
    ...(field.maximum !== undefined && { maximum: field.maximum }),
    ...(field.choices && { oneOf: field.choices.map(({ value, label }) => ({ const: value, title: label })) }),
  }
}

const UPLOAD_HELP = 'The id of an upload, as `POST /api/v1/photos` answers it.'

/** What is wrong with the answers to a form, a sentence a field; empty when nothing is. */
export function problems(fields: Fields, input: Input): FieldProblem[] {
  const strangers = Object.keys(input).filter((name) => !Object.hasOwn(fields, name))
  return [
    ...strangers.map((field) => ({ field, sentence: `This form has no field "${field}".` })),
    ...Object.entries(fields).flatMap(([name, field]) => {
      const sentence = problem(field, input[name])
      return sentence ? [{ field: name, sentence }] : []
    }),
  ]
}

/** The answers with surrounding blanks taken off, empty ones as null, and defaults filled in. */
export function cleaned(fields: Fields, input: Input): Input {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => !field.readOnly)
      .map(([name, field]) => {
        const value = input[name] === undefined ? field.default : input[name]
        const trimmed = typeof value === 'string' ? value.trim() : value
        return [name, trimmed === '' || trimmed === undefined ? null : trimmed]
      }),
  )
}

function problem(field: Field, given: unknown): string | undefined {
  const { label } = field
  const value = given === undefined ? field.default : given
  if (field.readOnly) return undefined
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === ''))
    return field.required ? `${label} is missing.` : undefined
  if (field.kind === 'boolean') return typeof value === 'boolean' ? undefined : `${label} must be yes or no.`
  if (field.kind === 'number') return numberProblem(field, value)
  if (typeof value !== 'string') return `${label} must be text.`
  if (value.length > longest(field)) return `${label} is longer than ${longest(field)} characters.`
  if (hasControlCharacter(value, field.kind === 'multiline' || field.kind === 'permissions'))
    return `${label} has a character that cannot be printed.`
  if (field.kind === 'email' && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value.trim())) return `${label} is not an e-mail address.`
  if (field.kind === 'photo' && !isId(value)) return `${label} is not the id of an upload.`
  if (field.kind === 'date' && !isDate(value)) return `${label} is not a date such as 2027-03-31.`
  if (field.kind === 'choice' && !field.choices?.some((choice) => choice.value === value))
    return `${label} must be one of: ${field.choices?.map((choice) => choice.label).join(', ')}.`
  return undefined
}

function numberProblem({ label, minimum, maximum }: Field, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return `${label} must be a whole number.`
  if (minimum !== undefined && value < minimum) return `${label} must be ${minimum} or more.`
  if (maximum !== undefined && value > maximum) return `${label} must be ${maximum} or less.`
  return undefined
}

const longest = (field: Field): number => field.maxLength ?? (field.kind === 'multiline' ? 2000 : 200)

/** Ten digits that name a day of the calendar: 2027-02-30 does not. */
export function isDate(text: string): boolean {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!day) return false
  const [year, month, date] = [Number(day[1]), Number(day[2]), Number(day[3])]
  const lengths = [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return date >= 1 && date <= (lengths[month - 1] ?? 0)
}

const hasControlCharacter = (text: string, mayBreak: boolean): boolean =>
  [...text].some((character) => (character < ' ' || character === '\u007f') && !(mayBreak && (character === '\n' || character === '\t')))
