import type { Queryable, Transaction } from './database.ts'

/** A definition in force: attachments of a state, the options, the drawing of a use case. */
export interface CurrentDefinition {
  readonly kind: string
  readonly name: string
  readonly hash: string
  readonly body: unknown
}

export interface Publication {
  readonly id: string
  readonly at: Date
  readonly actorId: string | null
  readonly actorName: string
  readonly kind: string
  readonly name: string
  readonly before: unknown
  readonly after: unknown
  readonly why: string | null
}

/** Everything in force, and the revision it belongs to, in one look. */
export async function readDefinitions(db: Queryable): Promise<{ revision: number; definitions: CurrentDefinition[] }> {
  const rows = await db.query<CurrentDefinition & { revision: number }>(
    `select r.revision, c.kind, c.name, c.hash, d.body from definition_revision r left join (current_definition c join definition d using (hash)) on true`,
  )
  return { revision: rows[0]?.revision ?? 0, definitions: rows.filter((row) => row.kind !== null) }
}

/** One definition by its hash, whether or not it is still in force; a run keeps the drawing it began with. */
export async function readDefinition(db: Queryable, hash: string): Promise<unknown> {
  const rows = await db.query<{ body: unknown }>('select body from definition where hash = $1', [hash])
  return rows[0]?.body
}

export async function readRevision(db: Queryable): Promise<number> {
  const rows = await db.query<{ revision: number }>('select revision from definition_revision')
  return rows[0]?.revision ?? 0
}

/** Publications happen one at a time; legs go on meanwhile. Returns the revision before this one. */
export async function lockDefinitions(tx: Transaction): Promise<number> {
  const rows = await tx.query<{ revision: number }>('select revision from definition_revision for update')
  return rows[0]?.revision ?? 0
}

export async function currentHash(tx: Transaction, kind: string, name: string): Promise<string | undefined> {
  const rows = await tx.query<{ hash: string }>('select hash from current_definition where kind = $1 and name = $2', [kind, name])
  return rows[0]?.hash
}

export async function insertPublication(
  tx: Transaction,
  publication: {
    id: string
    at: Date
    actorId: string | null
    actorName: string
    kind: string
    name: string
    beforeHash: string | undefined
    hash: string
    body: unknown
    why: string | null
  },
): Promise<void> {
  const { id, at, actorId, actorName, kind, name, beforeHash, hash, body, why } = publication
  await tx.query('insert into definition (hash, kind, name, body) values ($1, $2, $3, $4::jsonb) on conflict (hash) do nothing', [
    hash,
    kind,
    name,
    JSON.stringify(body),
  ])
  await tx.query(
    `insert into publication (id, at, actor_id, actor_name, kind, name, before_hash, hash, why) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, at, actorId, actorName, kind, name, beforeHash ?? null, hash, why],
  )
  await tx.query(
    `insert into current_definition (kind, name, hash) values ($1, $2, $3) on conflict (kind, name) do update set hash = excluded.hash`,
    [kind, name, hash],
  )
  await tx.query('update definition_revision set revision = revision + 1')
}

const PUBLICATION = `select p.id, p.at, p.actor_id as "actorId", p.actor_name as "actorName", p.kind, p.name, b.body as before, d.body as after, p.why
  from publication p join definition d on d.hash = p.hash left join definition b on b.hash = p.before_hash`

/** These publications; those that are not there are left out. */
export const readPublications = (db: Queryable, ids: readonly string[]): Promise<Publication[]> =>
  db.query<Publication>(`${PUBLICATION} where p.id = any($1::uuid[])`, [ids])

/** Who published what, newest first, below the publication `before` where one is given; of one definition where that is named. */
export async function listPublications(
  db: Queryable,
  before: string | undefined,
  limit: number,
  only: { readonly kind: string; readonly name: string } | undefined = undefined,
): Promise<Publication[]> {
  return db.query<Publication>(
    `${PUBLICATION}
     where ($1::uuid is null or p.id < $1) and ($3::text is null or (p.kind = $3 and p.name = $4)) order by p.id desc limit $2`,
    [before ?? null, limit, only?.kind ?? null, only?.name ?? null],
  )
}
