import { isRefusal } from '../../src/engine/refusal.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { answer, cancel } from '../../src/runtime/answer.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { offers } from '../../src/runtime/offers.ts'
import { release, releaseOnSchedule } from '../../src/runtime/release.ts'
import { between, oneOf, someOf } from '../chance.ts'
import { done, leaving, ordered, recalled, released, verdict } from './model.ts'
import { bureauNames, Crash, count, definitionOf, operator, power, type Simulation } from './simulation.ts'

type Input = Record<string, unknown>

/** Mostly what makes sense, and now and then anything at all. */
export async function somebodyActs(desk: Simulation): Promise<void> {
  const { model, chance } = desk
  const luck = chance()
  const users = [...model.users.keys()]
  const cardsIn = (...states: string[]): string[] =>
    [...model.cards.values()].filter(({ state }) => states.includes(state)).map(({ id }) => id)
  const cards = (...states: string[]): string[] => (chance() < 0.85 ? cardsIn(...states) : [...model.cards.keys()])
  const some = (ids: readonly string[], most: number): string[] => someOf(chance, ids, between(chance, 1, most))
  const held = (): string[] => (chance() < 0.8 ? cardsIn('processing').filter((id) => model.newest.get(id)?.held) : cards('processing'))
  const reason = { reason: 'As it is' }
  if (luck < 0.22) return act(desk, 'order-card', some(users, 8), {})
  if (luck < 0.34) return act(desk, 'abort-card-order', some(cards('processing'), 4), {})
  if (luck < 0.37) return act(desk, 'deactivate-user', some(users, 2), { reason: 'leave' })
  if (luck < 0.43) return act(desk, 'reactivate-user', some(users, 6), { reason: 'returned' })
  if (luck < 0.49) return act(desk, 'activate-card', some(cards('produced'), 8), {})
  if (luck < 0.54) return act(desk, 'repeat-card-order', some(cards('failed'), 3), {})
  if (luck < 0.57) return act(desk, 'update-card-order', some(cards('ordered', 'inProduction'), 3), undefined)
  if (luck < 0.67) return act(desk, 'hold-card-order', some(cards('processing'), 4), reason)
  if (luck < 0.73) return act(desk, 'release-card-order', some(held(), 4), {})
  if (luck < 0.79) return act(desk, 're-route-card-order', some(held(), 3), { bureau: someBureau(desk) })
  if (luck < 0.86) return act(desk, 'recall-card-order', some(cards('ordered', 'inProduction'), 4), reason)
  if (luck < 0.9) return act(desk, 'block-card-on-arrival', some(cards('ordered', 'inProduction'), 2), reason)
  if (luck < 0.92) return act(desk, 'lift-block-on-arrival', some(cards('ordered', 'inProduction'), 3), {})
  if (luck < 0.94) return act(desk, 'destroy-card', some(cards('blocked'), 2), {})
  if (luck < 0.955) return act(desk, 'stop-the-press', some([...model.presses.keys()], 1), reason)
  if (luck < 0.98) return act(desk, 'start-the-press', some(stopped(desk), 2), {})
  if (luck < 0.99) return sendNow(desk)
  return closeAnIncident(desk)
}

const someBureau = ({ chance }: Simulation): string => oneOf(chance, [...bureauNames, 'north', 'nowhere']) ?? ''

const stopped = ({ model, chance }: Simulation): string[] =>
  [...model.presses].filter(([, { state }]) => state === 'stopped' || chance() < 0.1).map(([id]) => id)

/** In one call, or through the form with time in between; to its end, or cancelled; and now and then the program dies on the way. */
async function act(desk: Simulation, useCase: string, ids: readonly string[], input: Input | undefined): Promise<void> {
  const { world, chance } = desk
  if (ids.length === 0) return
  if (chance() < 0.4) await offersAgree(desk, useCase, ids)
  power.unsteady = chance() < 0.1
  try {
    const atOnce = input === undefined || chance() < 0.6
    const expected = verdicts(desk, useCase, ids, atOnce ? input : undefined)
    const outcome = await begin(world, operator, { useCase, objects: ids, ...(atOnce && input && { input }) })
    agreesWith(desk, outcome, expected)
    if (atOnce) await happened(desk, useCase, outcome, input)
    else if (outcome.kind === 'run') await goOnLater(desk, useCase, outcome, input)
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    count(desk, 'crashes')
  } finally {
    power.unsteady = false
  }
}

/** Whoever may has the form before them; meanwhile others act, and the queue may be released. */
async function goOnLater(desk: Simulation, useCase: string, asking: Outcome & { kind: 'run' }, input: Input): Promise<void> {
  const { world, chance } = desk
  const open = (asking.end?.objects ?? []).filter(({ outcome }) => outcome === null).map(({ objectId }) => objectId)
  power.unsteady = false
  if (chance() < 0.3) await sendNow(desk)
  if (chance() < 0.3) await somebodyActs(desk)
  if (chance() < 0.3) {
    const cancelled = await cancel(world, operator, asking.run.id)
    if (cancelled.kind !== 'run') throw new Error(`A run could not be cancelled: ${cancelled.refusal.sentence}`)
    return count(desk, 'cancelled')
  }
  const expected = verdicts(desk, useCase, open, input)
  const outcome = await answer(world, operator, asking.run.id, input)
  agreesWith(desk, outcome, expected)
  await happened(desk, useCase, outcome, input)
}

const verdicts = ({ model, now }: Simulation, useCase: string, ids: readonly string[], input?: Input): Map<string, string | undefined> =>
  new Map(ids.map((id) => [id, verdict(model, useCase, id, now(), input)]))

