/** Which passwords may be chosen: long ones, of whatever characters, that nobody would guess. There is nothing else to obey. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { root } from '../kit/root.ts'

export const SHORTEST = 12
export const LONGEST = 256

/** What would be guessed of this account first. */
export interface Guessable {
  /** The sign-in name. */
  readonly name: string
  readonly displayName: string
  readonly organisation: string
}

/** Why nobody may choose this password; undefined where it will do. */
export async function passwordRefusal(password: string, about: Guessable): Promise<Refusal | undefined> {
  const text = password.normalize('NFC')
  const length = [...text].length
  if (length < SHORTEST) return unfit(`It has ${length} characters, and needs ${SHORTEST}.`)
  if (length > LONGEST) return unfit(`It has more than ${LONGEST} characters.`)
  const known = [about.name, about.displayName, about.organisation].map(lettersOf).filter((word) => word.length > 2)
  if (known.includes(lettersOf(text))) return unfit('It is made of a name that everybody here knows.')
  if (isUniform(text)) return unfit('It is one character over and over.')
  const candidates = [text.toLowerCase(), coreOf(text)].filter((word) => word !== '')
  for (const candidate of candidates)
    if (await isCommon(candidate)) return unfit('It is one of the passwords that are tried first, or such a one with digits around it.')
  return undefined
}

const unfit = (why: string): Refusal =>
  refuse(
    'weak_password',
    `This password cannot be taken. ${why} Nothing was changed.`,
    'Choose a longer one: a few words that belong together only for you are easy to keep and hard to guess.',
  )

const isUniform = (text: string): boolean => new Set(text.toLowerCase()).size < 3

const lettersOf = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}]/gu, '')

/** The word that is left without digits and signs around it, and written once where it is repeated. */
function coreOf(text: string): string {
  const word = text.toLowerCase().replaceAll(/^[^\p{Letter}]+|[^\p{Letter}]+$/gu, '')
  return /^(.+?)\1+$/u.exec(word)?.[1] ?? word
}

const MARK = 5
let common: Promise<Buffer> | undefined

/** Looks a word up among those of `common-passwords.bin`, which holds the beginnings of their hashes in order; read when first needed. */
async function isCommon(word: string): Promise<boolean> {
  common ??= readFile(join(root, 'src/identity/common-passwords.bin'))
  const marks = await common
  const mark = createHash('sha256').update(word).digest().subarray(0, MARK)
  let [low, high] = [0, marks.length / MARK]
  while (low < high) {
    const middle = (low + high) >> 1
    const order = marks.compare(mark, 0, MARK, middle * MARK, (middle + 1) * MARK)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle
  }
  return false
}
