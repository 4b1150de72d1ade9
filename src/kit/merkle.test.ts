import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { addLeaf, besideTheWay, type Frontier, leafHash, nodeHash, rootOf } from './merkle.ts'

/** As RFC 6962 defines it, by recursion over the whole list. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (!only) return createHash('sha256').digest()
  if (leaves.length === 1) return only
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return nodeHash(rootByDefinition(leaves.slice(0, half)), rootByDefinition(leaves.slice(half)))
}

const leaves = Array.from({ length: 65_800 }, (_, nth) => leafHash(String(nth)))

it('the root that grows leaf by leaf is the one of the definition, at every size', () => {
  const frontier: Frontier = []
  for (const [nth, leaf] of leaves.entries()) {
    const isLookedAt = nth < 260 || [65_536, 65_537, 65_799].includes(nth)
    if (isLookedAt) expect(rootOf(frontier).equals(rootByDefinition(leaves.slice(0, nth)))).toBe(true)
    addLeaf(frontier, leaf)
  }
  expect(frontier.map((hashes) => hashes.length)).toEqual([65_800 % 256, Math.floor(65_800 / 256) % 256, 1])
})

it('no leaf can be taken for a node', () => {
  const [left, right] = [leafHash('a'), leafHash('b')]
  expect(leafHash(Buffer.concat([left, right]).toString('latin1'))).not.toEqual(nodeHash(left, right))
  expect(leafHash('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
})

it('with what is beside the way up, every leaf leads to the root', () => {
  for (const size of [1, 2, 3, 7, 8, 100]) {
    const some = leaves.slice(0, size)
    for (let position = 0; position < size; position++) {
      let [hash, covered] = [some[position] ?? Buffer.alloc(0), { from: position, to: position + 1 }]
      for (const { from, to } of besideTheWay(position, size)) {
        const beside = rootByDefinition(some.slice(from, to))
        hash = from < covered.from ? nodeHash(beside, hash) : nodeHash(hash, beside)
        covered = { from: Math.min(from, covered.from), to: Math.max(to, covered.to) }
      }
      expect(hash.equals(rootByDefinition(some))).toBe(true)
    }
  }
})
