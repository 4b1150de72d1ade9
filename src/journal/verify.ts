/**
 * Verifies the journal in the database: every sealed entry against the hash that was sealed of it, these against the tree, and the tree
 * against every checkpoint that is known, here and outside. It walks through it in stretches, so that memory does not grow with it, and
 * holds nothing while it does; entries may be appended and sealed meanwhile.
 */
import { addLeaf, type Frontier, rootOf, TILE_WIDTH } from '../kit/merkle.ts'
import { readNote, signedBy } from '../kit/signed-note.ts'
import type { Database } from '../store/database.ts'
import { readJournalKeys } from '../store/journal-key.ts'
import {
  countByPlace,
  type JournalRow,
  type JournalTile,
  type JournalTree,
  newestCheckpoints,
  readHashTiles,
  readRows,
  readTiles,
  readTransactions,
  readTree,
  rowsWithoutTile,
  type StoredCheckpoint,
} from '../store/journal-tree.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import {
  backdated,
  changed,
  checkpointFault,
  type Finding,
  inserted,
  newestMissing,
  positions,
  removed,
  reordered,
  tree as treeFault,
} from './finding.ts'
import { hashesIn } from './hash-tiles.ts'
import { hashOf } from './leaf.ts'
import { isElsewhere } from './seal.ts'
import { watchTimes } from './times.ts'

/** A checkpoint that somebody has, and where, as a sentence names it. */
export interface KnownCheckpoint {
  readonly from: string
  readonly checkpoint: Checkpoint
}

export interface VerifySettings {
  /** The public keys that sign for this journal now; the newest checkpoint must be signed with one of them. */
  readonly verifiers: readonly string[]
  /** Checkpoints from outside the database; read before the verification begins. */
  readonly known: readonly KnownCheckpoint[]
  /** What was found already, when these were read. */
  readonly found?: readonly Finding[]
  /** How far it is. */
  readonly progress?: (checked: number, total: number) => Promise<void> | void
}

export interface Verification {
  /** How many entries are sealed, and how many are not yet. */
  readonly entries: number
  readonly unsealed: number
  readonly faults: number
  /** The first of them. */
  readonly findings: readonly Finding[]
}

/** So many are told one by one; of more, how many there are. */
const TOLD = 100
/** Tiles that are looked at in one go. */
const STRETCH = 4
const MOST_CHECKPOINTS = 100_000

export async function verifyJournal(
  db: Database,
  { verifiers, known, found: foundBefore = [], progress = () => {} }: VerifySettings,
): Promise<Verification> {
  const findings: Finding[] = []
  let faults = 0
  const find = (finding: Finding): void => {
    if (++faults <= TOLD) findings.push(finding)
  }
  for (const finding of foundBefore) find(finding)
  const keys = [...verifiers, ...(await readJournalKeys(db)).map(({ verifier }) => verifier)]
  const { tree, newest } = await readTogether(db)
  if (!tree || !newest) {
    for (const { from, checkpoint } of known) if (checkpoint.size > 0) find(newestMissing(from, checkpoint.size, 0))
    if (tree && tree.size > 0) find(checkpointFault('There is no checkpoint in the database, though entries are sealed.'))
    const { before, after } = await countByPlace(db, tree ?? NO_TREE)
    return { entries: 0, unsealed: before + after, faults, findings }
  }
  const kept = await newestCheckpoints(db, MOST_CHECKPOINTS)
  const own = kept
    .filter(({ size }) => size <= newest.size)
    .map(({ size, note }) => ({ from: `the database, over ${size} entries,`, note }))
  const roots = compareRoots(tree, [
    ...own.flatMap(({ from, note }, nth) => signedCheckpoint(from, note, nth === 0 ? verifiers : keys, find)),
    ...known.flatMap(({ from, checkpoint }) => signedCheckpoint(from, checkpoint.note, keys, find)),
  ])
  const found = await walk(db, tree, newest.size, roots.at, find, progress)
  for (const finding of roots.findings(newest.size)) find(finding)
  const unsealed = await lookForInserted(db, tree, found, find)
  return { entries: newest.size, unsealed, faults, findings }
}

const NO_TREE: JournalTree = { origin: '', cluster: '', size: 0, nextTransaction: '0', afterId: null, restoredUntil: null }

