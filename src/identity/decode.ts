import { type Refusal, refuse } from '../engine/refusal.ts'

export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252'

export const isEncoding = (word: string): word is Encoding => word === 'UTF-8' || word === 'UTF-16' || word === 'Windows-1252'

export interface Decoded {
  readonly text: string
  readonly encoding: Encoding
}

/**
 * The text of a file. A mark at its beginning names UTF-8 or UTF-16; without one it is UTF-8 where it is valid UTF-8, which other texts
 * with letters beyond ASCII practically never are, and else Windows-1252, which older office programs write. Refuses what is no text.
 * `told` is what a person says that it is; a mark at the beginning knows better.
 */
export function decode(bytes: Uint8Array, told?: Encoding): Decoded | Refusal {
  if (bytes.length === 0) return unreadable('The file is empty.', 'Choose a file with a header row and a row for each user.')
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    return unreadable('This is a workbook, not a text file.', 'Open it in the spreadsheet program, save it as CSV, and choose that file.')
  if (startsWith(bytes, 0xff, 0xfe)) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' }
  if (startsWith(bytes, 0xfe, 0xff)) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' }
  if (bytes.includes(0) && told !== 'UTF-16')
    return unreadable('This is not a text file.', 'Save the list of users as CSV, and choose that file.')
  if (told === 'UTF-16') return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' }
  if (told === 'Windows-1252') return { text: windows1252(bytes), encoding: 'Windows-1252' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    if (told === 'UTF-8') return unreadable('The file is not UTF-8.', 'Choose Windows-1252, or let it be found out.')
    return { text: windows1252(bytes), encoding: 'Windows-1252' }
  }
}

/** What Windows-1252 has where Latin-1 has control characters: 0x80 to 0x9f. */
const BEYOND_LATIN_1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** The platform's own decoder of this name reads Latin-1 in some releases, and loses the euro sign and the dashes. */
const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\u0080-\u009f]/g, (character) => BEYOND_LATIN_1[character.charCodeAt(0) - 0x80] ?? character)

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte)

const unreadable = (sentence: string, remedy: string): Refusal => refuse('file_unreadable', `${sentence} Nothing was changed.`, remedy)
