import type { Template } from '../engine/object.ts'
import { among } from './among.ts'
import type { Queryable, Transaction } from './database.ts'
import { columnsOf, objectOf, type Row, type StoredObject } from './object.ts'

/** What a person is known by besides the id; no two people share either. */
export interface Keys {
  readonly employeeNumbers: readonly string[]
  readonly emails: readonly string[]
}

/**
 * The people with one of these employee numbers or, whatever its capitals, one of these e-mails. Planned each time: a plan kept from when
 * there was hardly anyone would read everybody.
 */
export async function findPeople(db: Queryable, template: Template, { employeeNumbers, emails }: Keys): Promise<StoredObject[]> {
  const rows = await db.query<Row>(
    `/* planned afresh */ select ${columnsOf(template)} from person
     where employee_number = any($1::text[]) or lower(email) = any(array(select lower(given) from unnest($2::text[]) as given))`,
    [employeeNumbers, emails],
  )
  return rows.map((row) => objectOf(template, row))
}

/**
 * Makes this transaction the only one that gives out employee numbers and e-mails until it ends. So what it has looked up is still free
 * when it writes, and a number that is taken is a refusal rather than a broken constraint.
 */
export async function lockKeys(tx: Transaction): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('cardinal keys of people ' || current_schema()))")
}

/** Writes new field values of people, each its own, in one statement; fields that are not given stay. */
export async function updatePeople(
  tx: Transaction,
  template: Template,
  people: readonly { readonly id: string; readonly fields: Readonly<Record<string, unknown>> }[],
  now: Date,
): Promise<void> {
  const columns = Object.values(template.fields).flatMap((field) => (field.column && !field.readOnly ? [field.column] : []))
  await tx.query(
    `update person set (${columns.join(', ')}) = (select ${columns.map((column) => `n.${column}`).join(', ')} from jsonb_populate_record(person, given.columns) n),
       fields = person.fields || given.more, version = version + 1, changed_at = $3
     from jsonb_to_recordset($1::jsonb) as given(id uuid, columns jsonb, more jsonb) where person.id = given.id and person.template = $2`,
    [JSON.stringify(people.map(({ id, fields }) => ({ id, ...apart(template, fields) }))), template.name, now],
  )
  const moved = people.filter(({ fields }) => 'unit' in fields).map(({ id }) => id)
  if (moved.length > 0) await takeAlong(tx, moved)
}

/** What belongs to these people is in the unit that they are in now. What is printed on a card stays. */
async function takeAlong(tx: Transaction, personIds: readonly string[]): Promise<void> {
  for (const table of ['card', 'recall', 'incident', 'account'])
    await tx.query(
      `update ${table} set holder_unit = p.unit from person p
       where ${table}.person_id = p.id and p.id = any($1::uuid[]) and ${table}.holder_unit is distinct from p.unit`,
      [personIds],
    )
}

export interface Photo {
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly changedAt: Date
}

export async function readPhoto(db: Queryable, personId: string): Promise<Photo | undefined> {
  const [photo] = await db.query<Photo>(
    'select media_type as "mediaType", bytes, changed_at as "changedAt" from photo where person_id = $1',
    [personId],
  )
  return photo
}

/** The first bytes of a photo, and how large it is. */
export interface PhotoHead {
  readonly personId: string
  readonly mediaType: string
  readonly head: Uint8Array
  readonly bytes: number
}

/** The first bytes of the photos of these people, in one statement; who has none is left out. Of a large photo only these are read. */
export async function readPhotoHeads(db: Queryable, personIds: readonly string[], length: number): Promise<PhotoHead[]> {
  const people = among('person_id', personIds)
  return db.query<PhotoHead & Record<string, unknown>>(
    `select person_id as "personId", media_type as "mediaType", substring(bytes from 1 for $2) as head, octet_length(bytes) as bytes
     from photo where ${people.text}`,
    [people.value, length],
  )
}

/** Writes the photos of people; a photo that a person had is replaced. */
export async function writePhotos(
  tx: Queryable,
  photos: readonly { readonly personId: string; readonly mediaType: string; readonly bytes: Uint8Array }[],
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into photo (person_id, media_type, bytes, changed_at)
     select person_id, media_type, bytes, $4 from unnest($1::uuid[], $2::text[], $3::bytea[]) as given(person_id, media_type, bytes)
     on conflict (person_id) do update set media_type = excluded.media_type, bytes = excluded.bytes, changed_at = excluded.changed_at`,
    [photos.map((photo) => photo.personId), photos.map((photo) => photo.mediaType), photos.map((photo) => Buffer.from(photo.bytes)), now],
  )
}

/** Field values apart: those with a column of their own under its name, and the others. */
function apart(
  template: Template,
  fields: Readonly<Record<string, unknown>>,
): { columns: Record<string, unknown>; more: Record<string, unknown> } {
  const known = Object.entries(fields).flatMap(([name, value]) => {
    const field = template.fields[name]
    return field && !field.readOnly ? [{ name, column: field.column, value }] : []
  })
  return {
    columns: Object.fromEntries(known.flatMap(({ column, value }) => (column ? [[column, value]] : []))),
    more: Object.fromEntries(known.flatMap(({ name, column, value }) => (column ? [] : [[name, value]]))),
  }
}
