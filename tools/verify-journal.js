#!/usr/bin/env node
/**
 * Verifies an exported journal, or the proof of one entry, with nothing but Node.js: no package, no network, no other file of Cardinal.
 *
 *     node verify-journal.js <folder> [--key <file or key> …] [--checkpoint <file> …]
 *     node verify-journal.js --proof <file> [--key <file or key> …]
 *
 * Give keys and checkpoints that you got or kept yourself: those in the folder come from whoever made the folder. It ends with 0 and one line
 * where nothing is wrong, with 1 and a line for each fault otherwise, and with 2 where it could not verify.
 * Hashes are those of RFC 6962 (SHA-256; 0 before a leaf, 1 before a node); checkpoints are C2SP signed notes with Ed25519.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const TOLD = 100
const AHEAD = 1000
const HOUR = 3_600_000

const faults = { count: 0 }

/** Tells of a fault. */
function find(sentence) {
  if (++faults.count <= TOLD) console.log(sentence)
}
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const leafHash = (text) => sha256(Buffer.from([0]), Buffer.from(text))
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right)

/** A tree that grows leaf by leaf and keeps only the roots of its complete parts, the largest first. */
function growingTree() {
  const parts = []
  return {
    add(leaf) {
      let last = { size: 1, root: leaf }
      while (parts.at(-1)?.size === last.size) last = { size: 2 * last.size, root: nodeHash(parts.pop().root, last.root) }
      parts.push(last)
    },
    root() {
      const [last, ...before] = [...parts].reverse()
      return last ? before.reduce((right, { root }) => nodeHash(root, right), last.root) : sha256()
    },
  }
}

/** The keys in a text, as name+hash+base64. */
function keysIn(text) {
  return [...text.matchAll(/(\S+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)/g)].flatMap(([, name = '', hash = '', base64 = '']) => {
    const bytes = Buffer.from(base64, 'base64')
    const print = sha256(Buffer.from(`${name}\n`), bytes).toString('hex', 0, 4)
    if (bytes.length !== 33 || bytes[0] !== 1 || print !== hash) return []
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)])
    return [{ name, hash, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) }]
  })
}

function checkpointsIn(text, from) {
  const notes = text.replaceAll('\r\n', '\n').matchAll(/([^\n]+)\n(\d+)\n([A-Za-z0-9+/=]+)\n\n(?:— [^\n]+\n)+/g)
  return [...notes].map(([note, origin = '', size, root = '']) => ({ origin, size: Number(size), root, note, from }))
}

/** Whether one of these keys signed it. */
function isSigned({ note }, keys) {
  const text = Buffer.from(note.slice(0, note.indexOf('\n\n') + 1))
  return [...note.matchAll(/^— (\S+) (\S+)$/gm)].some(([, name, base64 = '']) => {
    const [hash, signature] = [Buffer.from(base64, 'base64').toString('hex', 0, 4), Buffer.from(base64, 'base64').subarray(4)]
    return keys.some((key) => key.name === name && key.hash === hash && verify(null, text, key.key, signature))
  })
}

/** JSON with its keys in order (RFC 8785). */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

/** The lines of a file, however large. */
function* linesOf(path) {
  const file = openSync(path, 'r')
  const buffer = Buffer.alloc(1024 * 1024)
  let rest = Buffer.alloc(0)
  try {
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) {
      const bytes = Buffer.concat([rest, buffer.subarray(0, count)])
      const end = bytes.lastIndexOf(10) + 1
      rest = Buffer.from(bytes.subarray(end))
      if (end > 0) yield* bytes.toString('utf8', 0, end - 1).split('\n')
    }
    if (rest.length > 0) yield rest.toString()
  } finally {
    closeSync(file)
  }
}

/** Lets one look ahead. */
function ahead(source) {
  let seen = []
  let at = 0
  return {
    peek(nth = 0) {
      while (seen.length - at <= nth) {
        const { done, value } = source.next()
        if (done) return undefined
        seen.push(value)
      }
      return seen[at + nth]
    },
    find(id) {
      for (let nth = 0; nth < AHEAD; nth++) if (this.peek(nth)?.id === id) return nth
      return -1
    },
    take() {
      if (++at > AHEAD) [seen, at] = [seen.slice(at), 0]
    },
  }
}

function* entriesOf(folder) {
  for (const line of linesOf(join(folder, 'entries.jsonl'))) {
    const { id, at } = JSON.parse(line)
    yield { id: String(id), hash: leafHash(line), at: String(at) }
  }
}

