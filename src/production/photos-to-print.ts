import type { Queryable } from '../store/database.ts'
import { type PhotoHead, readPhotoHeads } from '../store/person.ts'
import { isSizeBeyond, type PhotoFacts, photoFacts } from './photo-facts.ts'

/**
 * What the photos of these people are, by person; who has none is left out. Nearly every photo says its size at its very beginning, so
 * little is read of each; of a JPEG that holds a preview or a colour profile before its picture more is read, of a few people at a time.
 */
export async function photosToPrint(db: Queryable, personIds: readonly string[]): Promise<Map<string, PhotoFacts>> {
  if (personIds.length === 0) return new Map()
  const facts = await read(db, personIds, BEGINNING)
  const later = personIds.filter((id) => {
    const photo = facts.get(id)
    return photo !== undefined && isSizeBeyond(photo, BEGINNING)
  })
  for (let from = 0; from < later.length; from += AT_A_TIME)
    for (const [id, photo] of await read(db, later.slice(from, from + AT_A_TIME), FURTHER)) facts.set(id, photo)
  return facts
}

const BEGINNING = 4096
const FURTHER = 256 * 1024
/** At most sixteen megabytes in memory. */
const AT_A_TIME = 64

async function read(db: Queryable, personIds: readonly string[], length: number): Promise<Map<string, PhotoFacts>> {
  const heads: PhotoHead[] = await readPhotoHeads(db, personIds, length)
  return new Map(heads.map(({ personId, head, mediaType, bytes }) => [personId, photoFacts(head, { mediaType, bytes })]))
}
