import { expect, it } from 'vitest'
import { type Layout, type LayoutField, plainLayout } from '../catalog/layout.ts'
import { printData } from './print-data.ts'
import { printedFace } from './printed-face.ts'

const card = {
  holderFirstName: 'Ada',
  holderLastName: 'Lovelace',
  commonName: 'Ada Lovelace',
  unit: 'Analytical Engines',
  validTo: '2029-06-30',
}
const holder = { firstName: 'Augusta', lastName: 'King', unit: 'Elsewhere', title: 'Mathematician' }
const given = { number: 1042, organisation: 'Northwind Institute', photo: 'data:image/png;base64,iVBORw0KGgo=' }
const photo = { required: true, minWidth: 300, minHeight: 400, ratio: { width: 3, height: 4 }, maxBytes: 100_000 }
const field = (from: string): LayoutField => ({ name: from.replace('.', '_'), label: from, type: 'text', required: false, from })
const faceIn = (layout: Layout) => printedFace(layout, printData(layout, card, holder), given)

it('shows what the plain layout has printed: no title, and no photo', () => {
  expect(faceIn(plainLayout)).toEqual({
    number: 1042,
    firstName: 'Ada',
    lastName: 'Lovelace',
    unit: 'Analytical Engines',
    title: null,
    validTo: '2029-06-30',
    organisation: 'Northwind Institute',
    hasPhoto: false,
    photo: null,
  })
})

it('shows what another layout has printed, from the card or from its holder, and nothing else', () => {
  const face = faceIn({ ...plainLayout, fields: [field('user.lastName'), field('user.title'), field('user.unit')], photo })
  expect(face).toMatchObject({ firstName: null, lastName: 'King', unit: 'Elsewhere', title: 'Mathematician', validTo: null, ...given })
  expect(face.hasPhoto).toBe(true)
})

it('shows the whole name where the layout has it as one field', () => {
  expect(faceIn({ ...plainLayout, fields: [field('card.commonName')] })).toMatchObject({ firstName: null, lastName: 'Ada Lovelace' })
})
