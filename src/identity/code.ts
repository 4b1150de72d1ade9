import { sha256 } from '../kit/hash.ts'
import type { FillRandom } from '../kit/id.ts'

/** Digits and letters without those that are taken for one another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16

/** A code of 80 bits in four groups that can be read out: `7K2M-9QXR-4TBD-0WEH`. */
export function someCode(chance: FillRandom): string {
  const bytes = new Uint8Array(LENGTH)
  chance(bytes)
  return grouped(Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join(''))
}

/** The hash of a code as somebody typed it: with small letters, without hyphens, an O for a zero. Undefined where it cannot be one. */
export function hashOfCode(typed: string): string | undefined {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return plain.length === LENGTH && [...plain].every((letter) => LETTERS.includes(letter)) ? sha256(grouped(plain)) : undefined
}

const grouped = (plain: string): string => plain.replaceAll(/.{4}(?=.)/g, '$&-')
