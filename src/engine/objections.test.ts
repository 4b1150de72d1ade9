import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { card } from '../catalog/objects/card.ts'
import { user } from '../catalog/objects/user.ts'
import { abortCardOrder } from '../catalog/use-cases/abort-card-order.ts'
import { root } from '../kit/root.ts'
import { isUnreadable, readDrawing } from './drawing.ts'
import { defineTemplate, faults } from './object.ts'
import { attachmentObjections, objections, type Vocabulary } from './objections.ts'

const drawing = readFileSync(join(root, 'src/catalog/use-cases/abort-card-order.bpmn'), 'utf8')
const vocabulary: Vocabulary = {
  tasks: { 'production.withdraw-order': { label: 'Withdraw', fails: { order_already_handed_over: 'Too late.' } } },
  guards: new Set(['queue-is-on']),
  messages: new Set(['bureau-answered']),
}
const against = async (xml: string, known = vocabulary): Promise<readonly string[]> => {
  const process = await readDrawing(xml)
  return isUnreadable(process) ? process.objections : objections(abortCardOrder, process, known)
}

describe('a drawing', () => {
  test('that ships has nothing against it', async () => expect(await against(drawing)).toEqual([]))

  test('with a task nobody has is refused by its name', async () => {
    expect(await against(drawing, { ...vocabulary, tasks: {} })).toEqual([
      '"Withdraw the order" performs "production.withdraw-order", which is not a task that Cardinal has.',
    ])
  })

  test('that forgets a refusal is told which', async () => {
    const tasks = {
      'production.withdraw-order': { label: 'Withdraw', fails: { order_already_handed_over: 'Too late.', order_held: 'Held.' } },
    }
    expect(await against(drawing, { ...vocabulary, tasks })).toEqual([
      '"Withdraw the order" may be refused with "order_held", and nothing in the drawing catches it.',
    ])
  })

  test('with an element that Cardinal does not run is refused by its name', async () => {
    expect(await against(drawing.replaceAll('userTask', 'scriptTask'))).toEqual([
      '"Abort this card order?" is a ScriptTask, which Cardinal does not run.',
    ])
  })

  test('that makes a move the card does not have is told so', async () => {
    expect(await against(drawing.replace('cardinal:move="abort"', 'cardinal:move="abrot"'))).toEqual([
      '"Abort the card" makes the move "abrot", which a Card does not have.',
      'Abort card order is for the move "abort", and its drawing never makes it.',
    ])
  })

  test('that makes a move which does not leave Processing is told so', async () => {
    expect(await against(drawing.replace('cardinal:move="abort"', 'cardinal:move="activate"'))).toEqual([
      'Abort card order is for the move "abort", and its drawing never makes it.',
      'The move "activate" does not leave every state that Abort card order begins in.',
    ])
  })

  test('that is no drawing at all is refused in a sentence', async () => {
    expect((await against('<html></html>')).join()).toMatch(/not a BPMN 2\.0 file|holds one process/)
  })
})

test('a use case is attached where its move begins, and nowhere else', () => {
  for (const state of Object.keys(card.states))
    expect([state, attachmentObjections(abortCardOrder, card, state).length]).toEqual([state, state === 'processing' ? 0 : 1])
  expect(attachmentObjections(abortCardOrder, card, 'ordered')).toEqual([
    'Abort card order cannot begin in Ordered; attach it to Processing.',
  ])
  expect(attachmentObjections(abortCardOrder, user, 'active')).toEqual(['Abort card order is performed on a Card, not on a User.'])
})

test('the state graphs that ship have no faults, and a faulty one is told what they are', () => {
  expect([...faults(card), ...faults(user)]).toEqual([])
  const faulty = defineTemplate({
    ...user,
    initial: 'begun',
    states: {
      begun: { label: 'Begun', means: '.', colour: 'gray' },
      over: { label: 'Over', means: '.', colour: 'gray', final: true },
      lost: { label: 'Lost', means: '.', colour: 'gray' },
    },
    moves: { end: { from: 'begun', to: 'over', means: '.' }, back: { from: 'over', to: 'begun', means: '.' } },
  })
  expect(faults(faulty)).toEqual([
    'The state "Over" is final, yet a move leaves it.',
    'No move leads to the state "Lost".',
    'No move leaves the state "Lost", which is not final.',
  ])
})
