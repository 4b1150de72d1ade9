/**
 * Text in a picture that has to fit without a font to measure it by. Widths are estimated a little too wide, so that what fits here
 * fits with any sans-serif font.
 */

/** Text as it may stand in XML, as content or in quotes. Characters that XML cannot hold are left out. */
export function escaped(text: string): string {
  return text.replaceAll(NOT_IN_XML, '').replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
}

/** Without line breaks and double spaces. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

export interface Fitting {
  /** From the largest to the smallest. */
  readonly sizes: readonly number[]
  /** At most so many lines. */
  readonly lines: number
  readonly bold?: boolean
}

/** The largest size at which the text fits on its lines; at the smallest, what does not fit ends in an ellipsis. */
export function fitted(text: string, width: number, { sizes, lines: most, bold = false }: Fitting): { size: number; lines: string[] } {
  const words = oneLine(text).split(BREAK)
  for (const size of sizes) {
    const lines = wrapped(words, width / size, bold)
    if (lines.length <= most && lines.every((line) => ems(line, bold) <= width / size)) return { size, lines }
  }
  const size = sizes.at(-1) ?? 16
  const room = width / size
  const lines = wrapped(
    words.flatMap((word) => pieces(word, room, bold)),
    room,
    bold,
  )
  if (lines.length <= most) return { size, lines }
  return { size, lines: [...lines.slice(0, most - 1), shortened(lines.slice(most - 1).join(' '), room, bold)] }
}

/** A line may break before a space and after a hyphen; each piece keeps its own, so that together they are the text again. */
const BREAK = /(?<=-)|(?= )/

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters that XML forbids
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu

function wrapped(words: readonly string[], width: number, bold: boolean): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && ems(last + word, bold) <= width) lines[lines.length - 1] = last + word
    else lines.push(word.trimStart())
  }
  return lines
}

/** A word that is wider than a line, cut into pieces that are not. */
function pieces(word: string, width: number, bold: boolean): string[] {
  const cut = ['']
  for (const { segment } of LETTERS.segment(word)) {
    const last = cut.at(-1) ?? ''
    if (last && ems(last + segment, bold) > width) cut.push(segment)
    else cut[cut.length - 1] = last + segment
  }
  return cut
}

function shortened(text: string, width: number, bold: boolean): string {
  let kept = ''
  for (const { segment } of LETTERS.segment(text)) {
    if (ems(`${kept}${segment}…`, bold) > width) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

/** What a reader sees as one letter is never cut in two. */
const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The estimated width in sizes of the font. */
function ems(text: string, bold: boolean): number {
  let sum = 0
  for (const character of text) sum += widthOf(character)
  return sum * (bold ? 1.06 : 1)
}

function widthOf(character: string): number {
  if (/\p{M}/u.test(character)) return 0
  if (/[ilIj.,:;'’|!]/.test(character)) return 0.32
  if (/[ frt()[\]/\-"]/.test(character)) return 0.42
  if (/[mwMWÆŒ@%…]/.test(character)) return 0.96
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u.test(character)) return 1.05
  return /\p{Lu}/u.test(character) ? 0.74 : 0.62
}
