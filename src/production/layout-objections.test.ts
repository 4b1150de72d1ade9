import { expect, it } from 'vitest'
import { type Layout, type LayoutField, type LayoutPhoto, plainLayout } from '../catalog/layout.ts'
import { card } from '../catalog/objects/card.ts'
import { user } from '../catalog/objects/user.ts'
import { layoutObjections } from './layout-objections.ts'

const objections = (...fields: LayoutField[]): string[] => layoutObjections({ ...plainLayout, fields }, { card, user })
const ofPhoto = (photo: Partial<LayoutPhoto>): string[] => {
  const fine = { required: true, minWidth: 300, minHeight: 400, ratio: { width: 3, height: 4 }, maxBytes: 500_000 }
  return layoutObjections({ ...plainLayout, photo: { ...fine, ...photo } }, { card, user })
}
const lastName: LayoutField = { name: 'LAST_NAME', label: 'Last name', type: 'text', required: true, from: 'card.holderLastName' }

it('has nothing against the plain layout, nor against one with every kind of field and a photo', () => {
  expect(layoutObjections(plainLayout, { card, user })).toEqual([])
  const every: Layout = {
    name: 'north-2',
    label: 'North',
    fields: [
      { ...lastName, maxLength: 40, characters: 'latin-1' },
      { name: 'TITLE', label: 'Title', type: 'choice', required: false, choices: ['Employee', 'Visitor'], from: 'user.title' },
      { name: 'VALID', label: 'Valid to', type: 'date', required: true, from: 'card.validTo' },
      { name: 'NUMBER', label: 'Number', type: 'number', required: true, from: 'card.number' },
    ],
    photo: { required: true, minWidth: 300, minHeight: 300, ratio: { width: 3, height: 4 }, maxBytes: 200_000 },
  }
  expect(layoutObjections(every, { card, user })).toEqual([])
})

it.each<[string, LayoutField, RegExp]>([
  ['a number of characters on a date', { ...lastName, type: 'date', from: 'card.validTo', maxLength: 8 }, /most number of characters/],
  [
    'characters on a number',
    { ...lastName, type: 'number', from: 'card.number', characters: 'ascii' },
    /which characters the bureau prints/,
  ],
  ['a choice without a list', { ...lastName, type: 'choice' }, /has no list to choose from; add the list/],
  ['a list on a text', { ...lastName, choices: ['Berg'] }, /which only a choice has/],
  ['a choice twice', { ...lastName, type: 'choice', choices: ['Berg', 'Holm', 'Berg'] }, /has "Berg" twice/],
  ['a choice that no value equals', { ...lastName, type: 'choice', choices: [' Berg'] }, /write "Berg"/],
  [
    'a field that the card does not have',
    { ...lastName, from: 'card.lastName' },
    /a Card has no field "lastName"; choose one of: number, /,
  ],
  ['a field that every object has in JavaScript', { ...lastName, from: 'user.constructor' }, /a User has no field "constructor"/],
  ['a date filled from a text', { ...lastName, type: 'date' }, /is a date, and Last name of the Card is none/],
  ['a number filled from a date', { ...lastName, type: 'number', from: 'card.validTo' }, /is a number, and Valid to of the Card is none/],
  ['a choice filled from a date', { ...lastName, type: 'choice', choices: ['A'], from: 'card.validTo' }, /compares words/],
  ['what the bureau says later', { ...lastName, from: 'card.chipNumber' }, /which nobody knows before the card was ordered/],
])('objects to %s, once', (_, field, sentence) => {
  expect(objections(field)).toEqual([expect.stringMatching(sentence)])
})

it('objects to a name that two fields have, however many have it', () => {
  expect(objections(lastName, lastName, { ...lastName, name: 'OTHER' }, lastName)).toEqual([
    'Two input fields are called "LAST_NAME"; give each a name of its own, for the bureau tells them apart by it.',
  ])
})

it('objects to a photo that there cannot be', () => {
  expect(ofPhoto({})).toEqual([])
  expect(ofPhoto({ minWidth: 10_000, ratio: { width: 1, height: 100 } })).toEqual([
    expect.stringContaining('10000 × 1000000 pixels, and no'),
  ])
  expect(ofPhoto({ minWidth: 3000, minHeight: 4000, maxBytes: 1000 })).toEqual([expect.stringContaining('do not fit into 1000 bytes')])
})