/** What is offered is what will happen. */
async function offersAgree({ world, model, now }: Simulation, useCase: string, ids: readonly string[]): Promise<void> {
  const [id = ''] = ids
  const template = model.users.has(id) ? 'user' : model.presses.has(id) ? 'bureau' : 'card'
  const offer = (await offers(world, operator, template, ids)).find((each) => each.useCase.slug === useCase)
  for (const each of ids) {
    const [said, expected] = [offer?.refusals.get(each)?.code, verdict(model, useCase, each, now())]
    if (said !== expected) throw new Error(`${useCase} was offered to ${each} with ${said ?? 'yes'}, where ${expected ?? 'yes'} is right.`)
  }
}

function agreesWith(desk: Simulation, outcome: Outcome, expected: ReadonlyMap<string, string | undefined>): void {
  if (!outcome.end)
    throw new Error(`Nothing was said about the objects: ${outcome.kind === 'refused' ? outcome.refusal.sentence : outcome.run.state}`)
  for (const { objectId, refusal } of outcome.end.objects) {
    const code = expected.get(objectId)
    if (refusal?.code !== code) throw new Error(`${objectId} got ${refusal?.code ?? 'yes'}, where ${code ?? 'yes'} is right.`)
    if (refusal) {
      desk.model.refusals++
      count(desk, refusal.code)
    }
    count(desk, refusal ? 'refused' : 'accepted')
  }
}

/** Tells the model what an accepted use case did. */
async function happened(desk: Simulation, useCase: string, outcome: Outcome, input: Input | undefined): Promise<void> {
  const { world, model, now } = desk
  const accepted = (outcome.end?.objects ?? []).filter(({ refusal }) => refusal === null)
  count(desk, useCase, accepted.length)
  if (useCase === 'recall-card-order') {
    const made = accepted.flatMap(({ madeId }) => madeId ?? [])
    const rows = await world.db.query<{ id: string; card: string; message: string; bureau: string }>(
      'select id, card_id as card, message_id as message, bureau from recall where id = any($1::uuid[]) order by number',
      [made],
    )
    for (const { id, card, message, bureau } of rows) recalled(model, { id, card, message }, now(), definitionOf(bureau).recallHours)
    return
  }
  if (useCase !== 'order-card' && useCase !== 'repeat-card-order') {
    for (const { objectId } of accepted) done(model, useCase, objectId, input)
    return
  }
  const rows = await world.db.query<{ id: string; card_id: string; batch_id: string | null }>(
    `select distinct on (card_id) id, card_id, batch_id from production_order where card_id = any($1::uuid[]) order by card_id, queued_at desc, id desc`,
    [accepted.map(({ objectId, madeId }) => madeId ?? objectId)],
  )
  for (const { objectId, madeId } of accepted) {
    const card = madeId ?? objectId
    const row = rows.find((each) => each.card_id === card)
    if (!row || model.newest.get(card)?.id === row.id) throw new Error(`The card ${card} was accepted, and has no new order.`)
    ordered(model, { id: row.id, card, ...(madeId && { user: objectId }), batch: row.batch_id })
  }
}

/** The schedule has come due. */
export async function releaseByTheClock(desk: Simulation, bureau: string, isHoliday: boolean): Promise<void> {
  const sent = await releaseOnSchedule(desk.world, schedulerActor, bureau)
  await leave(desk, bureau, sent.orders, isHoliday)
  if (isHoliday) count(desk, 'holidays')
}

/** Somebody presses Send now. */
async function sendNow(desk: Simulation): Promise<void> {
  const { model, chance, world } = desk
  const bureau = chance() < 0.6 ? 'bureau' : 'north'
  const isStopped = [...model.presses.values()].some(({ name, state }) => name === bureau && state === 'stopped')
  const sent = await release(world, operator, bureau)
  if (isRefusal(sent) !== isStopped) throw new Error(`The press is ${isStopped ? 'stopped' : 'running'}, and a release was not told so.`)
  if (isRefusal(sent)) {
    model.refusals++
    return count(desk, sent.code)
  }
  await leave(desk, bureau, sent.orders, false)
}

async function leave(desk: Simulation, bureau: string, orders: number, isHoliday: boolean): Promise<void> {
  const { world, model } = desk
  const expected = isHoliday ? [] : leaving(model, bureau)
  if (orders !== expected.length) throw new Error(`A release for ${bureau} took ${orders} orders, where ${expected.length} may leave.`)
  const claimed = await world.db.query<{ id: string; batch_id: string }>(
    `select id, batch_id from production_order where id = any($1::uuid[])`,
    [expected.map(({ id }) => id)],
  )
  if (expected.length > 0) released(model, bureau, new Map(claimed.map(({ id, batch_id }) => [id, batch_id])))
  count(desk, 'releases')
}

/** What came of it stands in the journal; a later one of the same kind may then be opened about the card. */
async function closeAnIncident(desk: Simulation): Promise<void> {
  const { world, model, chance } = desk
  const open = await world.db.query<{ id: string; kind: string; card: string | null }>(
    `select id, kind, card_id as card from incident where state <> 'closed' order by number`,
  )
  for (const { id, kind, card } of someOf(chance, open, between(chance, 1, 6))) {
    const outcome = await begin(world, operator, { useCase: 'close-incident', objects: [id], input: { note: 'Looked into.' } })
    const known = model.incidents.find((each) => each.isOpen && each.kind === kind && each.card === card)
    if (!known || outcome.kind !== 'run') throw new Error(`The incident ${id} (${kind}) is not known, or could not be closed.`)
    known.isOpen = false
    count(desk, 'incidents closed')
  }
}
