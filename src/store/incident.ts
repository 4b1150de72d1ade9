import type { Template } from '../engine/object.ts'
import type { Queryable, Transaction } from './database.ts'
import { reachCondition, type Within } from './reach.ts'

export interface NewIncident {
  readonly id: string
  readonly kind: string
  readonly what: string
  readonly bureau: string | null
  readonly card: string | null
  readonly batch: string | null
  readonly message: string | null
}

/** Enters incidents, each in its template's initial state. */
export async function insertIncidents(
  tx: Transaction,
  template: string,
  state: string,
  incidents: readonly NewIncident[],
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into incident (id, template, state, person_id, holder_unit, card_id, batch_id, bureau, message_id, kind, what, created_at, changed_at)
     select (i->>'id')::uuid, $2, $3, c.person_id, c.holder_unit, c.id, b.id, i->>'bureau', (i->>'message')::uuid, i->>'kind', i->>'what', $4, $4
     from jsonb_array_elements($1::jsonb) with ordinality as given(i, position)
       left join card c on c.id = (i->>'card')::uuid left join batch b on b.id = (i->>'batch')::uuid
     order by position`,
    [JSON.stringify(incidents), template, state, now],
  )
}

export async function takeIncidents(tx: Transaction, ids: readonly string[], owner: string): Promise<void> {
  await tx.query('update incident set owner = $2 where id = any($1::uuid[])', [ids, owner])
}

export async function closeIncidents(tx: Transaction, ids: readonly string[], note: string, by: string): Promise<void> {
  await tx.query('update incident set closing_note = $2, owner = coalesce(owner, $3) where id = any($1::uuid[])', [ids, note, by])
}

/** Whether an incident of this kind is not closed yet. */
export async function isIncidentOpen(db: Queryable, kind: string): Promise<boolean> {
  return (await db.query("select from incident where kind = $1 and state <> 'closed' limit 1", [kind])).length > 0
}

/** Of these cards, those about which an incident of this kind is not closed yet. */
export async function cardsWithOpenIncident(db: Queryable, kind: string, cardIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ card: string }>(
    `select distinct card_id as card from incident where kind = $1 and card_id = any($2::uuid[]) and state <> 'closed'`,
    [kind, cardIds],
  )
  return new Set(rows.map((row) => row.card))
}

/** The ids of incidents that are not closed: first those of this owner, then those that nobody has taken, then those of others. */
export function unclosedIncidents(
  db: Queryable,
  template: Template,
  within: Within,
  owner: string,
  limit: number,
): Promise<{ id: string }[]> {
  const values: unknown[] = [template.name, owner, limit]
  const reached = reachCondition(template, within.reaches, within.actor, (value) => `$${values.push(value)}`)
  return db.query(
    `select id from incident where template = $1 and state in ('open', 'taken')${reached ? ` and ${reached}` : ''}
     order by case when owner = $2 then 0 when owner is null then 1 else 2 end, number limit $3`,
    values,
  )
}

/** An incident that a message of a bureau led to. */
export interface IncidentOfMessage {
  readonly id: string
  readonly number: number
  readonly state: string
  readonly bureau: string | null
  readonly message: string
}

export const incidentsOfMessages = (db: Queryable, messages: readonly string[]): Promise<IncidentOfMessage[]> =>
  db.query('select id, number, state, bureau, message_id as message from incident where message_id = any($1::uuid[]) order by number', [
    messages,
  ])
