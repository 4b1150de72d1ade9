/** Bars and squares, in modules, for whoever draws them; the coding itself is left to bwip-js. */
import bwip from 'bwip-js/generic'

/** Code 128 of a text: the black bars from left to right. */
export function barsOf(text: string): { bars: { at: number; width: number }[]; modules: number } {
  const [symbol] = bwip.raw('code128', text, '')
  if (!symbol || !('sbs' in symbol)) throw new Error('The barcode could not be made.')
  const bars: { at: number; width: number }[] = []
  let modules = 0
  // Bars and spaces by turns, beginning with a bar.
  for (const [at, width] of symbol.sbs.entries()) {
    if (at % 2 === 0) bars.push({ at: modules, width })
    modules += width
  }
  return { bars, modules }
}

/** A QR code of a text with medium error correction: the black modules, those side by side in one. */
export function squaresOf(text: string): { squares: { x: number; y: number; width: number }[]; modules: number } {
  const [symbol] = bwip.raw('qrcode', text, 'eclevel=M')
  if (!symbol || !('pixs' in symbol)) throw new Error('The QR code could not be made.')
  const { pixs, pixx: modules, pixy } = symbol
  const squares: { x: number; y: number; width: number }[] = []
  for (let y = 0; y < pixy; y++)
    for (let x = 0; x < modules; x++) {
      if (!pixs[y * modules + x]) continue
      const from = x
      while (x + 1 < modules && pixs[y * modules + x + 1]) x++
      squares.push({ x: from, y, width: x - from + 1 })
    }
  return { squares, modules }
}
