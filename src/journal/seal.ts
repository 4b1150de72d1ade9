/**
 * Seals the journal: gathers entries that are committed into the tree, and signs a checkpoint over it. Whoever appends knows nothing of it.
 *
 * It takes only entries of transactions older than the oldest that still runs: of these none can come any more, so none that commits late is
 * skipped. Where the database was brought to another cluster, whose transactions are counted from elsewhere, it begins from the first of
 * them, and leaves out what is sealed already.
 */
import { addLeaf, type Frontier, rootOf, TILE_WIDTH } from '../kit/merkle.ts'
import { type NoteSigner, readNote, signedBy } from '../kit/signed-note.ts'
import type { Database, Queryable, Transaction } from '../store/database.ts'
import {
  countAfter,
  type HashTile,
  type JournalRow,
  type JournalTile,
  type JournalTree,
  lockTree,
  moveTree,
  newestCheckpoints,
  readTiles,
  readTransactions,
  readTree,
  rowsAfter,
  type Transactions,
  writeSeal,
} from '../store/journal-tree.ts'
import { type Checkpoint, makeCheckpoint, readCheckpoint } from './checkpoint.ts'
import { readFrontier, rootAt } from './hash-tiles.ts'
import { hashOf } from './leaf.ts'

/** The tree is not the one that was signed before. It is not extended until somebody has looked: to sign it would hide what was done. */
export class JournalAltered extends Error {}

/** At most so many entries are sealed at once, so that memory and the time of a transaction are bounded. */
const MOST = 8 * 1024

/** How many entries wait to be sealed, as far as that can be done now. */
export async function countUnsealed(db: Queryable): Promise<number> {
  const [tree, transactions] = [await readTree(db), await readTransactions(db)]
  const from = tree && !isElsewhere(tree, transactions) ? tree : { ...NOWHERE, restoredUntil: tree ? '0' : null }
  return countAfter(db, from, transactions.oldest)
}

/**
 * Seals the next entries, and answers the checkpoint over them; undefined where nothing waits, or where another node is at it. Throws
 * `JournalAltered` where the tree is not what the newest checkpoint was signed over, or does not extend the one that is `known`.
 */
export async function sealSome(
  db: Database,
  { now, signers, known }: { readonly now: Date; readonly signers: readonly NoteSigner[]; readonly known: Checkpoint | undefined },
): Promise<Checkpoint | undefined> {
  return db.transaction(async (tx) => {
    const locked = await lockTree(tx)
    if (!locked) return undefined
    const transactions = await readTransactions(tx)
    const tree = await hereOf(tx, locked, transactions)
    const { rows, next } = await take(tx, tree, transactions.oldest)
    if (rows.length === 0) return undefined
    const [newest] = await newestCheckpoints(tx, 1)
    const frontier = await readFrontier(tx, tree.size)
    checkNewest(tree, frontier, newest?.note, signers)
    if (known) await checkKnown(tx, tree, known)
    const { tiles, nodes } = await extend(tx, tree, frontier, rows)
    const checkpoint = makeCheckpoint(tree.origin, tree.size + rows.length, rootOf(frontier), signers)
    const outlived = newest && hourOf(newest.at) === hourOf(now) ? newest.size : null
    const { size, note } = checkpoint
    await writeSeal(tx, { tiles, nodes, tree: { ...tree, size, ...next }, checkpoint: { size, at: now, note }, outlived })
    return checkpoint
  })
}

/** Throws `JournalAltered` where the tree does not extend a checkpoint that was signed before. */
export async function checkKnown(db: Queryable, tree: Pick<JournalTree, 'origin' | 'size'>, known: Checkpoint): Promise<void> {
  if (known.origin !== tree.origin)
    throw new JournalAltered(`A checkpoint of the journal ${known.origin} is known, and the one in the database is ${tree.origin}.`)
  if (known.size > tree.size)
    throw new JournalAltered(`A checkpoint over ${known.size} entries is known, and only ${tree.size} are sealed in the database.`)
  if (known.size > 0 && !(await rootAt(db, known.size)).equals(known.root))
    throw new JournalAltered(`The first ${known.size} sealed entries are not those that a known checkpoint was signed over.`)
}

