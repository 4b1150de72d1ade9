/**
 * What a photo is, told from the first bytes of its file: nothing is decoded. The bytes may be anything; what cannot be read has a width
 * and a height of 0.
 */
export interface PhotoFacts {
  /** By what the bytes say, for JPEG, PNG and WebP; otherwise as it was stored. */
  readonly mediaType: string
  /** In pixels, as it is looked at: a photo taken with the camera turned is turned. */
  readonly width: number
  readonly height: number
  /** The size of the whole file. */
  readonly bytes: number
}

/** @param head the first bytes of the file; a few hundred are enough but for a JPEG that holds much before its picture */
export function photoFacts(head: Uint8Array, stored: { readonly mediaType: string; readonly bytes: number }): PhotoFacts {
  const { bytes } = stored
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  for (const [mediaType, is, sizeOf] of KINDS) if (is(view)) return { mediaType, ...(sizeOf(view) ?? UNREADABLE), bytes }
  const claims = KINDS.some(([mediaType]) => mediaType === stored.mediaType)
  return { mediaType: claims ? 'application/octet-stream' : stored.mediaType, ...UNREADABLE, bytes }
}

/** Whether the size may stand behind the bytes that were looked at: a JPEG may have a preview and a colour profile before its picture. */
export const isSizeBeyond = ({ mediaType, width, bytes }: PhotoFacts, looked: number): boolean =>
  mediaType === 'image/jpeg' && width === 0 && looked < bytes

interface Size {
  readonly width: number
  readonly height: number
}

const UNREADABLE: Size = { width: 0, height: 0 }

const KINDS: readonly (readonly [string, (view: DataView) => boolean, (view: DataView) => Size | undefined])[] = [
  ['image/jpeg', (view) => has(view, 0, [0xff, 0xd8, 0xff]), jpegSize],
  ['image/png', (view) => has(view, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), pngSize],
  ['image/webp', (view) => isWord(view, 0, 'RIFF') && isWord(view, 8, 'WEBP'), webpSize],
]

/** From segment to segment, each of which says how long it is, up to the frame. Every step goes on by at least two bytes. */
function jpegSize(view: DataView): Size | undefined {
  let turned = false
  let at = 2
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1 // Bytes that only fill.
      continue
    }
    const length = view.getUint16(at + 2)
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xda) || length < 2) return undefined // Behind this there is no frame any more.
    if (isFrame(marker)) return at + 9 <= view.byteLength ? sized(view.getUint16(at + 7), view.getUint16(at + 5), turned) : undefined
    if (marker === 0xe1 && isWord(view, at + 4, 'Exif')) turned = isTurned(view, at + 10, at + 2 + length)
    at += 2 + length
  }
  return undefined
}

/** The markers of a frame; among them stand those of tables, which are none. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** Whether EXIF says that the picture lies on its side: the orientations 5 to 8. */
function isTurned(view: DataView, start: number, segmentEnd: number): boolean {
  const end = Math.min(segmentEnd, view.byteLength)
  if (start + 8 > end) return false
  const little = isWord(view, start, 'II')
  const directory = start + view.getUint32(start + 4, little)
  if (directory + 2 > end) return false
  const entries = view.getUint16(directory, little)
  for (let nth = 0; nth < entries; nth++) {
    const entry = directory + 2 + 12 * nth
    if (entry + 12 > end) return false
    if (view.getUint16(entry, little) === ORIENTATION) {
      const orientation = view.getUint16(entry + 8, little)
      return orientation >= 5 && orientation <= 8
    }
  }
  return false
}

const ORIENTATION = 0x0112

function pngSize(view: DataView): Size | undefined {
  return isWord(view, 12, 'IHDR') && view.byteLength >= 24 ? sized(view.getUint32(16), view.getUint32(20)) : undefined
}

/** The three ways a WebP may begin: lossy, lossless, and with more to come. */
function webpSize(view: DataView): Size | undefined {
  if (view.byteLength < (isWord(view, 12, 'VP8L') ? 25 : 30)) return undefined
  if (isWord(view, 12, 'VP8 '))
    return has(view, 23, [0x9d, 0x01, 0x2a]) ? sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff) : undefined
  if (isWord(view, 12, 'VP8L')) {
    const packed = view.getUint32(21, true)
    return view.getUint8(20) === 0x2f ? sized((packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1) : undefined
  }
  return isWord(view, 12, 'VP8X') ? sized((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1) : undefined
}

/** No side of more than two thousand million pixels: PNG does not allow it, and nothing else can say it. */
function sized(width: number, height: number, turned = false): Size | undefined {
  if (width === 0 || height === 0 || Math.max(width, height) > 0x7fff_ffff) return undefined
  return turned ? { width: height, height: width } : { width, height }
}

const has = (view: DataView, at: number, bytes: readonly number[]): boolean =>
  at + bytes.length <= view.byteLength && bytes.every((byte, nth) => view.getUint8(at + nth) === byte)

const isWord = (view: DataView, at: number, word: string): boolean =>
  has(
    view,
    at,
    [...word].map((letter) => letter.charCodeAt(0)),
  )
