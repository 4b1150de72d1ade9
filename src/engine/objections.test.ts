import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { card } from '../catalog/objects/card.ts'
import { user } from '../catalog/objects/user.ts'
import { abortCardOrder } from '../catalog/use-cases/abort-card-order.ts'
import { expireCard } from '../catalog/use-cases/expire-card.ts'
import { updateCardOrder } from '../catalog/use-cases/update-card-order.ts'
import { root } from '../kit/root.ts'
import { isUnreadable, readDrawing } from './drawing.ts'
import { defineTemplate, faults } from './object.ts'
import { attachmentObjections, objections, type Vocabulary } from './objections.ts'
import type { Process } from './process.ts'

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

  test('with a part of an element that Cardinal does not run is refused by its name', async () => {
    const timer = '<startEvent id="start" name="Start"><timerEventDefinition id="timer" />'
    expect(await against(drawing.replace('<startEvent id="start" name="Start">', timer))).toEqual([
      '"Start" comes with TimerEventDefinition, which Cardinal does not run there.',
    ])
    const failing = '<endEvent id="aborted" name="Card order aborted"><errorEventDefinition id="failing" />'
    expect(await against(drawing.replace('<endEvent id="aborted" name="Card order aborted">', failing))).toEqual([
      '"Card order aborted" comes with ErrorEventDefinition, which Cardinal does not run there.',
    ])
    const repeated = drawing.replace(/(<userTask id="confirm"[^>]*>)/, '$1<standardLoopCharacteristics id="loop" />')
    expect(await against(repeated)).toEqual([
      '"Abort this card order?" comes with StandardLoopCharacteristics, which Cardinal does not run there.',
    ])
  })

  test('that catches a refusal where none can be, or twice, is told so', async () => {
    for (const [host, label] of [
      ['confirm', 'Abort this card order?'],
      ['abort', 'Abort the card'],
    ])
      expect(await against(drawing.replace('attachedToRef="withdraw"', `attachedToRef="${host}"`))).toContain(
        `"Already handed over" stands at "${label}", which performs no task and so is never refused.`,
      )
    const caught = drawing.match(/<boundaryEvent[\s\S]*?<\/boundaryEvent>/)?.[0] ?? ''
    const again = caught.replaceAll('withdraw-refused', 'again-refused').replaceAll('flow-4', 'flow-9')
    const flow = '<sequenceFlow id="flow-9" sourceRef="again-refused-order-already-handed-over" targetRef="unchanged" />'
    expect(await against(drawing.replace(caught, `${caught}${again}${flow}`))).toEqual([
      '"Withdraw the order" catches "order_already_handed_over" twice.',
    ])
  })

  test('whose gateways lead in a circle is told which', () => {
    const process: Process = {
      id: 'round',
      start: 'start',
      steps: {
        start: { kind: 'start', label: 'Start', next: 'one' },
        one: { kind: 'choose', label: 'One?', ways: [{ guard: 'queue-is-on', next: 'two' }], otherwise: 'end' },
        two: { kind: 'choose', label: 'Two?', ways: [{ guard: 'queue-is-on', next: 'one' }], otherwise: 'end' },
        end: { kind: 'end', label: 'End' },
      },
    }
    expect(objections(expireCard, process, vocabulary).filter((each) => each.includes('itself'))).toEqual([
      '"One?" leads back to itself through gateways alone.',
      '"Two?" leads back to itself through gateways alone.',
    ])
  })

  test('of a use case that is for no one move is checked for the moves it makes all the same', () => {
    const process: Process = {
      id: 'astray',
      start: 'start',
      steps: {
        start: { kind: 'start', label: 'Start', next: 'abort' },
        abort: { kind: 'move', label: 'Abort', move: 'abort', made: false, next: 'end' },
        end: { kind: 'end', label: 'End' },
      },
    }
    expect(objections(updateCardOrder, process, vocabulary)).toEqual([
      'The move "abort" does not leave every state that Update card order begins in.',
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
