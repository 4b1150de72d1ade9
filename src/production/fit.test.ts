import { expect, it } from 'vitest'
import type { OrderStatus, StoredOrder } from '../store/order.ts'
import { type Fit, fitOf, type Reported } from './fit.ts'

const reports = ['in-production', 'produced', 'shipped', 'failed'] as const satisfies readonly Reported[]

/** What each of the four reports comes to: of an order in this status, of a card in this state. */
const table: readonly [status: OrderStatus, state: string, isNewest: boolean, ...fits: readonly [Fit, Fit, Fit, Fit]][] = [
  ['queued', 'processing', true, 'unknown', 'unknown', 'unknown', 'unknown'],
  ['claimed', 'processing', true, 'unknown', 'unknown', 'unknown', 'unknown'],
  ['withdrawn', 'aborted', true, 'ghost', 'ghost', 'ghost', 'unknown'],
  ['recalled', 'aborted', true, 'late', 'ghost', 'ghost', 'late'],
  ['sent', 'ordered', true, 'record', 'record', 'record', 'record'],
  ['sent', 'inProduction', true, 'late', 'record', 'record', 'record'],
  ['answered', 'produced', true, 'late', 'unchanged', 'record', 'contradiction'],
  ['answered', 'active', true, 'late', 'unchanged', 'record', 'contradiction'],
  ['answered', 'inactive', true, 'late', 'unchanged', 'record', 'contradiction'],
  ['answered', 'locked', true, 'late', 'unchanged', 'record', 'contradiction'],
  ['answered', 'expired', true, 'late', 'unchanged', 'record', 'contradiction'],
  ['answered', 'blocked', true, 'late', 'unchanged', 'record', 'contradiction'],
  ['answered', 'destroyed', true, 'late', 'unchanged', 'record', 'contradiction'],
  ['answered', 'failed', true, 'late', 'contradiction', 'contradiction', 'unchanged'],
  // The card failed under this order and was ordered again; what is said of this order is not about the other.
  ['answered', 'processing', false, 'late', 'contradiction', 'contradiction', 'late'],
  ['answered', 'ordered', false, 'late', 'contradiction', 'contradiction', 'late'],
  ['answered', 'produced', false, 'late', 'contradiction', 'contradiction', 'late'],
  ['answered', 'aborted', false, 'late', 'contradiction', 'contradiction', 'late'],
]

const orderIn = (status: OrderStatus): StoredOrder => ({
  id: 'the order',
  cardId: 'the card',
  bureau: 'bureau',
  status,
  queuedAt: new Date('2026-11-25T08:00:00Z'),
  queuedBy: 'Test operator',
  heldAt: null,
  heldBy: null,
  heldWhy: null,
  claimedAt: null,
  sentAt: null,
  answeredAt: null,
  withdrawnAt: null,
  bureauReference: null,
  batch: null,
})
const line = { card: 'the card', bureau: 'bureau' }

it.each(table)('%s, card %s, newest %s: in production is %s, produced %s, shipped %s, failed %s', (status, state, isNewest, ...fits) => {
  expect(reports.map((reported) => fitOf(reported, line, orderIn(status), { state, isNewest }))).toEqual(fits)
})

it.each(reports)(
  '%s is about an unknown order where there is none, where it is another card’s, and where another bureau has it',
  (reported) => {
    const card = { state: 'ordered', isNewest: true }
    expect([
      fitOf(reported, line, undefined, card),
      fitOf(reported, { ...line, card: 'another card' }, orderIn('sent'), card),
      fitOf(reported, { ...line, bureau: 'north' }, orderIn('sent'), card),
      fitOf(reported, { ...line, bureau: 'north' }, orderIn('withdrawn'), card),
    ]).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
  },
)
