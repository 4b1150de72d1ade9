import { expect, it } from 'vitest'
import { drawingSize } from './drawing-size.ts'

it('A drawing is as large as all its shapes together', () => {
  expect(drawingSize('<dc:Bounds x="100" y="50" width="36" height="36" /><dc:Bounds height="80" width="100" y="28" x="200"/>')).toEqual({
    width: 200,
    height: 80,
  })
})

it('A drawing without shapes has no size', () => {
  expect(drawingSize('<definitions/>')).toEqual({ width: 0, height: 0 })
})