/** The tree and the checkpoint that belongs to it; another may be sealed between the two questions. */
async function readTogether(db: Database): Promise<{ tree: JournalTree | undefined; newest: StoredCheckpoint | undefined }> {
  for (let tries = 0; ; tries++) {
    const [tree, [newest]] = [await readTree(db), await newestCheckpoints(db, 1)]
    if (!tree || !newest || tree.size === newest.size || tries === 5) return { tree, newest }
  }
}

function signedCheckpoint(from: string, note: string, keys: readonly string[], find: (finding: Finding) => void): KnownCheckpoint[] {
  const [read, checkpoint] = [readNote(note), readCheckpoint(note)]
  if (read && checkpoint && signedBy(read, keys)) return [{ from, checkpoint }]
  find(checkpointFault(`The checkpoint in ${from} is not signed with a key of this journal: it was altered, or signed by somebody else.`))
  return []
}

/** Compares the root at the size of each checkpoint, as the tree grows past it. */
function compareRoots(tree: JournalTree, all: readonly KnownCheckpoint[]) {
  const waiting = [...all].sort((a, b) => a.checkpoint.size - b.checkpoint.size)
  const wrong: KnownCheckpoint[] = []
  let right = 0
  const at = (size: number, frontier: Frontier): void => {
    while (waiting[0] && waiting[0].checkpoint.size <= size) {
      const [{ checkpoint }] = waiting as [KnownCheckpoint]
      const one = waiting.shift() as KnownCheckpoint
      const fits = checkpoint.origin === tree.origin && checkpoint.size === size && checkpoint.root.equals(rootOf(frontier))
      if (fits && wrong.length === 0) right = size
      if (!fits) wrong.push(one)
    }
  }
  const findings = (size: number): Finding[] => [
    ...wrong.map(({ from, checkpoint }) =>
      checkpoint.origin === tree.origin
        ? treeFault(
            right,
            `The sealed entries at ${positions(right, checkpoint.size)} are not those that the checkpoint in ${from} was signed over.`,
          )
        : checkpointFault(
            `The checkpoint in ${from} is of the journal ${checkpoint.origin}, and the one in the database is ${tree.origin}.`,
          ),
    ),
    ...waiting.map(({ from, checkpoint }) => newestMissing(from, checkpoint.size, size)),
  ]
  return { at, findings }
}

/** Walks through the tiles up to this size; answers how many of their entries are there. */
async function walk(
  db: Database,
  tree: JournalTree,
  size: number,
  grown: (size: number, frontier: Frontier) => void,
  find: (finding: Finding) => void,
  progress: NonNullable<VerifySettings['progress']>,
): Promise<number> {
  const frontier: Frontier = []
  const filled: { level: number; number: number; hashes: readonly Buffer[] }[] = []
  const counts: number[] = []
  const fill = (level: number, hashes: readonly Buffer[]): void => {
    const number = counts[level] ?? 0
    counts[level] = number + 1
    if (level > 0) filled.push({ level, number, hashes })
  }
  const look = lookAtRows(tree, find)
  let found = 0
  grown(0, frontier)
  for (let first = 0; first * TILE_WIDTH < size; first += STRETCH) {
    const tiles = new Map((await readTiles(db, first, STRETCH)).map((tile) => [tile.number, tile]))
    const rows = new Map(
      (
        await readRows(
          db,
          [...tiles.values()].flatMap(({ ids }) => ids),
        )
      ).map((row) => [row.id, row]),
    )
    for (let number = first; number < first + STRETCH && number * TILE_WIDTH < size; number++) {
      const begins = number * TILE_WIDTH
      const { ids, hashes } = leavesOf(tiles.get(number), begins, Math.min(TILE_WIDTH, size - begins), find)
      for (const [nth, hash] of hashes.entries()) {
        const id = ids[nth]
        if (id !== undefined && look(begins + nth, id, hash, rows.get(id))) found++
        addLeaf(frontier, hash, fill)
        grown(begins + nth + 1, frontier)
      }
    }
    await checkNodes(db, filled.splice(0), find)
    await progress(Math.min(size, (first + STRETCH) * TILE_WIDTH), size)
  }
  const rest = frontier.flatMap((hashes, level) => (level > 0 && hashes.length > 0 ? [{ level, number: counts[level] ?? 0, hashes }] : []))
  await checkNodes(db, rest, find)
  return found
}

