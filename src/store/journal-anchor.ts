import type { Queryable } from './database.ts'

/** Where checkpoints are kept besides the database: this node's data folder, a file, an end-point, mail. */
export type AnchorKind = 'folder' | 'file' | 'url' | 'mail'

export interface StoredAnchor {
  readonly kind: AnchorKind
  readonly triedAt: Date
  /** When it last worked, and how many entries that checkpoint covered. */
  readonly workedAt: Date | null
  readonly size: number | null
  /** Why the last attempt failed, in a sentence; null where it worked. */
  readonly trouble: string | null
}

/**
 * Whether this checkpoint is to be anchored now: it is not yet, and the last attempt was before `notSince`. Whoever is told yes does it; of
 * several nodes that ask at once, one.
 */
export async function claimAnchor(db: Queryable, kind: AnchorKind, size: number, now: Date, notSince: Date): Promise<boolean> {
  const rows = await db.query(
    `insert into journal_anchor as a (kind, tried_at) values ($1, $2) on conflict (kind) do update set tried_at = excluded.tried_at
     where a.tried_at <= $4 and (a.size is distinct from $3 or a.trouble is not null) returning kind`,
    [kind, now, size, notSince],
  )
  return rows.length === 1
}

/** Writes how an attempt went; `trouble` null for one that worked. */
export async function recordAnchor(db: Queryable, kind: AnchorKind, size: number | null, trouble: string | null, now: Date): Promise<void> {
  await db.query(
    `insert into journal_anchor as a (kind, tried_at, worked_at, size, trouble)
     values ($1, $2, case when $4::text is null then $2::timestamptz end, case when $4::text is null then $3::bigint end, $4)
     on conflict (kind) do update set tried_at = excluded.tried_at, trouble = excluded.trouble,
       worked_at = coalesce(excluded.worked_at, a.worked_at), size = coalesce(excluded.size, a.size)`,
    [kind, now, size, trouble],
  )
}

export const readAnchors = (db: Queryable): Promise<StoredAnchor[]> =>
  db.query<StoredAnchor>('select kind, tried_at as "triedAt", worked_at as "workedAt", size, trouble from journal_anchor order by kind')
