/**
 * The beginnings of photo files, for tests: enough of each to say what it is and how large, with nothing to look at.
 *
 *     Uint8Array.from(jpeg(exif(6), frame(800, 600)))
 */

const u16 = (value: number): number[] => [value >> 8, value & 0xff]
export const little = (value: number, bytes: number): number[] => Array.from({ length: bytes }, (_, nth) => (value / 256 ** nth) & 0xff)
export const word = (text: string): number[] => [...Buffer.from(text, 'latin1')]
export const segment = (marker: number, data: readonly number[]): number[] => [0xff, marker, ...u16(data.length + 2), ...data]
export const frame = (width: number, height: number, marker = 0xc0): number[] =>
  segment(marker, [8, ...u16(height), ...u16(width), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
export const exif = (orientation: number, order: 'II' | 'MM' = 'MM'): number[] => {
  const n = (value: number, bytes: number) => (order === 'II' ? little(value, bytes) : little(value, bytes).reverse())
  const entries = [[0x010f, 2, 4, 0] as const, [0x0112, 3, 1, orientation] as const]
  const directory = entries.flatMap(([tag, type, count, value]) => [...n(tag, 2), ...n(type, 2), ...n(count, 4), ...n(value, 2), 0, 0])
  return segment(0xe1, [...word('Exif\0\0'), ...word(order), ...n(42, 2), ...n(8, 4), ...n(entries.length, 2), ...directory, ...n(0, 4)])
}
export const jpeg = (...segments: readonly number[][]): number[] => [0xff, 0xd8, ...segments.flat()]
export const png = (width: number, height: number): number[] => [
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  ...[0, 0, 0, 13, ...word('IHDR'), ...little(width, 4).reverse(), ...little(height, 4).reverse(), 8, 2, 0, 0, 0],
]
export const webp = (kind: string, data: readonly number[]): number[] => [
  ...word('RIFF'),
  ...little(data.length + 12, 4),
  ...word(`WEBP${kind}`),
  ...little(data.length, 4),
  ...data,
  ...Array(16).fill(0),
]
