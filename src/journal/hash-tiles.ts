/** Reads hashes of the tree out of its tiles. */
import { besideTheWay, type Frontier, HASH_BYTES, joined, type Subtree, subtreeRoot, subtreesOf, TILE_WIDTH } from '../kit/merkle.ts'
import type { Queryable } from '../store/database.ts'
import { type HashTile, readHashTiles } from '../store/journal-tree.ts'

/** The hashes one by one. */
export const hashesIn = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / HASH_BYTES }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES))

/** The frontier of a tree of this size. Throws where a tile is missing, or is not as long as it must be. */
export async function readFrontier(db: Queryable, size: number): Promise<Frontier> {
  const levels: { level: number; number: number; count: number }[] = []
  for (let [level, count] = [0, size]; count > 0; level++, count = Math.floor(count / TILE_WIDTH))
    levels.push({ level, number: Math.floor(count / TILE_WIDTH), count: count % TILE_WIDTH })
  const found = await readHashTiles(
    db,
    levels.filter(({ count }) => count > 0),
  )
  return levels.map(({ level, number, count }) => (count === 0 ? [] : hashesIn(tileIn(found, level, number)).slice(0, count)))
}

/** The root that a tree of this size has by its tiles, which may hold more. */
export async function rootAt(db: Queryable, size: number): Promise<Buffer> {
  return joined(await readSubtrees(db, subtreesOf(0, size)))
}

/** What proves that the leaf at a position is in a tree of this size: the hashes beside its way up to the root, from below. */
export async function readPath(db: Queryable, position: number, size: number): Promise<Buffer[]> {
  const beside = besideTheWay(position, size).map(({ from, to }) => subtreesOf(from, to))
  const hashes = await readSubtrees(db, beside.flat())
  let used = 0
  return beside.map(({ length }) => {
    used += length
    return joined(hashes.slice(used - length, used))
  })
}

async function readSubtrees(db: Queryable, subtrees: readonly Subtree[]): Promise<Buffer[]> {
  const places = subtrees.map(placeOf)
  const keys = new Map(places.map(({ level, number }) => [`${level} ${number}`, { level, number }]))
  const found = await readHashTiles(db, [...keys.values()])
  return places.map(({ level, number, first, count }) => subtreeRoot(hashesIn(tileIn(found, level, number)).slice(first, first + count)))
}

/** The hashes of a tile that a part of the tree is made of. */
function placeOf({ level, index }: Subtree): { level: number; number: number; first: number; count: number } {
  const count = 2 ** (level % LEVELS)
  const first = index * count
  return { level: Math.floor(level / LEVELS), number: Math.floor(first / TILE_WIDTH), first: first % TILE_WIDTH, count }
}

/** A tile covers so many levels of the tree. */
const LEVELS = Math.log2(TILE_WIDTH)

function tileIn(found: readonly HashTile[], level: number, number: number): Buffer {
  const tile = found.find((each) => each.level === level && each.number === number)
  if (!tile) throw new Error(`Tile ${number} of level ${level} of the journal's tree is missing.`)
  return tile.hashes
}
