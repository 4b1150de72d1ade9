import { expect, it } from 'vitest'
import type { Layout, LayoutField } from '../../src/http/contract/layout.ts'
import { changedField, fieldWords, newField, problemAt, problemsOfDraft, problemsOfWhole, withField } from './layout-draft.ts'

const name: LayoutField = { ...newField('card.holderLastName'), name: 'LAST_NAME', label: 'Last name', maxLength: 40, characters: 'ascii' }

it('what only one type of field has goes with the type', () => {
  expect(changedField(name, { type: 'date' })).toEqual({
    name: 'LAST_NAME',
    label: 'Last name',
    type: 'date',
    required: false,
    from: 'card.holderLastName',
  })
  const choice = changedField(name, { type: 'choice', choices: ['A', 'B'] })
  expect(choice).toMatchObject({ choices: ['A', 'B'] })
  expect(choice).not.toHaveProperty('maxLength')
  expect(changedField(choice, { type: 'text' })).not.toHaveProperty('choices')
})

it('what is left out is not there, rather than undefined', () => {
  expect(Object.keys(changedField(name, { maxLength: undefined, characters: 'any' }))).toEqual([
    'name',
    'label',
    'type',
    'required',
    'from',
  ])
})

it('a change of one field leaves the others as they are', () => {
  const layout: Layout = { name: 'plain', label: 'Plain', fields: [name, newField('user.title')], photo: null }
  const changed = withField(layout, 1, { label: 'Title' })
  expect(changed.fields[0]).toEqual(name)
  expect(changed.fields[1]?.label).toBe('Title')
  expect(layout.fields[1]?.label).toBe('')
})

it('a problem stands at its field, or else with the whole', () => {
  const problems = [
    { pointer: '/fields/1/name', detail: 'The name is missing.' },
    { pointer: '/photo/ratio/width', detail: 'Too small.' },
    { pointer: '', detail: 'Odd.' },
    { pointer: '/fields', detail: 'Too few.' },
  ]
  expect(problemAt(problems, '/fields/1/name')).toBe('The name is missing.')
  expect(problemAt(problems, '/fields/10/name')).toBeUndefined()
  expect(problemAt(problems, '/photo/ratio')).toBe('Too small.')
  expect(problemsOfWhole(problems)).toEqual(['Odd.', 'Too few.'])
})

it('what the server says of a pattern is put in words, at its place in the layout', () => {
  const pattern = { pointer: '/layout/fields/2/name', detail: '“name” must match pattern "^[A-Za-z]".' }
  expect(problemsOfDraft([pattern, { pointer: '/layout/fields/0/maxLength', detail: 'As it was said.' }])).toEqual([
    { pointer: '/fields/2/name', detail: 'Letters, digits and underscores; at most 60, and a letter first.' },
    { pointer: '/fields/0/maxLength', detail: 'As it was said.' },
  ])
})

it('a field says of itself what the bureau accepts', () => {
  expect(fieldWords({ ...name, required: true })).toBe('text, at most 40 characters, ASCII only, required')
  expect(fieldWords({ ...newField('card.validTo'), type: 'date' })).toBe('date')
  expect(fieldWords({ ...newField('user.title'), type: 'choice', choices: ['A', 'B'] })).toBe('one of 2')
})
