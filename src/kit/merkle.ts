/**
 * The Merkle tree of RFC 6962: a hash over a list of leaves that only grows. Its frontier, at most 255 hashes on each level, is all that is
 * needed to add leaves and to know the root; so a tree of any size is walked with little memory.
 */
import { createHash } from 'node:crypto'

/** Hashes are kept in tiles of so many, on each level. */
export const TILE_WIDTH = 256
export const HASH_BYTES = 32

const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])

export const leafHash = (leaf: string): Buffer => createHash('sha256').update(LEAF).update(leaf).digest()

export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest()

/** What is not yet in a full tile: level 0 holds leaves, level 1 the hashes of full tiles of leaves, and so on. */
export type Frontier = Buffer[][]

/** A tile that has become full. Its number counts those of its level. */
export type Filled = (level: number, hashes: readonly Buffer[]) => void

/** Adds a leaf; tells of the tiles that became full by it. */
export function addLeaf(frontier: Frontier, leaf: Buffer, filled: Filled = () => {}, level = 0): void {
  const hashes = frontier[level] ?? []
  frontier[level] = hashes
  hashes.push(leaf)
  if (hashes.length < TILE_WIDTH) return
  filled(level, hashes)
  frontier[level] = []
  addLeaf(frontier, subtreeRoot(hashes), filled, level + 1)
}

/** The root of the tree. */
export function rootOf(frontier: Frontier): Buffer {
  const subtrees = frontier.map(complete).reverse().flat()
  const last = subtrees.pop()
  if (!last) return createHash('sha256').digest()
  return subtrees.reduceRight<Buffer>((right, left) => nodeHash(left, right), last)
}

/** The hash over hashes whose number is a power of two. */
export function subtreeRoot(hashes: readonly Buffer[]): Buffer {
  let row = hashes
  while (row.length > 1) row = pairs(row)
  const [root] = row
  if (!root) throw new Error('There is no hash over nothing.')
  return root
}

/** A complete part of the tree: 2^level leaves, beginning with the leaf index × 2^level. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** The complete parts that the leaves from `from` to before `to` are made of, left to right. */
export function subtreesOf(from: number, to: number): Subtree[] {
  const parts: Subtree[] = []
  for (let at = from; at < to; ) {
    const level = Math.floor(Math.log2(to - at))
    parts.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return parts
}

/** One hash over the hashes of parts that stand side by side, as the tree has it. */
export function joined(hashes: readonly Buffer[]): Buffer {
  const last = hashes.at(-1)
  if (!last) throw new Error('There is no hash over nothing.')
  return hashes.slice(0, -1).reduceRight<Buffer>((right, left) => nodeHash(left, right), last)
}

/**
 * What is beside the way from a leaf up to the root of a tree of this size, from below: the leaves of each, from and to before. With their
 * hashes anyone can compute the root.
 */
export function besideTheWay(position: number, size: number): { readonly from: number; readonly to: number }[] {
  const beside: { from: number; to: number }[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + 2 ** (Math.ceil(Math.log2(to - from)) - 1)
    if (position < middle) {
      beside.push({ from: middle, to })
      to = middle
    } else {
      beside.push({ from, to: middle })
      from = middle
    }
  }
  return beside.reverse()
}

/**
 * The root that a leaf comes to with the hashes beside its way, from below; undefined where these are more or fewer than the way has, or
 * where there is no such position in a tree of this size.
 */
export function rootAlong(leaf: Buffer, position: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  if (!Number.isSafeInteger(position) || position < 0 || position >= size) return undefined
  const beside = besideTheWay(position, size)
  if (beside.length !== path.length) return undefined
  return path.reduce((hash, other, at) => ((beside[at]?.from ?? 0) > position ? nodeHash(hash, other) : nodeHash(other, hash)), leaf)
}

const complete = (hashes: readonly Buffer[]): Buffer[] =>
  subtreesOf(0, hashes.length).map(({ level, index }) => subtreeRoot(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level)))

const pairs = (row: readonly Buffer[]): Buffer[] =>
  Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[2 * at] ?? NODE, row[2 * at + 1] ?? NODE))
