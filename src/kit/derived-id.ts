import { sha256 } from './hash.ts'

/** The same words give the same id, a UUID of version 8, so that whatever is said twice is known to be the same. */
export function derivedId(words: string): string {
  const hex = sha256(words)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
