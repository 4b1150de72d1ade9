/**
 * Writes src/identity/common-passwords.bin, the passwords that nobody may choose, from a word list: `node scripts/common-passwords.js
 * <list.json>`. Of each word only the first 40 bits of its SHA-256 are kept, sorted: a third of the size, and nobody has to read the words.
 * The list in use is src/passwords.json of the package @zxcvbn-ts/language-common 4.1.3 (MIT), taken from passwords that became public.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.js'

const [list = ''] = process.argv.slice(2)
const words = new Set(/** @type {string[]} */ (JSON.parse(readFileSync(list, 'utf8'))).map((word) => word.normalize('NFC').toLowerCase()))
const marks = [...words].map((word) => createHash('sha256').update(word).digest().subarray(0, 5)).sort(Buffer.compare)
writeFileSync(join(root, 'src/identity/common-passwords.bin'), Buffer.concat(marks))
console.info(`${marks.length} passwords.`)
