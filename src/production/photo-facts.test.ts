import { describe, expect, it } from 'vitest'
import { chanceFrom } from '../../test/chance.ts'
import { exif, frame, jpeg, little, png, segment, webp, word } from '../../test/photo-bytes.ts'
import { isSizeBeyond, photoFacts } from './photo-facts.ts'

const look = (bytes: readonly number[], mediaType = 'image/jpeg') => photoFacts(Uint8Array.from(bytes), { mediaType, bytes: bytes.length })
const size = (bytes: readonly number[]): number[] => {
  const { width, height } = look(bytes)
  return [width, height]
}

describe('a JPEG', () => {
  const before = [segment(0xe0, word('JFIF\0\x01\x01')), segment(0xdb, Array(65).fill(1)), segment(0xc4, [0, 1, 2])]

  it('says its size in its frame, whatever kind of frame it is and whatever stands before it', () => {
    expect(look(jpeg(...before, frame(600, 800)))).toEqual({ mediaType: 'image/jpeg', width: 600, height: 800, bytes: 108 })
    for (const marker of [0xc1, 0xc2, 0xc9, 0xcf]) expect(size(jpeg(...before, frame(600, 800, marker)))).toEqual([600, 800])
    expect(size(jpeg([0xff, 0xff], frame(600, 800)))).toEqual([600, 800])
  })

  it('is turned as its camera says', () => {
    for (const orientation of [1, 2, 3, 4, 0, 9]) expect(size(jpeg(exif(orientation), frame(800, 600)))).toEqual([800, 600])
    for (const orientation of [5, 6, 7, 8]) {
      expect(size(jpeg(exif(orientation), frame(800, 600)))).toEqual([600, 800])
      expect(size(jpeg(exif(orientation, 'II'), frame(800, 600)))).toEqual([600, 800])
    }
  })

  it('may have its size behind what was looked at, and then says so', () => {
    const whole = jpeg(segment(0xe2, Array(9000).fill(7)), frame(600, 800))
    const head = photoFacts(Uint8Array.from(whole.slice(0, 4096)), { mediaType: 'image/jpeg', bytes: whole.length })
    expect(head).toEqual({ mediaType: 'image/jpeg', width: 0, height: 0, bytes: whole.length })
    expect([isSizeBeyond(head, 4096), isSizeBeyond(look(whole), whole.length)]).toEqual([true, false])
  })

  it('has no size where there is no frame, an empty one, or a segment that leads nowhere', () => {
    for (const bytes of [
      jpeg(),
      jpeg(segment(0xda, [1])),
      jpeg(frame(0, 800)),
      jpeg(frame(600, 0)),
      jpeg(frame(600, 800).slice(0, 8)),
      jpeg([0xff, 0xe0, 0, 0]),
      jpeg([0xff, 0xe0, 0xff, 0xff]),
      jpeg([0x12, 0x34], frame(600, 800)),
    ])
      expect(size(bytes)).toEqual([0, 0])
  })
})

it('a PNG says its size at once, unless it is one that no PNG has', () => {
  expect(look(png(413, 531), 'image/png')).toMatchObject({ mediaType: 'image/png', width: 413, height: 531 })
  for (const bytes of [png(0, 10), png(0x8000_0000, 10), png(10, 10).slice(0, 20)]) expect(size(bytes)).toEqual([0, 0])
})

it('a WebP says its size in each of its three forms', () => {
  expect(look(webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, ...little(600, 2), ...little(800, 2)]))).toMatchObject({
    mediaType: 'image/webp',
    width: 600,
    height: 800,
  })
  expect(size(webp('VP8L', [0x2f, ...little(599 | (799 << 14), 4)]))).toEqual([600, 800])
  expect(size(webp('VP8X', [0, 0, 0, 0, ...little(599, 3), ...little(799, 3)]))).toEqual([600, 800])
  for (const bytes of [webp('VP8 ', [0, 0, 0, 1, 2, 3]), webp('VP8L', [0, 1, 2, 3, 4]), webp('ALPH', [1]), webp('VP8X', []).slice(0, 22)])
    expect(size(bytes)).toEqual([0, 0])
})

it('what its bytes say counts, not what it was stored as', () => {
  expect(look(png(3, 4), 'image/jpeg').mediaType).toBe('image/png')
  expect(look(word('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml')).toMatchObject({ mediaType: 'image/svg+xml', width: 0 })
  expect(look(word('<html>'), 'image/png').mediaType).toBe('application/octet-stream')
  expect(look([], 'image/webp')).toEqual({ mediaType: 'application/octet-stream', width: 0, height: 0, bytes: 0 })
})

it('bytes of ill will neither throw nor hold it up', () => {
  const chance = chanceFrom(2026)
  const seeds = [
    jpeg(exif(6), exif(6, 'II'), frame(600, 800)),
    png(413, 531),
    webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 88, 2, 32, 3]),
    webp('VP8L', [0x2f, 1, 2, 3, 4]),
    webp('VP8X', Array(10).fill(200)),
  ]
  for (let round = 0; round < 20_000; round++) {
    const bytes = [...(seeds[round % seeds.length] ?? [])]
    for (let hit = 0; hit < 3; hit++) bytes[Math.floor(chance() * bytes.length)] = Math.floor(chance() * 256)
    const { width, height } = look(bytes.slice(0, Math.floor(chance() * (bytes.length + 1))))
    expect(width >= 0 && height >= 0 && width * height < 2 ** 62 && (width === 0) === (height === 0)).toBe(true)
  }
  expect(size(Array(2 ** 20).fill(0xff))).toEqual([0, 0])
  const many = jpeg(...Array.from({ length: 20_000 }, () => segment(0xe5, [])), frame(600, 800))
  expect(size(many)).toEqual([600, 800])
})
