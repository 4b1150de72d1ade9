import type { Queryable, Transaction } from './database.ts'

/** A photo that somebody uploaded, as it was encoded anew: a JPEG. */
export interface UploadedPhoto {
  readonly id: string
  readonly account: string
  readonly bytes: Uint8Array
  /** In pixels. */
  readonly width: number
  readonly height: number
  readonly createdAt: Date
}

/** Of so many is the newest of an account kept: whoever tries one part of a picture after the other fills no disk. */
const KEPT = 10

export async function insertUpload(db: Queryable, { id, account, bytes, width, height, createdAt }: UploadedPhoto): Promise<void> {
  await db.query(
    `with gone as (
       delete from uploaded_photo where id in (select id from uploaded_photo where account_id = $2 order by created_at desc, id desc offset $7)
     )
     insert into uploaded_photo (id, account_id, bytes, width, height, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [id, account, Buffer.from(bytes), width, height, createdAt, KEPT - 1],
  )
}

/** Gives these people the photo that the account uploaded since then. False where there is no such upload; then nothing was changed. */
export async function putUpload(
  tx: Transaction,
  upload: { readonly id: string; readonly account: string; readonly since: Date },
  personIds: readonly string[],
  now: Date,
): Promise<boolean> {
  const put = await tx.query(
    `with found as (
       select bytes from uploaded_photo where id = $1 and account_id = $2 and created_at > $3
     ), put as (
       insert into photo (person_id, media_type, bytes, changed_at)
       select person_id, 'image/jpeg', found.bytes, $5 from found, unnest($4::uuid[]) as person_id
       on conflict (person_id) do update set media_type = excluded.media_type, bytes = excluded.bytes, changed_at = excluded.changed_at
       returning person_id
     )
     update person set version = version + 1, changed_at = $5 from put where person.id = put.person_id returning person.id`,
    [upload.id, upload.account, upload.since, personIds, now],
  )
  return put.length > 0
}

export async function forgetUploads(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from uploaded_photo where created_at <= $1', [before])
}
