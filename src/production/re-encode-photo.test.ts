import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { reEncodePhoto } from './re-encode-photo.ts'

const whole = { zoom: 1, x: 0.5, y: 0.5 }

/** A picture whose left half is red and whose right half is blue. */
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0000ff' } }).composite([
    { input: { create: { width: Math.round(width / 2), height, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
  ])

async function made(file: Uint8Array, crop = whole): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const photo = await reEncodePhoto(file, crop)
  if ('code' in photo) throw new Error(photo.sentence)
  return photo
}

async function why(file: Uint8Array, crop = whole): Promise<string> {
  const refused = await reEncodePhoto(file, crop)
  if (!('code' in refused)) throw new Error('It was taken.')
  expect([refused.code, refused.sentence.endsWith('Nothing was changed.')]).toEqual(['photo_unfit', true])
  return refused.sentence
}

/** The colour in the middle of the left and of the right edge. */
async function edges(bytes: Uint8Array): Promise<string[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
  const row = Math.floor(info.height / 2) * info.width
  return [row + 2, row + info.width - 3].map((at) => ((data[at * info.channels] ?? 0) > 128 ? 'red' : 'blue'))
}

describe('a photo is made anew', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('from a %s: a JPEG of 35:45 from its middle, no larger than it may be', async (format) => {
    const photo = await made(await picture(3000, 2000).toFormat(format).toBuffer())
    expect([photo.width, photo.height]).toEqual([934, 1200])
    expect((await sharp(photo.bytes).metadata()).format).toBe('jpeg')
    expect(await edges(photo.bytes)).toEqual(['red', 'blue'])
  })

  it('a small one is not enlarged, and what can be seen through becomes white', async () => {
    const clear = sharp({ create: { width: 350, height: 450, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    const photo = await made(await clear.png().toBuffer())
    expect([photo.width, photo.height]).toEqual([350, 450])
    expect([...(await sharp(photo.bytes).raw().toBuffer()).subarray(0, 3)]).toEqual([255, 255, 255])
  })

  it('from the part that was chosen', async () => {
    const file = await picture(2000, 900).jpeg().toBuffer()
    expect(await edges((await made(file, { zoom: 1, x: 0, y: 0 })).bytes)).toEqual(['red', 'red'])
    const part = await made(file, { zoom: 2, x: 1, y: 1 })
    expect(await edges(part.bytes)).toEqual(['blue', 'blue'])
    expect([part.width, part.height]).toEqual([350, 450])
  })

  it('upright, and without what the camera wrote beside the picture', async () => {
    const turned = picture(1200, 1000).withExif({ IFD0: { Artist: 'Ada Berg' }, IFD3: { GPSLatitude: '55/1 40/1 0/1' } })
    const file = await turned.withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const photo = await made(file)
    const { exif, icc, orientation, height } = await sharp(photo.bytes).metadata()
    expect([exif, icc, orientation, height]).toEqual([undefined, undefined, undefined, 1200])
    // What was left is now above.
    const top = await sharp(photo.bytes).extract({ left: 10, top: 10, width: 10, height: 10 }).raw().toBuffer()
    expect(top[0]).toBeGreaterThan(200)
  })
})

describe('is refused', () => {
  it.each([
    ['text', () => Buffer.from('This is no picture.')],
    ['nothing at all', () => new Uint8Array()],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"/>')],
    ['GIF', () => picture(500, 500).gif().toBuffer()],
    ['TIFF', () => picture(500, 500).tiff().toBuffer()],
    ['AVIF', () => picture(256, 256).avif({ effort: 0 }).toBuffer()],
  ])('%s', async (_, file) => {
    expect(await why(await file())).toBe('This is no photo that can be read here. Nothing was changed.')
  })

  it('a file that says it is a JPEG and is none, and one that breaks off', async () => {
    expect(await why(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]))).toContain('cannot be read to its end')
    const file = await picture(1000, 1000).jpeg().toBuffer()
    expect(await why(file.subarray(0, file.length * 0.6))).toContain('cannot be read to its end')
    const png = await picture(1000, 1000).png({ compressionLevel: 0 }).toBuffer()
    expect(await why(png.subarray(0, png.length / 2))).toContain('cannot be read to its end')
  })

  it('a small file that would become a huge picture, which is not decoded', async () => {
    const bomb = await picture(10, 10).png().toBuffer()
    bomb.writeUInt32BE(16_000, 16)
    bomb.writeUInt32BE(16_000, 20)
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29)
    expect((await sharp(bomb).metadata()).width).toBe(16_000)
    expect(await why(bomb)).toContain('more than 50 million pixels')
  })

  it('what is too small, and a part that is', async () => {
    expect(await why(await picture(239, 800).jpeg().toBuffer())).toContain('less than 240 pixels on a side')
    expect(await why(await picture(1000, 1000).jpeg().toBuffer(), { zoom: 4, x: 0.5, y: 0.5 })).toContain(
      'This part of the photo is too small',
    )
  })

  it('what moves', async () => {
    const [one, other] = await Promise.all([picture(300, 300), picture(300, 300).negate()].map((each) => each.png().toBuffer()))
    const webp = await sharp(
      [one, other].filter((each) => each !== undefined),
      { join: { animated: true } },
    )
      .webp({ delay: [100, 100] })
      .toBuffer()
    expect((await sharp(webp).metadata()).pages).toBe(2)
    expect(await why(webp)).toBe('This picture moves. Nothing was changed.')
    const png = await picture(300, 400).png().toBuffer()
    const animated = Buffer.concat([png.subarray(0, 33), Buffer.from('\0\0\0\bacTL\0\0\0\x02\0\0\0\0\0\0\0\0', 'latin1'), png.subarray(33)])
    expect(await why(animated)).toBe('This picture moves. Nothing was changed.')
  })
})
