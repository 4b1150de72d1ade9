import { canonical } from '../kit/hash.ts'
import { leafHash } from '../kit/merkle.ts'
import type { JournalRow } from '../store/journal-tree.ts'

/** What is hashed of an entry: every column as it is stored, in canonical JSON (RFC 8785). */
export const leafOf = ({ transaction: _, ...entry }: JournalRow): string => canonical(entry)

export const hashOf = (row: JournalRow): Buffer => leafHash(leafOf(row))
