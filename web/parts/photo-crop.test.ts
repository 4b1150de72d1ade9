import { expect, it } from 'vitest'
import { closest, dragged, shownSize, wholePicture } from './photo-crop.ts'

const frame = { width: 210, height: 270 }

it('a picture fills the frame, in whichever direction it is longer', () => {
  expect(shownSize({ width: 700, height: 450 }, frame, 1)).toEqual({ width: 420, height: 270 })
  expect(shownSize({ width: 350, height: 900 }, frame, 1)).toEqual({ width: 210, height: 540 })
  expect(shownSize({ width: 700, height: 450 }, frame, 2)).toEqual({ width: 840, height: 540 })
})

it('one may go closer for as long as there are enough pixels', () => {
  expect(closest({ width: 480, height: 2000 })).toBe(2)
  expect(closest({ width: 240, height: 2000 })).toBe(1)
  expect(closest({ width: 9000, height: 9000 })).toBe(4)
})

it('the picture follows the hand, up to its edge, and not where there is no room', () => {
  const picture = { width: 700, height: 450 }
  expect(dragged(wholePicture, { x: 21, y: 50 }, picture, frame)).toEqual({ zoom: 1, x: 0.4, y: 0.5 })
  expect(dragged(wholePicture, { x: -500, y: 0 }, picture, frame).x).toBe(1)
})
