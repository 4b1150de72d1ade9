import type { Field } from '../engine/form.ts'
import type { Template } from '../engine/object.ts'
import { among } from './among.ts'
import type { Queryable, Transaction } from './database.ts'

/** One user or card as it stands in its table: its real columns and what `fields` adds, under the names of its template. */
export interface StoredObject {
  readonly id: string
  readonly template: string
  readonly state: string
  readonly version: number
  /** The holder of a card, or of the card that it is about; null for a user. */
  readonly personId: string | null
  /** The card that a recall or an incident is about. */
  readonly cardId: string | null
  /** The unit of its person or holder as it is now, which scopes are about. */
  readonly unit: string | null
  readonly createdAt: Date
  readonly changedAt: Date
  readonly fields: Readonly<Record<string, unknown>>
}

export interface Row extends Record<string, unknown> {
  id: string
  template: string
  state: string
  version: number
  person_id?: string | null
  card_id?: string | null
  holder_unit?: string | null
  created_at: Date
  changed_at: Date
  fields: Record<string, unknown>
}

const COLUMNS = {
  person: 'id, template, state, version, first_name, last_name, employee_number, email, unit, title, phone, fields, created_at, changed_at',
  card: `id, template, state, version, number, person_id, holder_first_name, holder_last_name, employee_number, unit, common_name,
    user_principal_name, to_char(valid_to, 'YYYY-MM-DD') as valid_to, chip_number, serial_number, carrier, tracking_number, shipped_at,
    block_on_arrival, failure, holder_unit, fields, created_at, changed_at`,
  recall: `id, template, state, version, number, person_id, card_id, bureau, reason, asked_by, asked_at, deadline_at, sent_at, answered_at, answer,
    trouble, holder_unit, fields, created_at, changed_at`,
  incident:
    'id, template, state, version, number, person_id, card_id, bureau, kind, what, owner, closing_note, holder_unit, fields, created_at, changed_at',
  bureau: 'id, template, state, version, name, label, stopped_why, fields, created_at, changed_at',
  account: 'id, template, state, version, kind, name, display_name, email, held, person_id, holder_unit, fields, created_at, changed_at',
} as const

const TABLES = Object.keys(COLUMNS) as Template['table'][]

export const columnsOf = (template: Template): string => COLUMNS[template.table]

/** The objects with these ids, of one template; ids it does not have are left out. */
export async function readObjects(db: Queryable, template: Template, ids: readonly string[]): Promise<StoredObject[]> {
  const given = among('id', ids)
  const rows = await db.query<Row>(`select ${columnsOf(template)} from ${template.table} where ${given.text} and template = $2`, [
    given.value,
    template.name,
  ])
  return rows.map((row) => objectOf(template, row))
}

/**
 * The same, locked until the transaction ends, and with them the revision of the definitions now in force. Rows are locked in
 * the order of their ids, so that two sets that overlap cannot wait for each other.
 */
export async function lockObjects(
  tx: Transaction,
  template: Template,
  ids: readonly string[],
): Promise<{ objects: StoredObject[]; revision: number | undefined }> {
  const given = among('id', ids)
  const rows = await tx.query<Row & { revision: number }>(
    `select ${columnsOf(template)}, (select revision from definition_revision) as revision
     from ${template.table} where ${given.text} and template = $2 order by id for update`,
    [given.value, template.name],
  )
  return { objects: rows.map((row) => objectOf(template, row)), revision: rows[0]?.revision }
}

/** The objects with these ids, which nobody can change until the transaction ends; others may hold them so at the same time. */
export async function shareObjects(tx: Transaction, template: Template, ids: readonly string[]): Promise<StoredObject[]> {
  const given = among('id', ids)
  const rows = await tx.query<Row>(
    `select ${columnsOf(template)} from ${template.table} where ${given.text} and template = $2 order by id for share`,
    [given.value, template.name],
  )
  return rows.map((row) => objectOf(template, row))
}

/** The cards of these people that are in one of the states, locked. */
export async function lockCardsOf(
  tx: Transaction,
  template: Template,
  personIds: readonly string[],
  states: readonly string[],
): Promise<StoredObject[]> {
  const people = among('person_id', personIds)
  const rows = await tx.query<Row>(
    `select ${columnsOf(template)} from card where ${people.text} and state = any($2::text[]) and template = $3 order by id for update`,
    [people.value, states, template.name],
  )
  return rows.map((row) => objectOf(template, row))
}

