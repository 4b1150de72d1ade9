import { expect, it } from 'vitest'
import { isOpenRecall, offersBlock, urgencyOf } from './recall-urgency.ts'

const now = Date.parse('2026-11-25T12:00:00Z')
const card = { id: 'c', template: 'card', state: 'ordered', title: 'Card 1', blockOnArrival: null }

it('a recall presses in its last hour, and is late from its deadline on', () => {
  expect(urgencyOf('sent', '2026-11-25T13:00:01Z', now)).toBe('calm')
  expect(urgencyOf('sent', '2026-11-25T13:00:00Z', now)).toBe('soon')
  expect(urgencyOf('asked', '2026-11-25T12:00:00Z', now)).toBe('late')
  expect(urgencyOf('overdue', '2026-11-26T12:00:00Z', now)).toBe('late')
})

it('a card is blocked on arrival while it is to come and is not marked', () => {
  expect(offersBlock({ state: 'refused', card })).toBe(true)
  expect(offersBlock({ state: 'overdue', card: { ...card, state: 'inProduction' } })).toBe(true)
  expect(offersBlock({ state: 'refused', card: { ...card, state: 'produced' } })).toBe(false)
  expect(offersBlock({ state: 'refused', card: { ...card, blockOnArrival: 'Not wanted' } })).toBe(false)
  expect(offersBlock({ state: 'accepted', card: { ...card, state: 'aborted' } })).toBe(false)
  expect(offersBlock({ state: 'refused', card: null })).toBe(false)
})

it('a recall is open until it has come to an end', () => {
  const states = ['asked', 'sent', 'overdue', 'accepted', 'refused', 'missed']
  expect(states.filter((state) => isOpenRecall({ state }))).toEqual(['asked', 'sent', 'overdue'])
})
