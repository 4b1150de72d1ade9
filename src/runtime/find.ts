import { type Field, isDate } from '../engine/form.ts'
import { hasState, type Template } from '../engine/object.ts'
import { type Actor, permissionRefusal, readPermission } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { isId } from '../kit/id.ts'
import { readCardsOf, readObjectsAbout, type StoredObject } from '../store/object.ts'
import { ordersOf, type StoredOrder } from '../store/order.ts'
import { type Cursor, countObjects, type Search, searchObjects } from '../store/search.ts'
import { noteReads } from './bulk-reads.ts'
import { QUEUED_STATE } from './departures.ts'
import { leavesFilter } from './leaves-filter.ts'
import { hiddenFields, maySee, readSeen, seenOf } from './seen.ts'
import { permissionsOfActor, templateOf, type World } from './world.ts'

export interface Find {
  readonly template: string
  readonly state?: string
  readonly q?: string
  /** Field values; for cards also `leaves` and `bureau`, as `leavesFilter` reads them. */
  readonly filters?: Readonly<Record<string, string>>
  /** A field, with a minus before it for the other way round. */
  readonly sort?: string
  readonly after?: string
  readonly limit: number
}

/** One page of a search; `next` is null at its end. */
export async function find(
  world: World,
  actor: Actor,
  asked: Find,
): Promise<{ template: Template; objects: StoredObject[]; next: string | null } | Refusal> {
  const read = await readSearch(world, actor, asked)
  if ('code' in read) return read
  const after = asked.after === undefined ? undefined : readCursor(asked.after, read.template.fields[read.search.sort.field]?.kind)
  if (after === null)
    return refuse('invalid_cursor', 'The mark `after` is not one that a page of this list ended with.', 'Begin the search again.')
  const { objects, next } = await searchObjects(world.db, read.template, read.search, after, asked.limit)
  // Whoever goes on behind the first page goes through the list.
  if (after) await noteReads(world, actor, read.template, objects)
  return {
    template: read.template,
    objects: seenOf(world, actor, read.template, objects),
    next: next && Buffer.from(JSON.stringify([next.value, next.id])).toString('base64url'),
  }
}

/** How many a search finds: exact up to ten thousand. */
export async function count(world: World, actor: Actor, asked: Omit<Find, 'limit'>): Promise<{ count: number; more: boolean } | Refusal> {
  const read = await readSearch(world, actor, { ...asked, limit: 1 })
  return 'code' in read ? read : countObjects(world.db, read.template, read.search)
}

export interface Profile {
  readonly template: Template
  readonly object: StoredObject
  /** The newest order of a card. */
  readonly order: StoredOrder | undefined
  readonly related: readonly { readonly object: StoredObject; readonly relation: string }[]
}

/** One object with what belongs to it, of what this actor may see; what is out of their reach is as if it were not there: a card's holder, order and other cards; a user's cards. */
export async function get(world: World, actor: Actor, templateName: string, id: string): Promise<Profile | Refusal> {
  const template = templateOf(world, templateName)
  if (!template) throw new Error(`There is no template "${templateName}".`)
  const refusal = permissionRefusal(permissionsOfActor(world, actor), actor, readPermission(template.name), `see ${template.plural}`)
  if (refusal) return refusal
  const [object] = isId(id) ? await readSeen(world, actor, template, [id]) : []
  if (!object)
    return refuse('no_such_object', `There is no ${template.label} with the id ${id}.`, `Search for the ${template.label} again.`)
  await noteReads(world, actor, template, [object])
  const order = template.table === 'card' ? (await ordersOf(world.db, [id])).get(id) : undefined
  return { template, object, order, related: await relatedTo(world, actor, object) }
}

async function relatedTo(world: World, actor: Actor, object: StoredObject): Promise<Profile['related']> {
  const permissions = permissionsOfActor(world, actor)
  const seen = world.catalog.templates.filter((template) => maySee(permissions, template))
  const holders = seen.filter((template) => template.table === 'person')
  const cards = seen.filter((template) => template.table === 'card')
  if (object.cardId !== null) return relatedByCard(world, actor, cards, object.cardId)
  const personId = object.personId ?? object.id
  const isCard = templateOf(world, object.template)?.table === 'card'
  const holder = object.personId ? await fromEach(holders, (template) => readSeen(world, actor, template, [personId])) : []
  const others = await fromEach(cards, async (template) =>
    seenOf(world, actor, template, await readCardsOf(world.db, template, personId, 20)),
  )
  return [
    ...holder.map((person) => ({ object: person, relation: 'Holder' })),
    ...others.filter((card) => card.id !== object.id).map((card) => ({ object: card, relation: isCard ? 'Other card' : 'Card' })),
    ...(object.personId ? await aboutCard(world, actor, seen, object.id) : []),
  ]
}

