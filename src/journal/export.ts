/**
 * The journal as files that can be verified without us: entries.jsonl holds a line for each sealed entry, in their order, of which each is to
 * the byte what was hashed; tree.jsonl its tiles; checkpoints.txt what was signed; keys.txt the public keys; unsealed.jsonl the entries that
 * are not sealed yet; journal.json up to where they are.
 */

import { TILE_WIDTH } from '../kit/merkle.ts'
import type { Database } from '../store/database.ts'
import { readJournalKeys } from '../store/journal-key.ts'
import {
  type JournalRow,
  newestCheckpoints,
  readRows,
  readTiles,
  readTransactions,
  readTree,
  rowsWithoutTile,
} from '../store/journal-tree.ts'
import { leafOf } from './leaf.ts'

export type ExportFile = 'entries.jsonl' | 'tree.jsonl' | 'checkpoints.txt' | 'keys.txt' | 'unsealed.jsonl' | 'journal.json'

/** So much of a file, to be written behind what came before. */
export interface ExportPart {
  readonly file: ExportFile
  readonly text: string
  /** How many entries are written so far, of how many. */
  readonly done: number
  readonly total: number
}

const STRETCH = 4
const MOST_CHECKPOINTS = 100_000

/** Part after part, so that memory does not grow with the journal. Throws where nothing is sealed yet. */
export async function* exportJournal(db: Database): AsyncGenerator<ExportPart> {
  const checkpoints = (await newestCheckpoints(db, MOST_CHECKPOINTS)).reverse()
  const tree = await readTree(db)
  const total = checkpoints.at(-1)?.size ?? 0
  if (!tree || total === 0) throw new Error('Nothing of the journal is sealed yet. Start the server, or append something first.')
  const { next } = await readTransactions(db)
  const about = { origin: tree.origin, size: total, sealedBefore: tree.nextTransaction, sealedUpTo: tree.afterId, begunBefore: next }
  const part = (file: ExportFile, text: string, done = 0): ExportPart => ({ file, text, done, total })
  yield part('journal.json', `${JSON.stringify(about, null, 2)}\n`)
  yield part('checkpoints.txt', checkpoints.map(({ note }) => `${note}\n`).join(''))
  yield part('keys.txt', (await readJournalKeys(db)).map(({ verifier }) => `${verifier}\n`).join(''))
  for (let first = 0; first * TILE_WIDTH < total; first += STRETCH) {
    const tiles = (await readTiles(db, first, STRETCH)).filter(({ number }) => number * TILE_WIDTH < total)
    const rows = new Map(
      (
        await readRows(
          db,
          tiles.flatMap(({ ids }) => ids),
        )
      ).map((row) => [row.id, row]),
    )
    const done = Math.min(total, (first + STRETCH) * TILE_WIDTH)
    yield part('tree.jsonl', tiles.map(({ number, ids, hashes }) => tileLine(number, ids, hashes, total)).join(''), done)
    yield part(
      'entries.jsonl',
      linesOf(
        tiles.flatMap(({ number, ids }) => ids.slice(0, total - number * TILE_WIDTH)),
        rows,
      ),
      done,
    )
  }
  for (let last: JournalRow | undefined; ; ) {
    const rows = await rowsWithoutTile(db, last, 1000)
    yield part(
      'unsealed.jsonl',
      rows.map((row) => `${JSON.stringify({ transaction: row.transaction, entry: JSON.parse(leafOf(row)) })}\n`).join(''),
      total,
    )
    last = rows.at(-1)
    if (rows.length < 1000) return
  }
}

/** What was removed from the database is not among them; the tree tells that. */
const linesOf = (ids: readonly string[], rows: ReadonlyMap<string, JournalRow>): string =>
  ids
    .flatMap((id) => rows.get(id) ?? [])
    .map((row) => `${leafOf(row)}\n`)
    .join('')

function tileLine(number: number, ids: readonly string[], hashes: Buffer, total: number): string {
  const count = Math.min(TILE_WIDTH, total - number * TILE_WIDTH)
  return `${JSON.stringify({ position: number * TILE_WIDTH, ids: ids.slice(0, count), hashes: hashes.subarray(0, count * 32).toString('base64') })}\n`
}
