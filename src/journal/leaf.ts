import { canonical } from '../kit/hash.ts'
import { leafHash } from '../kit/merkle.ts'
import type { JournalRow } from '../store/journal-tree.ts'

/**
 * What is hashed of an entry: every column as it is stored, in canonical JSON (RFC 8785). The columns that came later are left out where
 * they hold nothing, so that what was hashed before them keeps its hash.
 */
export function leafOf({ transaction: _, actorRoles, actorAddress, ...entry }: JournalRow): string {
  return canonical({ ...entry, ...(actorRoles !== null && { actorRoles }), ...(actorAddress !== null && { actorAddress }) })
}

export const hashOf = (row: JournalRow): Buffer => leafHash(leafOf(row))