/** The card that a recall or an incident is about. */
async function relatedByCard(world: World, actor: Actor, cards: readonly Template[], cardId: string): Promise<Profile['related']> {
  const found = await fromEach(cards, (template) => readSeen(world, actor, template, [cardId]))
  return found.map((card) => ({ object: card, relation: 'Card' }))
}

/** The recalls and incidents about a card. */
async function aboutCard(world: World, actor: Actor, seen: readonly Template[], cardId: string): Promise<Profile['related']> {
  const about = seen.filter(({ table }) => table === 'recall' || table === 'incident')
  const found = await Promise.all(
    about.map(async (template) => seenOf(world, actor, template, await readObjectsAbout(world.db, template, cardId, 20))),
  )
  return found.flatMap((objects, at) => objects.map((each) => ({ object: each, relation: about[at]?.label ?? '' })))
}

const fromEach = async (templates: readonly Template[], read: (template: Template) => Promise<StoredObject[]>): Promise<StoredObject[]> =>
  (await Promise.all(templates.map(read))).flat()

async function readSearch(world: World, actor: Actor, asked: Find): Promise<{ template: Template; search: Search } | Refusal> {
  const template = templateOf(world, asked.template)
  if (!template)
    return refuse(
      'no_such_template',
      `There is no kind of object called "${asked.template}".`,
      `Choose one of: ${world.catalog.templates.map((each) => each.name).join(', ')}.`,
    )
  const permissions = permissionsOfActor(world, actor)
  const refusal = permissionRefusal(permissions, actor, readPermission(template.name), `search ${template.plural}`)
  if (refusal) return refusal
  const reaches = permissions.reach(readPermission(template.name))
  const hidden = hiddenFields(reaches, template)
  if (asked.state !== undefined && !hasState(template, asked.state))
    return refuse(
      'no_such_state',
      `A ${template.label} has no state "${asked.state}".`,
      `Choose one of: ${Object.keys(template.states).join(', ')}.`,
    )
  const leaving = await leavesFilter(world, template, asked.filters ?? {})
  if ('code' in leaving) return leaving
  const { queued, filters } = leaving
  const unknown = Object.keys(filters).find((name) => !template.fields[name]?.list?.filterable || hidden.has(name))
  if (unknown !== undefined)
    return refuse(
      'no_such_filter',
      `${template.plural} cannot be searched by "${unknown}".`,
      `Search by: ${filterable(template).join(', ')}.`,
    )
  const field = (asked.sort ?? defaultSort(template)).replace(/^-/, '')
  if (!template.fields[field]?.list?.sortable || hidden.has(field))
    return refuse('no_such_sort', `${template.plural} cannot be sorted by "${field}".`, `Sort by: ${sortable(template).join(', ')}.`)
  // The state that queued orders' cards are in says nothing new, but it has the database look among these alone.
  const state = asked.state ?? (queued && QUEUED_STATE)
  return {
    template,
    search: {
      ...(state !== undefined && { state }),
      ...(asked.q !== undefined && { q: asked.q }),
      ...(queued && { queued }),
      filters,
      within: { actor, reaches },
      hidden,
      sort: { field, descending: (asked.sort ?? defaultSort(template)).startsWith('-') },
    },
  }
}

const filterable = (template: Template): string[] => Object.keys(template.fields).filter((name) => template.fields[name]?.list?.filterable)

const sortable = (template: Template): string[] => Object.keys(template.fields).filter((name) => template.fields[name]?.list?.sortable)

/** The newest first; people and accounts by name. */
const defaultSort = ({ fields }: Template): string =>
  ['-orderedAt', '-number', 'lastName', 'label'].find((sort) => fields[sort.replace('-', '')]) ?? 'name'

/** A mark may come from another list, or from nobody of ours: its value is one of the field that is sorted by, or it is no mark of this list. */
function readCursor(text: string, kind: Field['kind'] | undefined): Cursor | null {
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown]
    return isSortedBy(kind, value) && typeof id === 'string' && isId(id) ? { value, id } : null
  } catch {
    return null
  }
}

function isSortedBy(kind: Field['kind'] | undefined, value: unknown): value is Cursor['value'] {
  if (value === null) return true
  if (kind === 'number') return Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,15}$/.test(value))
  if (typeof value !== 'string') return false
  if (kind === 'date') return isDay(value)
  if (kind === 'time')
    return (
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/.test(value) &&
      isDay(value.slice(0, 10)) &&
      !Number.isNaN(Date.parse(value))
    )
  return !/[\0\p{Surrogate}]/u.test(value)
}

/** There is no year zero. */
const isDay = (text: string): boolean => isDate(text) && !text.startsWith('0000')
