import type { Queryable, Transaction } from './database.ts'

/** A photo that a sealed batch names, as it was when the batch was sealed. */
export interface StoredPhoto {
  readonly sha256: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/**
 * Keeps the photos of these people with a batch. Returns the hash of each, by person; a person without a photo that can be printed is
 * absent. What a bureau prints is JPEG, PNG or WebP.
 */
export async function sealPhotos(tx: Transaction, batchId: string, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ person: string; sha256: string }>(
    `with taken as (
       select person_id, encode(sha256(bytes), 'hex') as sha256, media_type, bytes from photo
       where person_id = any($2::uuid[]) and media_type in ('image/jpeg', 'image/png', 'image/webp')
     ), kept as (
       insert into sealed_photo (batch_id, sha256, media_type, bytes)
       select distinct on (sha256) $1::uuid, sha256, media_type, bytes from taken order by sha256
     )
     select person_id as person, sha256 from taken`,
    [batchId, personIds],
  )
  return new Map(rows.map((row) => [row.person, row.sha256]))
}

export async function sealedPhotos(db: Queryable, batchId: string): Promise<StoredPhoto[]> {
  return db.query('select sha256, media_type as "mediaType", bytes from sealed_photo where batch_id = $1 order by sha256', [batchId])
}

/** Forgets the photos of batches that need not be sent again. */
export async function forgetSealedPhotos(db: Queryable): Promise<void> {
  await db.query(`delete from sealed_photo p using batch b where b.id = p.batch_id and b.status in ('acknowledged', 'returned')`)
}