/** Whether the numbers of transactions are those of another cluster, or were set back. */
export const isElsewhere = (tree: JournalTree, { cluster, next }: Transactions): boolean =>
  tree.cluster !== cluster || BigInt(tree.nextTransaction) > BigInt(next)

const NOWHERE: JournalTree = { origin: '', cluster: '', size: 0, nextTransaction: '0', afterId: null, restoredUntil: null }

async function hereOf(tx: Transaction, tree: JournalTree, transactions: Transactions): Promise<JournalTree> {
  if (!isElsewhere(tree, transactions)) return tree
  await moveTree(tx, transactions.cluster)
  const moved = await readTree(tx)
  if (!moved) throw new Error('The tree of the journal is gone.')
  return moved
}

type Place = Pick<JournalTree, 'nextTransaction' | 'afterId'>

/**
 * The next rows, and where those after them begin. The stretch of transactions is halved until it holds not many more than are taken: else
 * each time all that wait would have to be sorted, to take the first few.
 */
async function take(tx: Transaction, tree: JournalTree, oldest: string): Promise<{ rows: JournalRow[]; next: Place }> {
  let below = oldest
  const from = BigInt(tree.nextTransaction)
  while (BigInt(below) - from > 1n && (await countAfter(tx, tree, below, 3 * MOST)) === 3 * MOST)
    below = String(from + (BigInt(below) - from) / 2n)
  const rows = await rowsAfter(tx, tree, below, MOST)
  const last = rows.at(-1)
  if (last && rows.length === MOST) return { rows, next: { nextTransaction: last.transaction, afterId: last.id } }
  // A half without any: the other one is looked at from its beginning.
  if (!last && below !== oldest) return take(tx, { ...tree, nextTransaction: below, afterId: null }, oldest)
  return { rows, next: { nextTransaction: below, afterId: null } }
}

/** Nobody without the key can have signed another root, so what does not fit was altered since. */
function checkNewest({ size, origin }: JournalTree, frontier: Frontier, note: string | undefined, signers: readonly NoteSigner[]): void {
  if (note === undefined && size === 0) return
  const checkpoint = readCheckpoint(note ?? '')
  const read = readNote(note ?? '')
  const ours = signers.map(({ verifier }) => verifier)
  if (!checkpoint || !read || !signedBy(read, ours))
    throw new JournalAltered(`The newest checkpoint in the database is not signed with the key of this journal (${ours.join(', ')}).`)
  if (checkpoint.origin !== origin || checkpoint.size !== size || !checkpoint.root.equals(rootOf(frontier)))
    throw new JournalAltered(`The tree in the database holds ${size} entries, and is not what its newest checkpoint was signed over.`)
}

/** Adds the rows to the frontier, and answers every tile that changed. */
async function extend(
  tx: Transaction,
  { size }: JournalTree,
  frontier: Frontier,
  rows: readonly JournalRow[],
): Promise<{ tiles: JournalTile[]; nodes: HashTile[] }> {
  const first = Math.floor(size / TILE_WIDTH)
  const [begun] = size % TILE_WIDTH === 0 ? [] : await readTiles(tx, first, 1)
  const ids = [...(begun?.ids ?? []).slice(0, size % TILE_WIDTH), ...rows.map(({ id }) => id)]
  const changed: HashTile[] = []
  const numbers = frontier.map((_, level) => Math.floor(size / TILE_WIDTH ** (level + 1)))
  const put = (level: number, hashes: readonly Buffer[]): void => {
    const number = numbers[level] ?? 0
    numbers[level] = number + 1
    changed.push({ level, number, hashes: Buffer.concat(hashes) })
  }
  const before = frontier.map((hashes) => hashes.length)
  for (const row of rows) addLeaf(frontier, hashOf(row), put)
  for (const [level, hashes] of frontier.entries())
    if (hashes.length > 0 && (hashes.length !== before[level] || changed.some((tile) => tile.level === level))) put(level, hashes)
  return {
    tiles: changed
      .filter(({ level }) => level === 0)
      .map(({ number, hashes }) => {
        const at = (number - first) * TILE_WIDTH
        return { number, ids: ids.slice(at, at + TILE_WIDTH), hashes }
      }),
    nodes: changed.filter(({ level }) => level > 0),
  }
}

const hourOf = (time: Date): string => time.toISOString().slice(0, 13)
