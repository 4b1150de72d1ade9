import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { isRefusal } from '../engine/refusal.ts'
import { begin } from '../runtime/begin.ts'
import { offers } from '../runtime/offers.ts'
import { actorOf, schedulerActor } from './actor.ts'
import { createAccount } from './create-account.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('request-card')
})
afterAll(() => desk.close())

it('a request is taken back by whoever asked, and by nobody else', async () => {
  const { world, operator } = desk
  const account = await createAccount(world, schedulerActor, { name: 'another', displayName: 'Another Operator', roles: ['operator'] })
  if (isRefusal(account)) throw new Error(account.sentence)
  const another = actorOf(account, desk.clock.now())
  const asked = await desk.perform('request-card', [await desk.someUser()])
  const card = asked.end?.objects[0]?.madeId ?? ''

  const offered = async (actor = operator): Promise<string | undefined> => {
    const offer = (await offers(world, actor, 'card', [card])).find(({ useCase }) => useCase.slug === 'abort-card-request')
    return offer ? (offer.refusals.get(card)?.code ?? 'yes') : undefined
  }
  expect([await offered(), await offered(another)]).toEqual(['yes', 'not_your_request'])

  const refused = await begin(world, another, { useCase: 'abort-card-request', objects: [card], input: {} })
  expect(refused.end?.objects.map(({ refusal }) => refusal?.code)).toEqual(['not_your_request'])
  expect(await desk.stateOf(card)).toBe('requested')

  await desk.perform('abort-card-request', [card])
  expect(await desk.stateOf(card)).toBe('aborted')
})

it('an approved request waits in the queue, a rejected one needs a reason and is final', async () => {
  const { world, actors } = desk
  const asked = await desk.perform('request-card', [await desk.someUser(), await desk.someUser()])
  const [approved = '', rejected = ''] = asked.end?.objects.map(({ madeId }) => madeId ?? '') ?? []
  await desk.perform('approve-card-request', [approved], {}, actors.approver)
  expect([await desk.stateOf(approved), await desk.orderOf(approved)]).toEqual(['processing', 'queued'])

  const bare = await begin(world, actors.approver, { useCase: 'reject-card-request', objects: [rejected], input: {} })
  expect(bare.kind === 'refused' && bare.refusal.code).toBe('invalid_input')
  expect(await desk.stateOf(rejected)).toBe('requested')
  await desk.perform('reject-card-request', [rejected], { reason: 'Not needed.' }, actors.approver)
  expect([await desk.stateOf(rejected), await desk.orderOf(rejected)]).toEqual(['rejected', undefined])
})
