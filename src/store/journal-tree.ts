import type { Database, Queryable, Transaction } from './database.ts'
import type { StoredEntry } from './journal.ts'

/** One row of the journal as it is stored, to the microsecond; and the number of the transaction that wrote it, as digits. */
export interface JournalRow extends Omit<StoredEntry, 'at'> {
  readonly at: string
  readonly transaction: string
}

/** Up to where the journal is sealed. */
export interface JournalTree {
  readonly origin: string
  readonly cluster: string
  readonly size: number
  readonly nextTransaction: string
  readonly afterId: string | null
  readonly restoredUntil: string | null
}

/** A tile of leaves: entry ids, and the hashes over the entries, 32 bytes each. */
export interface JournalTile {
  readonly number: number
  readonly ids: readonly string[]
  readonly hashes: Buffer
}

/** A tile of hashes; level 0 holds leaves. */
export interface HashTile {
  readonly level: number
  readonly number: number
  readonly hashes: Buffer
}

export interface StoredCheckpoint {
  readonly size: number
  readonly at: Date
  readonly note: string
}

/** Where the transactions of this cluster stand now: none below `oldest` runs any more, and none from `next` on has begun. */
export interface Transactions {
  readonly cluster: string
  readonly oldest: string
  readonly next: string
}

const ROW = `j.id, to_char(j.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, j.kind, j.actor_kind as "actorKind", j.actor_id as "actorId",
  j.actor_name as "actorName", j.actor_roles as "actorRoles", j.actor_address as "actorAddress", j.use_case as "useCase", j.run_id as "runId", j.template, j.object_id as "objectId", j.from_state as "from",
  j.to_state as "to", j.facts, j.transaction::text as transaction`
const TREE = `select origin, cluster, size, next_transaction::text as "nextTransaction", after_id as "afterId", restored_until::text as "restoredUntil"
  from journal_tree`
/** As the index has it. */
const NUMBER = 'j.transaction::text::bigint'
/** After what is sealed, within the transactions from $1 to before $3; $2 is the last one sealed of the transaction $1. */
const AFTER = `${NUMBER} >= $1::bigint and ${NUMBER} < $3::bigint and (j.transaction <> $1::text::xid8 or $2::uuid is null or j.id > $2)`
/** Of those that came along from another cluster some are sealed already. */
const NOT_SEALED = 'not exists (select from journal_tile t where t.highest >= j.id and t.lowest <= j.id and j.id = any(t.ids))'

export async function readTransactions(db: Queryable): Promise<Transactions> {
  const [found] = await db.query<Transactions>(
    `select system_identifier::text as cluster, pg_snapshot_xmin(pg_current_snapshot())::text as oldest, pg_snapshot_xmax(pg_current_snapshot())::text as next
     from pg_control_system()`,
  )
  if (!found) throw new Error('The cluster does not tell its transactions.')
  return found
}

export async function readTree(db: Queryable): Promise<JournalTree | undefined> {
  return (await db.query<JournalTree>(TREE))[0]
}

/** Begins the tree where there is none. */
export async function beginTree(db: Queryable, origin: string, cluster: string): Promise<void> {
  await db.query("insert into journal_tree (origin, cluster, size, next_transaction) values ($1, $2, 0, '0') on conflict do nothing", [
    origin,
    cluster,
  ])
}

/** The tree, which nobody else then extends until the transaction ends; undefined while somebody does. */
export async function lockTree(tx: Transaction): Promise<JournalTree | undefined> {
  const [found] = await tx.query<JournalTree>(`${TREE} for update skip locked`)
  // What comes after the last sealed entry is always found by its index; from a sample of the table the planner cannot know.
  if (found) await tx.query('set local enable_seqscan = off')
  return found
}

/** Of a database that was brought to another cluster: begins to count its transactions anew. */
export async function moveTree(tx: Transaction, cluster: string): Promise<void> {
  await tx.query(
    `update journal_tree set cluster = $1, next_transaction = '0', after_id = null,
       restored_until = (select max(highest) from (select max(transaction) as highest from journal union all select restored_until from journal_tree) known)`,
    [cluster],
  )
}

/** How many entries wait to be sealed, of transactions before `below`; where `most` is given, no more are counted. */
export async function countAfter(db: Queryable, tree: JournalTree, below: string, most?: number): Promise<number> {
  const [found] = await db.query<{ count: number }>(
    `/* planned afresh */ select count(*) as count from (select from journal j where ${AFTER} ${tree.restoredUntil === null ? '' : `and ${NOT_SEALED}`} ${most === undefined ? '' : 'limit $4'}) waiting`,
    [tree.nextTransaction, tree.afterId, below, ...(most === undefined ? [] : [most])],
  )
  return found?.count ?? 0
}

/** The next entries in the order they are sealed in: by transaction, then by id. */
export const rowsAfter = (tx: Transaction, tree: JournalTree, below: string, most: number): Promise<JournalRow[]> =>
  tx.query<JournalRow>(
    `/* planned afresh */ select ${ROW} from journal j where ${AFTER} ${tree.restoredUntil === null ? '' : `and ${NOT_SEALED}`}
     order by j.transaction, j.id limit $4`,
    [tree.nextTransaction, tree.afterId, below, most],
  )

/** What a seal leaves behind. */
export interface Seal {
  readonly tiles: readonly JournalTile[]
  readonly nodes: readonly HashTile[]
  readonly tree: JournalTree
  readonly checkpoint: StoredCheckpoint
  /** The size of the checkpoint before it, where that is not kept: there is a newer one of its hour. */
  readonly outlived: number | null
}

