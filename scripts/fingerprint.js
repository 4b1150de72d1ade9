/**
 * Tells whether something changed since it was last used: a hash over the contents of files and folders, kept in a stamp file. Contents and
 * not dates, because a checkout, a copy or a branch switched there and back changes dates only. A few hundred sources take about 20 ms.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inRoot } from './root.js'

/**
 * A hash over the given files and folders of this clone. A missing one counts as such; tests do not count, because nothing built contains them.
 * @param {string[]} paths
 * @param {string[]} [also] further facts that count
 */
export function fingerprint(paths, also = []) {
  const hash = createHash('sha256').update(JSON.stringify(also))
  for (const path of paths) add(hash, path)
  return hash.digest('hex')
}

/** @param {string} stamp @param {string} print */
export function isStamped(stamp, print) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === print
}

/** @param {string} stamp @param {string} print */
export function writeStamp(stamp, print) {
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, print)
}

/** @param {string} stamp */
export function removeStamp(stamp) {
  rmSync(stamp, { force: true })
}

/** @param {import('node:crypto').Hash} hash @param {string} path */
function add(hash, path) {
  const full = inRoot(path)
  if (!existsSync(full)) return
  if (statSync(full).isFile()) {
    hash.update(`\0${path}\0`).update(readFileSync(full))
    return
  }
  for (const name of readdirSync(full).sort()) if (!/\.test\.tsx?$/.test(name)) add(hash, join(path, name))
}