const NOTHING = Buffer.alloc(32)

/** The leaves of a tile; those that are missing stand as nothing, so that the others keep their positions. */
function leavesOf(
  tile: JournalTile | undefined,
  begins: number,
  count: number,
  find: (finding: Finding) => void,
): { ids: readonly string[]; hashes: readonly Buffer[] } {
  const hashes = hashesIn(tile?.hashes ?? Buffer.alloc(0)).slice(0, count)
  const ids = tile?.ids.slice(0, count) ?? []
  if (hashes.length < count || ids.length < count) {
    const from = begins + Math.min(hashes.length, ids.length)
    find(treeFault(from, `What was sealed at ${positions(from, begins + count)} is missing from the tree.`))
  }
  return { ids, hashes: Array.from({ length: count }, (_, nth) => hashes[nth] ?? NOTHING) }
}

/** Looks at one entry after the other; answers whether it is there. */
function lookAtRows(tree: JournalTree, find: (finding: Finding) => void) {
  const watch = watchTimes()
  let before: JournalRow | undefined
  return (position: number, id: string, hash: Buffer, row: JournalRow | undefined): boolean => {
    if (!row) {
      find(removed(position, id))
      return false
    }
    if (!hashOf(row).equals(hash)) find(changed(position, id))
    else {
      for (const older of watch({ position, id, at: row.at })) find(backdated(older.position, older.id, older.at))
      // What came along from another cluster has its own count of transactions.
      if (before && tree.restoredUntil === null && isAfter(before, row)) find(reordered(position, id, before.id))
    }
    before = row
    return true
  }
}

function isAfter(one: JournalRow, other: JournalRow): boolean {
  if (one.transaction === other.transaction) return one.id > other.id
  if (one.transaction.length !== other.transaction.length) return one.transaction.length > other.transaction.length
  return one.transaction > other.transaction
}

/** The levels above are what the roots were made from; where one does not fit what is below it, that part was altered since. */
async function checkNodes(
  db: Database,
  nodes: readonly { readonly level: number; readonly number: number; readonly hashes: readonly Buffer[] }[],
  find: (finding: Finding) => void,
): Promise<void> {
  if (nodes.length === 0) return
  const stored = new Map((await readHashTiles(db, nodes)).map(({ level, number, hashes }) => [`${level} ${number}`, hashesIn(hashes)]))
  for (const { level, number, hashes } of nodes) {
    const width = TILE_WIDTH ** level
    for (const [nth, hash] of hashes.entries()) {
      if (stored.get(`${level} ${number}`)?.[nth]?.equals(hash)) continue
      const from = (number * TILE_WIDTH + nth) * width
      find(treeFault(from, `What is sealed at ${positions(from, from + width)} is not what the tree was built from.`))
    }
  }
}

/** Entries that are in no tile must be newer than what is sealed. Answers how many are. */
async function lookForInserted(db: Database, tree: JournalTree, found: number, find: (finding: Finding) => void): Promise<number> {
  const transactions = await readTransactions(db)
  const { before, after, notBegun } = await countByPlace(db, tree)
  const elsewhere = isElsewhere(tree, transactions)
  if (before === found && notBegun === 0 && !elsewhere && tree.restoredUntil === null) return after
  let unsealed = 0
  const next = BigInt((await readTransactions(db)).next)
  for (let last: JournalRow | undefined; ; ) {
    const rows = await rowsWithoutTile(db, last, 1000)
    for (const row of rows) {
      const isNew = elsewhere || (isBehind(tree, row) && BigInt(row.transaction) < next)
      if (isNew) unsealed++
      else find(inserted(row.id, row.transaction))
    }
    last = rows.at(-1)
    if (rows.length < 1000) return unsealed
  }
}

function isBehind({ nextTransaction, afterId }: JournalTree, { transaction, id }: JournalRow): boolean {
  const [one, next] = [BigInt(transaction), BigInt(nextTransaction)]
  return one > next || (one === next && (afterId === null || id > afterId))
}
