import { afterAll, beforeAll, expect, it } from 'vitest'
import { fingerprint } from '../../test/contract/objects.ts'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { schedulerActor } from '../identity/actor.ts'
import { begin } from '../runtime/begin.ts'
import { expireCards } from '../runtime/expire.ts'
import { get } from '../runtime/find.ts'
import { history } from '../runtime/history.ts'
import { offers } from '../runtime/offers.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
})
afterAll(() => desk.close())

const activeCard = async (user?: string): Promise<string> => {
  const card = await desk.orderedCard(user)
  await desk.report(card, 'record-card-produced')
  await desk.perform('activate-card', [card])
  return card
}
const codeOf = async (useCase: string, card: string, actor = desk.operator): Promise<string | undefined> => {
  const outcome = await begin(desk.world, actor, { useCase, objects: [card], input: {} })
  return outcome.end?.objects[0]?.refusal?.code
}

it('a card is not reactivated while its holder is inactive', async () => {
  const user = await desk.someUser()
  const card = await activeCard(user)
  await desk.perform('deactivate-card', [card], { reason: 'mislaid' })
  await desk.perform('deactivate-user', [user], { reason: 'leave' })
  expect(await codeOf('reactivate-card', card)).toBe('holder_not_active')
  expect(await desk.stateOf(card)).toBe('inactive')
  await desk.perform('reactivate-user', [user], { reason: 'returned' })
  expect(await desk.stateOf(card)).toBe('active')
})

it('a card is neither ordered nor taken into use while its holder is out of use, and nothing changes', async () => {
  await desk.enable('register-card', 'request-card')
  const made = async (useCase: string, user: string): Promise<string> => (await desk.perform(useCase, [user])).end?.objects[0]?.madeId ?? ''
  const users = [await desk.someUser(), await desk.someUser(), await desk.someUser(), await desk.someUser()]
  const [first = '', second = '', third = '', fourth = ''] = users
  const [failed, produced] = [await desk.orderedCard(first), await desk.orderedCard(second)]
  const cards = [
    ['repeat-card-order', failed],
    ['activate-card', produced],
    ['order-registered-card', await made('register-card', third)],
    ['approve-card-request', await made('request-card', fourth)],
  ] as const
  await desk.report(failed, 'record-card-failed', { text: 'The photo is too dark.' })
  await desk.report(produced, 'record-card-produced')
  await desk.perform('deactivate-user', users, { reason: 'leave' })

  const before = await fingerprint(desk)
  for (const [useCase, card] of cards) {
    const actor = useCase === 'approve-card-request' ? desk.actors.approver : desk.operator
    const offer = (await offers(desk.world, actor, 'card', [card])).find((each) => each.useCase.slug === useCase)
    expect([useCase, offer?.refusals.get(card)?.code]).toEqual([useCase, 'holder_not_active'])
    expect([useCase, await codeOf(useCase, card, actor)]).toEqual([useCase, 'holder_not_active'])
  }
  expect(await fingerprint(desk)).toBe(before)
  await desk.perform('reactivate-user', users, { reason: 'returned' })
  await desk.perform('activate-card', [produced])
  expect(await desk.stateOf(produced)).toBe('active')
})

it('a locked user takes their cards along, and nothing leads back', async () => {
  const user = await desk.someUser()
  const card = await activeCard(user)
  await desk.perform('lock-user', [user], { reason: 'left' })
  expect([await desk.stateOf(user, 'user'), await desk.stateOf(card)]).toEqual(['locked', 'locked'])
})

it('a card expires when its last day has passed, not on that day', async () => {
  await desk.enable('order-card')
  const ordered = await desk.perform('order-card', [await desk.someUser()], { validTo: '2026-11-26' })
  const card = ordered.end?.objects[0]?.madeId ?? ''
  await desk.perform('send-queued-orders', [card], {}, schedulerActor)
  await desk.report(card, 'record-card-produced')
  await desk.perform('activate-card', [card])
  const other = await activeCard()

  // In Copenhagen it is still the 26th, and an hour later the 27th.
  desk.clock.set('2026-11-26T22:30:00Z')
  expect(await expireCards(desk.world, schedulerActor)).toBe(0)
  expect(await codeOf('expire-card', card, schedulerActor)).toBe('card_still_valid')
  desk.clock.forward(3600)
  expect(await expireCards(desk.world, schedulerActor)).toBe(1)
  expect([await desk.stateOf(card), await desk.stateOf(other)]).toEqual(['expired', 'active'])
})

it('a failed card is ordered again: a new order, and the failure is forgotten', async () => {
  const card = await desk.orderedCard()
  await desk.report(card, 'record-card-failed', { text: 'The chip did not answer.' })
  const failure = async (): Promise<unknown> => {
    const profile = await get(desk.world, desk.operator, 'card', card)
    return 'object' in profile ? profile.object.fields['failure'] : undefined
  }
  expect(await failure()).toBe('The chip did not answer.')
  await desk.perform('repeat-card-order', [card])
  expect([await desk.stateOf(card), await desk.orderOf(card), await failure()]).toEqual(['processing', 'queued', null])
})

it('why a card failed stays in its history when it is ordered again', async () => {
  const [dark, silent] = [await desk.orderedCard(), await desk.orderedCard()]
  await desk.report(dark, 'record-card-failed', { text: 'The photo is too dark' })
  await desk.report(silent, 'record-card-failed')
  await desk.perform('repeat-card-order', [dark])
  const told = async (card: string): Promise<string> => {
    const lines = await history(desk.world, desk.operator, 'card', card, undefined, 50)
    return 'items' in lines ? lines.items.map(({ sentence }) => sentence).join(' ') : ''
  }
  expect(await told(dark)).toMatch(/Bureau could not produce the card of First \d+ Last \d+: The photo is too dark\. /)
  expect(await told(silent)).toMatch(/Bureau could not produce the card of First \d+ Last \d+: The bureau gave no reason\. /)
})

it('a registered card has no order until it is placed', async () => {
  await desk.enable('register-card')
  const made = await desk.perform('register-card', [await desk.someUser()])
  const card = made.end?.objects[0]?.madeId ?? ''
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['registered', undefined])
  await desk.perform('order-registered-card', [card])
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['processing', 'queued'])
})

it('with the queue off, the order of a registered card goes to the bureau at once', async () => {
  await desk.enable('register-card')
  const made = await desk.perform('register-card', [await desk.someUser()])
  const card = made.end?.objects[0]?.madeId ?? ''
  await desk.setOptions({ CardsAddonExtProdQueue: false })
  await desk.perform('order-registered-card', [card])
  await desk.setOptions({ CardsAddonExtProdQueue: true })
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['ordered', 'sent'])
  const told = await history(desk.world, desk.operator, 'card', card, undefined, 10)
  const sentences = 'items' in told ? told.items.map(({ sentence }) => sentence) : []
  expect(sentences.slice(0, 2)).toEqual([
    expect.stringMatching(/^Card \d+ became Ordered: Test operator, Order registered card\.$/),
    expect.stringMatching(/^Test operator placed the order of the card of /),
  ])
})