/** The leaves that were sealed. */
function* leavesOf(folder) {
  let expected = 0
  for (const line of linesOf(join(folder, 'tree.jsonl'))) {
    const { position, ids, hashes } = JSON.parse(line)
    if (position !== expected) find(`The tree goes on at position ${position} where ${expected} must come: a part of it is missing.`)
    const bytes = Buffer.from(hashes, 'base64')
    for (const [nth, id] of ids.entries()) yield { position: position + nth, id, hash: bytes.subarray(nth * 32, nth * 32 + 32) }
    expected = position + ids.length
  }
}

/** Compares entries with leaves, and roots with checkpoints. */
function walk(folder, checkpoints) {
  const [lines, leaves] = [ahead(entriesOf(folder)), ahead(leavesOf(folder))]
  const [missing, extra, early] = [new Map(), new Set(), new Set()]
  const [tree, compare, watch] = [growingTree(), compareRoots(checkpoints), watchTimes()]
  let size = 0
  compare(size, tree)
  for (let leaf = leaves.peek(); leaf; leaf = leaves.peek()) {
    const line = lines.peek()
    if (line && line.id !== leaf.id && !early.has(leaf.id)) {
      // How far ahead each of them is: the one that is further from where it should be was moved.
      const [leafIn, lineIn] = [lines.find(leaf.id), leaves.find(line.id)]
      if (leafIn > 0) {
        if (lineIn < 0 || lineIn >= leafIn) {
          ;(lineIn < 0 ? extra : early).add(line.id)
          lines.take()
          if (lineIn !== leafIn) continue
        }
      }
      missing.set(leaf.id, leaf.position)
    } else if (line?.id === leaf.id) {
      if (!line.hash.equals(leaf.hash)) find(`Entry ${leaf.id} at position ${leaf.position} was changed: it is not what was sealed.`)
      else watch(leaf.position, line)
      lines.take()
    } else if (early.delete(leaf.id)) find(moved(leaf.id, leaf.position))
    else missing.set(leaf.id, leaf.position)
    tree.add(leaf.hash)
    leaves.take()
    compare(++size, tree)
  }
  for (; lines.peek(); lines.take()) extra.add(lines.peek().id)
  for (const [id, position] of missing)
    if (extra.delete(id)) find(moved(id, position))
    else find(`Entry ${id} at position ${position} was removed.`)
  for (const id of extra) find(`Entry ${id} was inserted: it is not among what was sealed.`)
  compare(Number.POSITIVE_INFINITY, tree, size)
  return size
}

const moved = (id, position) => `Entry ${id}, which belongs to position ${position}, was moved.`

/** Compares the root with each checkpoint when the tree is as large as that was; at the end, tells of those that cover more. */
function compareRoots(checkpoints) {
  const waiting = [...checkpoints].sort((a, b) => a.size - b.size)
  let right = 0
  let isRight = true
  return (size, tree, end) => {
    for (let next = waiting[0]; next && next.size <= size; next = waiting[0]) {
      waiting.shift()
      const newest = `the newest ${next.size - end}, at the positions ${end} to ${next.size - 1}, are missing`
      if (end !== undefined) find(`The checkpoint in ${next.from} covers ${next.size} entries, and there are only ${end}: ${newest}.`)
      else if (tree.root().toString('base64') === next.root) right = isRight ? size : right
      else {
        isRight = false
        const where = `the positions ${right} to ${size - 1}`
        find(`The entries at ${where} are not those that the checkpoint in ${next.from}, over ${size}, was signed over.`)
      }
    }
  }
}

/** A few entries that are over an hour older than those ahead of them, where the time then goes on, were put in later. */
function watchTimes() {
  let latest = ''
  let older = []
  return (position, line) => {
    const isOlder = line.at < latest && Date.parse(line.at) < Date.parse(latest) - HOUR
    if (isOlder && older.push({ position, line }) <= 100) return
    if (!isOlder)
      for (const { position: where, line: one } of older)
        find(`Entry ${one.id} at position ${where} says ${one.at}, over an hour before those sealed ahead of it: it was put in later.`)
    older = []
    if (isOlder || line.at > latest) latest = line.at
  }
}

/** Entries that are not sealed must be newer than what is. */
function countUnsealed(folder) {
  const { sealedBefore, sealedUpTo, begunBefore } = JSON.parse(readFileSync(join(folder, 'journal.json'), 'utf8'))
  let count = 0
  for (const line of existsSync(join(folder, 'unsealed.jsonl')) ? linesOf(join(folder, 'unsealed.jsonl')) : []) {
    const { transaction, entry } = JSON.parse(line)
    const [number, sealed] = [BigInt(transaction), BigInt(sealedBefore)]
    const isNew = number > sealed || (number === sealed && (sealedUpTo === null || entry.id > sealedUpTo))
    if (isNew && number < BigInt(begunBefore)) count++
    else find(`Entry ${entry.id} was inserted: it says it is of transaction ${transaction}, and is not among what was sealed of it.`)
  }
  return count
}

