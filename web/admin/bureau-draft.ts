/**
 * The draft of a bureau: which of its parts were changed, what becomes of them when somebody else published meanwhile, and where an
 * objection belongs. Pure.
 */
import type { DefinedBureau } from '../../src/http/contract/bureau.ts'
import type { BureauTab } from './bureau-tab.ts'

type Connection = DefinedBureau['connection']
export type ConnectionKind = Connection['kind']

/** What one changes as one thing: `label`, `connection/host`, `connection` where it is another way, `layouts/card`. */
export type Part = string

/** The parts that differ, in the order of the page. */
export function changedParts(before: DefinedBureau, after: DefinedBureau): Part[] {
  const split = before.connection.kind === after.connection.kind
  const [old, now] = [partsOf(before, split), partsOf(after, split)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((part) => !same(old[part], now[part]))
}

/** My changes on top of what somebody else published: what I did not touch follows theirs. */
export function mergedOver(base: DefinedBureau, theirs: DefinedBureau, mine: DefinedBureau): DefinedBureau {
  const isOneWay = base.connection.kind === theirs.connection.kind && base.connection.kind === mine.connection.kind
  const [old, now] = [partsOf(base, isOneWay), partsOf(mine, isOneWay)]
  const touched = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((part) => !same(old[part], now[part]))
  return touched.reduce((merged, part) => withPart(merged, part, now[part]), theirs)
}

/** The parts in which either side differs from what both began with. */
export function contestedParts(base: DefinedBureau, theirs: DefinedBureau, mine: DefinedBureau): Part[] {
  const split = base.connection.kind === theirs.connection.kind && base.connection.kind === mine.connection.kind
  const [old, now, other] = [partsOf(base, split), partsOf(mine, split), partsOf(theirs, split)]
  return [...new Set([...Object.keys(old), ...Object.keys(now), ...Object.keys(other)])].filter(
    (part) => !same(old[part], now[part]) || !same(old[part], other[part]),
  )
}

/** One part of a definition; undefined where it has none of that name. */
export const partOf = (definition: DefinedBureau, part: Part): unknown => partsOf(definition, part !== 'connection')[part]

/** A definition with one part as it is in another. */
export const withPartOf = (definition: DefinedBureau, part: Part, other: DefinedBureau): DefinedBureau =>
  withPart(definition, part, partOf(other, part))

/** On which tab a part, or the place of an objection, stands. */
export function tabOf(place: string): BureauTab {
  if (place.startsWith('connection')) return 'connection'
  return place.startsWith('layouts') ? 'layouts' : 'general'
}

/** What a part is called, and a value of it, as people read them. */
export function partWords(part: Part): string {
  if (part.startsWith('layouts/')) return `Layout of ${part.slice('layouts/'.length)}`
  return NAMES[part] ?? part
}

export function valueWords(part: Part, value: unknown): string {
  if (part === 'schedule' || part === 'timeZone' || part === 'batchSize') return value === null ? 'as the options say' : String(value)
  if (part === 'recallHours') return `${value} hours`
  if (part === 'holidays' || part === 'connection/bureauKeys') return count(value)
  if (part === 'connection') return connectionWords[(value as Connection).kind]
  if (part === 'connection/folder' && value === null) return 'the folder of the installation'
  if (part.startsWith('layouts/')) return typeof value === 'object' && value !== null && 'label' in value ? String(value.label) : 'plain'
  const text = value === undefined || value === null || value === '' ? 'none' : String(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

export const connectionWords: Readonly<Record<ConnectionKind, string>> = {
  directory: 'a folder',
  sftp: 'SFTP',
  rest: 'REST',
}

/** A name for programs out of what people call it: `Bureau North` becomes `bureau-north`. */
export function nameFrom(label: string): string {
  return label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øæœßłđðþ]/g, (letter) => LETTERS[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
}

/** Letters that do not come apart into a letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ð: 'd', þ: 'th' }

const NAMES: Readonly<Record<string, string>> = {
  label: 'Label',
  schedule: 'Schedule',
  timeZone: 'Time zone',
  holidays: 'Holidays',
  batchSize: 'Batch size',
  recallHours: 'Recall deadline',
  connection: 'Connection',
  'connection/folder': 'Folder',
  'connection/host': 'Host',
  'connection/port': 'Port',
  'connection/user': 'Name to sign in with',
  'connection/hostKey': 'Host key',
  'connection/bureauKeys': 'Keys of the bureau',
  'connection/url': 'Address',
  'connection/answers': 'Answers',
}

const count = (value: unknown): string => {
  const items = Array.isArray(value) ? value.length : 0
  return items === 0 ? 'none' : String(items)
}

function partsOf(definition: DefinedBureau, split: boolean): Record<Part, unknown> {
  const { connection, layouts, ...rest } = definition
  const { kind: _, ...members } = connection
  return {
    ...rest,
    ...(split ? named('connection', members) : { connection }),
    ...named('layouts', layouts),
  }
}

const named = (place: string, members: object): Record<Part, unknown> =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [`${place}/${name}`, value]))

function withPart(definition: DefinedBureau, part: Part, value: unknown): DefinedBureau {
  const [outer = '', inner] = part.split('/')
  if (inner === undefined) return { ...definition, [outer]: value }
  const members: Record<string, unknown> = { ...(definition[outer as 'connection' | 'layouts'] as object), [inner]: value }
  if (value === undefined) delete members[inner]
  return { ...definition, [outer]: members }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
