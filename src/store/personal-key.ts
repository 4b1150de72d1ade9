import { among } from './among.ts'
import type { Queryable, Transaction } from './database.ts'

/** A key for what the journal keeps about somebody, as it is stored; `sealed` is null once it was destroyed. */
export interface StoredPersonalKey {
  readonly id: string
  /** The person or, where an object has no holder, the object. */
  readonly subject: string
  readonly sealed: string | null
}

const COLUMNS = 'id, subject_id as subject, sealed'

export async function personalKeysOf(db: Queryable, subjects: readonly string[]): Promise<StoredPersonalKey[]> {
  const given = among('subject_id', subjects)
  return db.query<StoredPersonalKey & Record<string, unknown>>(`select ${COLUMNS} from personal_key where ${given.text}`, [given.value])
}

export async function personalKeysByIds(db: Queryable, ids: readonly string[]): Promise<StoredPersonalKey[]> {
  const given = among('id', ids)
  return db.query<StoredPersonalKey & Record<string, unknown>>(`select ${COLUMNS} from personal_key where ${given.text}`, [given.value])
}

/**
 * Enters keys, in the order of their subjects, so that two that enter the same wait for each other in one order. A subject that has a key
 * keeps it; returns how many were entered.
 */
export async function insertPersonalKeys(
  tx: Queryable,
  keys: readonly (StoredPersonalKey & { readonly sealed: string })[],
  now: Date,
): Promise<number> {
  const entered = await tx.query(
    `insert into personal_key (id, subject_id, sealed, made_at)
     select id, subject_id, sealed, $4 from unnest($1::uuid[], $2::uuid[], $3::text[]) as given(id, subject_id, sealed) order by subject_id
     on conflict (subject_id) do nothing returning id`,
    [keys.map(({ id }) => id), keys.map(({ subject }) => subject), keys.map(({ sealed }) => sealed), now],
  )
  return entered.length
}

/** One that was sealed, whichever; undefined where there is none. */
export async function anyPersonalKey(db: Queryable): Promise<{ id: string; sealed: string } | undefined> {
  const [found] = await db.query<{ id: string; sealed: string }>('select id, sealed from personal_key where sealed is not null limit 1')
  return found
}

/** Every key that is not destroyed, locked until the transaction ends. */
export const lockPersonalKeys = (tx: Transaction): Promise<{ id: string; sealed: string }[]> =>
  tx.query<{ id: string; sealed: string }>('select id, sealed from personal_key where sealed is not null order by id for update')

/** The same keys sealed anew. */
export async function resealPersonalKeys(
  tx: Transaction,
  keys: readonly { readonly id: string; readonly sealed: string }[],
): Promise<void> {
  await tx.query(
    'update personal_key k set sealed = given.sealed from unnest($1::uuid[], $2::text[]) as given(id, sealed) where k.id = given.id',
    [keys.map(({ id }) => id), keys.map(({ sealed }) => sealed)],
  )
}