/** The accounts of these people that are in one of the states, locked. */
export async function lockAccountsOf(
  tx: Transaction,
  template: Template,
  personIds: readonly string[],
  states: readonly string[],
): Promise<StoredObject[]> {
  const rows = await tx.query<Row>(
    `select ${columnsOf(template)} from account where person_id = any($1::uuid[]) and state = any($2::text[]) and template = $3 order by id for update`,
    [personIds, states, template.name],
  )
  return rows.map((row) => objectOf(template, row))
}

export async function readCardsOf(db: Queryable, template: Template, personId: string, limit: number): Promise<StoredObject[]> {
  const rows = await db.query<Row>(
    `select ${columnsOf(template)} from card where person_id = $1 and template = $2 order by created_at desc, id desc limit $3`,
    [personId, template.name, limit],
  )
  return rows.map((row) => objectOf(template, row))
}

/** The newest recalls or incidents about a card. */
export async function readObjectsAbout(db: Queryable, template: Template, cardId: string, limit: number): Promise<StoredObject[]> {
  const rows = await db.query<Row>(
    `select ${columnsOf(template)} from ${template.table} where card_id = $1 and template = $2 order by created_at desc, id desc limit $3`,
    [cardId, template.name, limit],
  )
  return rows.map((row) => objectOf(template, row))
}

/** Cards in one of the states whose last day was before a day; at most `limit`. */
export async function cardsPastLastDay(
  db: Queryable,
  template: Template,
  states: readonly string[],
  day: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    'select id from card where template = $1 and state = any($2::text[]) and valid_to < $3::date order by id limit $4',
    [template.name, states, day, limit],
  )
  return rows.map((row) => row.id)
}

/** The template of each of these ids that an object has. */
export async function templatesOfIds(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; template: string }>(
    TABLES.map((table) => `select id, template from ${table} where id = any($1::uuid[])`).join(' union all '),
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row.template]))
}

export interface NewObject {
  readonly id: string
  readonly personId?: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** Inserts objects of one template in its initial state. */
export async function insertObjects(tx: Transaction, template: Template, objects: readonly NewObject[], now: Date): Promise<void> {
  const columns = Object.entries(template.fields).flatMap(([name, field]) =>
    field.column && !field.readOnly ? [{ name, column: field.column, type: typeOf(field) }] : [],
  )
  const names = ['id', 'template', 'state', 'created_at', 'changed_at', 'fields', ...columns.map((each) => each.column)]
  const holder = template.table === 'card' ? ', person_id, holder_unit' : ''
  await tx.query(
    `insert into ${template.table} (${names.join(', ')}${holder})
     select (o->>'id')::uuid, $2, $3, $4::timestamptz, $4::timestamptz, o->'more'${columns.map((each) => `, (o->'fields'->>'${each.name}')::${each.type}`).join('')}
       ${holder && ", (o->>'personId')::uuid, (select p.unit from person p where p.id = (o->>'personId')::uuid)"}
     from jsonb_array_elements($1::jsonb) with ordinality as given(o, position) order by position`,
    [
      JSON.stringify(objects.map(({ id, personId, fields }) => ({ id, personId, fields, more: beyondColumns(template, fields) }))),
      template.name,
      template.initial,
      now,
    ],
  )
}

export function objectOf(template: Template, row: Row): StoredObject {
  const fields: Record<string, unknown> = {}
  for (const { name, column } of sourcesOf(template)) fields[name] = (column === undefined ? row.fields[name] : row[column]) ?? null
  return {
    id: row.id,
    template: row.template,
    state: row.state,
    version: row.version,
    personId: row.person_id ?? null,
    cardId: row.card_id ?? null,
    unit: (template.table === 'person' ? (row['unit'] as string | null) : row.holder_unit) ?? null,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    fields,
  }
}

/** Where each field of a template comes from. Kept, because a leg reads a thousand objects. */
function sourcesOf(template: Template): Sources {
  const known = sources.get(template) ?? Object.entries(template.fields).map(([name, { column }]) => ({ name, column }))
  sources.set(template, known)
  return known
}

type Sources = readonly { readonly name: string; readonly column: string | undefined }[]
const sources = new WeakMap<Template, Sources>()

const beyondColumns = (template: Template, fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => template.fields[name] && !template.fields[name]?.column))

const typeOf = (field: Field): string =>
  field.kind === 'date' ? 'date' : field.kind === 'number' ? 'bigint' : field.kind === 'time' ? 'timestamptz' : 'text'
