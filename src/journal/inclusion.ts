import type { Queryable } from '../store/database.ts'
import { newestCheckpoints, positionsOf, readRows } from '../store/journal-tree.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { readPath } from './hash-tiles.ts'
import { leafOf } from './leaf.ts'

/** An entry as it is stored, and what proves that it is in the journal; one that is not sealed yet has no proof. */
export type ProvenEntry =
  | {
      readonly entry: unknown
      readonly position: number
      /** The hashes beside the way from the entry up to the root, from below, in base64. */
      readonly path: readonly string[]
    }
  | { readonly entry: unknown; readonly unsealed: true }

/** These entries, the oldest first, each with its proof towards the newest checkpoint; undefined for that where nothing is sealed yet. */
export async function provenEntries(
  db: Queryable,
  ids: readonly string[],
): Promise<{ readonly checkpoint: Checkpoint | undefined; readonly entries: readonly ProvenEntry[] }> {
  const [stored] = await newestCheckpoints(db, 1)
  const checkpoint = stored && readCheckpoint(stored.note)
  const [rows, positions] = await Promise.all([readRows(db, ids), positionsOf(db, ids)])
  const entries: ProvenEntry[] = []
  for (const row of rows.sort((one, other) => (one.id < other.id ? -1 : 1))) {
    const entry: unknown = JSON.parse(leafOf(row))
    const position = positions.get(row.id)
    if (position === undefined || !checkpoint || checkpoint.size <= position) entries.push({ entry, unsealed: true })
    else {
      const path = (await readPath(db, position, checkpoint.size)).map((hash) => hash.toString('base64'))
      entries.push({ entry, position, path })
    }
  }
  return { checkpoint, entries }
}