/** Writes a seal and commits with it. */
export async function writeSeal(tx: Transaction, { tiles, nodes, tree, checkpoint, outlived }: Seal): Promise<void> {
  await tx.last(
    `with tiles as (
       insert into journal_tile (number, ids, hashes, lowest, highest)
       select number, ids::uuid[], decode(hashes, 'hex'), lowest, highest
       from unnest($1::bigint[], $2::text[], $3::text[], $4::uuid[], $5::uuid[]) as given(number, ids, hashes, lowest, highest)
       on conflict (number) do update set ids = excluded.ids, hashes = excluded.hashes, lowest = excluded.lowest, highest = excluded.highest
     ), nodes as (
       insert into journal_node (level, number, hashes)
       select level, number, decode(hashes, 'hex') from unnest($6::smallint[], $7::bigint[], $8::text[]) as given(level, number, hashes)
       on conflict (level, number) do update set hashes = excluded.hashes
     ), outlived as (delete from journal_checkpoint where size = $9
     ), checkpoint as (insert into journal_checkpoint (size, at, note) values ($10, $11, $12))
     update journal_tree set size = $10, next_transaction = $13::text::xid8, after_id = $14`,
    [
      tiles.map(({ number }) => number),
      tiles.map(({ ids }) => `{${ids.join(',')}}`),
      tiles.map(({ hashes }) => hashes.toString('hex')),
      tiles.map(({ ids }) => [...ids].sort()[0]),
      tiles.map(({ ids }) => [...ids].sort().at(-1)),
      nodes.map(({ level }) => level),
      nodes.map(({ number }) => number),
      nodes.map(({ hashes }) => hashes.toString('hex')),
      outlived,
      checkpoint.size,
      checkpoint.at,
      checkpoint.note,
      tree.nextTransaction,
      tree.afterId,
    ],
  )
}

/** The index learns of new stretches of the table; left to itself it does so when the table is vacuumed. */
export const summarizeJournal = (db: Queryable): Promise<unknown> => db.query("select brin_summarize_new_values('journal_by_transaction')")

export const readTiles = (db: Queryable, from: number, count: number): Promise<JournalTile[]> =>
  db.query<JournalTile>('select number, ids, hashes from journal_tile where number >= $1 and number < $1 + $2::bigint order by number', [
    from,
    count,
  ])

/** The tiles of hashes that are asked for, of whatever level; those that are not there are left out. */
export const readHashTiles = (db: Queryable, places: readonly Pick<HashTile, 'level' | 'number'>[]): Promise<HashTile[]> =>
  db.query<HashTile>(
    `select asked.level, asked.number, coalesce(n.hashes, t.hashes) as hashes from unnest($1::int[], $2::bigint[]) as asked(level, number)
     left join journal_node n on n.level = asked.level and n.number = asked.number
     left join journal_tile t on asked.level = 0 and t.number = asked.number
     where coalesce(n.hashes, t.hashes) is not null`,
    [places.map(({ level }) => level), places.map(({ number }) => number)],
  )

/** Where in the tree entries are; those that are not sealed are left out. */
export async function positionsOf(db: Queryable, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ id: string; number: number; nth: number }>(
    `select given.id, t.number, array_position(t.ids, given.id) as nth from unnest($1::uuid[]) as given(id)
     join journal_tile t on t.highest >= given.id and t.lowest <= given.id and given.id = any(t.ids)`,
    [ids],
  )
  return new Map(rows.map(({ id, number, nth }) => [id, number * 256 + nth - 1]))
}

/** The newest checkpoints, the newest first. */
export const newestCheckpoints = (db: Queryable, limit: number): Promise<StoredCheckpoint[]> =>
  db.query<StoredCheckpoint>('select size, at, note from journal_checkpoint order by size desc limit $1', [limit])

export const readRows = (db: Queryable, ids: readonly string[]): Promise<JournalRow[]> =>
  db.query<JournalRow>(`select ${ROW} from journal j where j.id = any($1::uuid[])`, [ids])

/** How many entries there are by their place: of transactions that are sealed, of those after them, and of such as have not begun. */
export async function countByPlace(
  db: Queryable,
  { nextTransaction, afterId }: JournalTree,
): Promise<{ readonly before: number; readonly after: number; readonly notBegun: number }> {
  const [found] = await db.query<{ before: number; after: number; notBegun: number }>(
    `select count(*) filter (where sealed) as before, count(*) filter (where not sealed) as after, count(*) filter (where not begun) as "notBegun"
     from (select transaction < $1::text::xid8 or (transaction = $1::text::xid8 and $2::uuid is not null and id <= $2) as sealed,
       transaction < pg_snapshot_xmax(pg_current_snapshot()) as begun from journal) place`,
    [nextTransaction, afterId],
  )
  return found ?? { before: 0, after: 0, notBegun: 0 }
}

/** Entries that are in no tile, in the order they would be sealed in, after this one; looks through all tiles. */
export const rowsWithoutTile = (db: Database, after: JournalRow | undefined, limit: number): Promise<JournalRow[]> =>
  db.query<JournalRow>(
    `/* planned afresh */ with sealed as (select unnest(ids) as id from journal_tile)
     select ${ROW} from journal j left join sealed on sealed.id = j.id
     where sealed.id is null and ($1::text is null or (j.transaction, j.id) > ($1::text::xid8, $2::uuid)) order by j.transaction, j.id limit $3`,
    [after?.transaction ?? null, after?.id ?? null, limit],
  )
