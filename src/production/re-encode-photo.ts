/**
 * Makes a photo anew from what somebody sent: upright, cut to the proportion of a passport photo, bounded, and with nothing in it but the
 * picture. What is sent is not trusted: only three kinds are decoded at all, one picture at a time, and none that would need too much.
 */
import type { SharpConstructor } from 'sharp'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { photoFacts } from './photo-facts.ts'

/** Which part of the picture is kept. */
export interface PhotoCrop {
  /** How much smaller the part is than the largest that fits; 1 or more. */
  readonly zoom: number
  /** Where it lies between left and right, and between top and bottom, from 0 to 1. */
  readonly x: number
  readonly y: number
}

export interface Photo {
  /** A JPEG. */
  readonly bytes: Uint8Array
  /** In pixels. */
  readonly width: number
  readonly height: number
}

/** The largest file that is looked at, in bytes; and the largest side of what is kept, in pixels. */
export const LARGEST_PHOTO_FILE = 10 * 1024 * 1024
const LARGEST_SIDE = 1200
const SMALLEST_SIDE = 240
/** More than the cameras of telephones make. */
const MOST_PIXELS = 50_000_000
/** Width to height, as on passports: 35 mm by 45 mm. */
const PROPORTION = 35 / 45
const SECONDS = 20

/** Refuses what is no JPEG, PNG or WebP, what moves, what is too small or too large, and what cannot be read to its end. */
export async function reEncodePhoto(file: Uint8Array, crop: PhotoCrop): Promise<Photo | Refusal> {
  // What libraries decode besides is never tried: SVG could name other files, and GIF and TIFF are no photos of people.
  if (!KINDS.has(photoFacts(file, { mediaType: 'application/octet-stream', bytes: file.length }).mediaType)) return noPhoto
  if (isMovingPng(file)) return moving
  return inTurn(async () => {
    const sharp = await loadSharp()
    try {
      return await made(sharp, file, crop)
    } catch {
      return unreadable // What the library says of it may repeat what is in it.
    }
  })
}

async function made(sharp: SharpConstructor, file: Uint8Array, { zoom, x, y }: PhotoCrop): Promise<Photo | Refusal> {
  const picture = sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'truncated', pages: 1 })
  const { pages = 1, autoOrient } = await sharp(file, { limitInputPixels: false }).metadata()
  const { width, height } = autoOrient
  if (pages > 1) return moving
  if (width * height > MOST_PIXELS) return tooLarge
  const widest = Math.min(width, height * PROPORTION) / zoom
  const part = { width: Math.round(widest), height: Math.min(height, Math.round(widest / PROPORTION)) }
  if (Math.min(part.width, part.height) < SMALLEST_SIDE) return zoom > 1 ? partTooSmall : tooSmall
  const { data, info } = await picture
    .autoOrient()
    .extract({ left: Math.round(x * (width - part.width)), top: Math.round(y * (height - part.height)), ...part })
    .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 88 })
    .timeout({ seconds: SECONDS })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}

const KINDS = new Set(['image/jpeg', 'image/png', 'image/webp'])

let loading: Promise<SharpConstructor> | undefined

/** Native code of some size, which a server loads when somebody uploads the first photo. */
async function loadSharp(): Promise<SharpConstructor> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })
    sharp.cache(false)
    sharp.concurrency(1)
    return sharp
  })
  return loading
}

let last: Promise<unknown> = Promise.resolve()

/** One after the other: each may need a few hundred megabytes while it lasts. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work, work)
  last = done.catch(() => {})
  return done
}

/** The mark of an animation stands before the first picture; the library would take the first and say nothing. */
function isMovingPng(file: Uint8Array): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const [mark, picture] = ['acTL', 'IDAT'].map((word) => bytes.indexOf(word, 0, 'latin1')) as [number, number]
  return bytes[0] === 0x89 && mark !== -1 && mark < picture
}

const refusePhoto = (sentence: string, remedy: string): Refusal => refuse('photo_unfit', `${sentence} Nothing was changed.`, remedy)

const noPhoto = refusePhoto('This is no photo that can be read here.', 'Send a JPEG, PNG or WebP.')
const moving = refusePhoto('This picture moves.', 'Send a photo that stands still.')
const unreadable = refusePhoto(
  'The photo cannot be read to its end.',
  'See whether the file opens elsewhere, and send it again or another.',
)
const tooLarge = refusePhoto(`The photo has more than ${MOST_PIXELS / 1_000_000} million pixels.`, 'Make it smaller, and send it again.')
const tooSmall = refusePhoto(
  `The photo is too small: what is left of it has less than ${SMALLEST_SIDE} pixels on a side.`,
  'Send one that is larger.',
)
const partTooSmall = refusePhoto(
  `This part of the photo is too small: it has less than ${SMALLEST_SIDE} pixels on a side.`,
  'Take a larger part, or send a larger photo.',
)