function verifyFolder(folder, given, files) {
  const own = keysIn(readFileSync(join(folder, 'keys.txt'), 'utf8'))
  const keys = given.length > 0 ? given : own
  const inside = checkpointsIn(readFileSync(join(folder, 'checkpoints.txt'), 'utf8'), 'the folder')
  const outside = files.flatMap((file) => {
    const found = checkpointsIn(readFileSync(file, 'utf8'), file)
    if (found.length === 0) throw new Error(`${file} holds no checkpoint.`)
    return found
  })
  const newest = inside.at(-1)
  if (!newest) find('There is no checkpoint in the folder.')
  const believed = [...inside, ...outside].filter((checkpoint) => {
    const isOurs = checkpoint.origin === (newest ?? checkpoint).origin
    // Of those in the folder, older ones may be signed with a key from before.
    const isRight = isSigned(checkpoint, checkpoint === newest ? keys : [...keys, ...own])
    const which = `The checkpoint in ${checkpoint.from}, over ${checkpoint.size} entries,`
    if (!isOurs) find(`${which} is of the journal ${checkpoint.origin}, and the one in the folder is ${newest?.origin}.`)
    else if (!isRight) find(`${which} is not signed with a key that was given.`)
    return isOurs && isRight
  })
  const size = walk(folder, believed)
  if (newest && newest.size < size) find(`The newest checkpoint covers ${newest.size} entries, and the tree holds ${size}.`)
  const unsealed = countUnsealed(folder)
  const by = given.length > 0 ? 'the given keys' : 'the keys in the folder itself (give your own with --key)'
  return `Nothing is wrong: ${size} sealed entries are as they were sealed, by ${believed.length} checkpoints and ${by}; ${unsealed} are not sealed yet.`
}

function verifyProof(file, given) {
  const { entry, position, path, checkpoint: note, keys: own } = JSON.parse(readFileSync(file, 'utf8'))
  const [checkpoint] = checkpointsIn(note, file)
  if (!checkpoint) throw new Error(`${file} holds no checkpoint.`)
  const keys = given.length > 0 ? given : keysIn((own ?? []).join('\n'))
  if (!isSigned(checkpoint, keys)) find('The checkpoint in the proof is not signed with a key that was given.')
  let [hash, at, last] = [leafHash(canonical(entry)), position, checkpoint.size - 1]
  for (const beside of path.map((base64) => Buffer.from(base64, 'base64'))) {
    while (at % 2 === 0 && at === last && last > 0) [at, last] = [at / 2, Math.floor(last / 2)]
    hash = at % 2 === 1 ? nodeHash(beside, hash) : nodeHash(hash, beside)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  if (at !== 0 || hash.toString('base64') !== checkpoint.root)
    find(`Entry ${entry.id} is not what was sealed at position ${position}, or this is not its proof.`)
  const by = given.length > 0 ? 'the given key' : 'the key in the proof itself (give your own with --key)'
  return `Nothing is wrong: entry ${entry.id} is at position ${position} of the ${checkpoint.size} that the checkpoint was signed over, by ${by}.`
}

function main() {
  const several = { type: 'string', multiple: true }
  const options = { key: several, checkpoint: several, proof: { type: 'string' } }
  const { values, positionals } = parseArgs({ allowPositionals: true, options })
  const keys = (values.key ?? []).flatMap((each) => {
    const found = keysIn(existsSync(each) ? readFileSync(each, 'utf8') : each)
    if (found.length === 0) throw new Error(`${each} is no key, and no file with one.`)
    return found
  })
  const { checkpoint = [], proof } = values
  if (!positionals[0] && !proof) throw new Error('Name the folder of an exported journal, or --proof and a file.')
  const right = proof ? verifyProof(proof, keys) : verifyFolder(positionals[0], keys, checkpoint)
  if (faults.count > TOLD) console.log(`And ${faults.count - TOLD} more.`)
  if (faults.count === 0) console.log(right)
  process.exitCode = faults.count === 0 ? 0 : 1
}

try {
  main()
} catch (error) {
  console.error(`It could not be verified. ${error instanceof Error ? error.message : error}`)
  process.exitCode = 2
}
