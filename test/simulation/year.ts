import { schedulerActor } from '../../src/identity/actor.ts'
import { nextRelease } from '../../src/production/schedule.ts'
import { answer, cancel, deliver } from '../../src/runtime/answer.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { collectAnswers, sendBatch } from '../../src/runtime/hand-over.ts'
import { offers } from '../../src/runtime/offers.ts'
import { publish } from '../../src/runtime/publish.ts'
import { release } from '../../src/runtime/release.ts'
import type { Database } from '../../src/store/database.ts'
import { between, someOf } from '../chance.ts'
import { disagreements } from './agreement.ts'
import { done, type Model, newestOrder, ordered, released, reported, taken, verdict } from './model.ts'
import type { PretendBureau } from './pretend-bureau.ts'
import { BEGIN, Crash, count, HOUR, type Job, openSimulation, operator, power, type Simulation } from './simulation.ts'

export interface Year {
  readonly model: Model
  readonly bureau: PretendBureau
  readonly counts: Readonly<Record<string, number>>
}

/** Lives through so many days; throws with the seed and the day when Cardinal and the model disagree. */
export async function live(db: Database, seed: number, days: number): Promise<Year> {
  const desk = await openSimulation(db, seed)
  for (let day = 0; day < days; day++) {
    try {
      await liveADay(desk, day)
      const wrong = await disagreements(db, desk.model, desk.bureau, day % 30 === 29 || day === days - 1)
      if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
    } catch (error) {
      throw new Error(
        `Day ${day} of the simulation went wrong; SIMULATION_SEED=${seed} does the same again.\n${error instanceof Error ? error.message : error}`,
        {
          cause: error,
        },
      )
    }
  }
  return { model: desk.model, bureau: desk.bureau, counts: desk.counts }
}

async function liveADay(desk: Simulation, day: number): Promise<void> {
  const { chance, world } = desk
  const morning = BEGIN + day * 24 * HOUR
  const plan: { at: number; what: () => Promise<void> }[] = []
  const plans = (at: number, what: () => Promise<void>): void => void plan.push({ at, what })
  for (let count = between(chance, 3, 8); count > 0; count--) plans(morning + (7 + chance() * 11) * HOUR, () => somebodyActs(desk))
  if (chance() < 0.15) plans(morning + (8 + chance() * 9) * HOUR, () => anAdministratorDecides(desk))
  const { CardsAddonExtProdReleaseSchedule: cron, CardsAddonExtProdTimeZone: zone } = world.definitions.current().options
  for (let at = nextRelease(String(cron), String(zone), new Date(morning)); at && at.getTime() < morning + 24 * HOUR; ) {
    plans(at.getTime(), () => releaseQueue(desk))
    at = nextRelease(String(cron), String(zone), at)
  }
  plans(morning + 20 * HOUR, () => collect(desk))
  plan.sort((a, b) => a.at - b.at)
  for (const { at, what } of plan) {
    await workJobs(desk, at)
    desk.setTime(at)
    await what()
  }
  await workJobs(desk, morning + 24 * HOUR)
}

/** Jobs that have come due; one in a few is done a second time, as after a crash just before it could be crossed out. */
async function workJobs(desk: Simulation, until: number): Promise<void> {
  const { jobs, chance } = desk
  for (;;) {
    const [next] = jobs.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
    if (!next) return
    desk.setTime(next.at)
    jobs.splice(jobs.indexOf(next), 1)
    const again = { ...next, at: next.at + (1 + chance() * 20) * HOUR }
    try {
      await workJob(desk, next)
      if (chance() < 0.1) jobs.push(again)
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'The line broke.') {
        // A line that is down at a later attempt is unclear as well: an earlier one may have got through.
        if (!(error instanceof Error) || error.message !== 'The line was down.') throw error
      }
      jobs.push(again)
    }
  }
}

async function workJob(desk: Simulation, { name, data }: Job): Promise<void> {
  const { world, bureau } = desk
  if (name === 'send-batch') return sendBatch(world, bureau, String(data['batch']))
  if (name === 'collect-answers') {
    await collect(desk)
    await deliver(world, String(data['run']), 'answers-collected', {})
    return
  }
  throw new Error(`Nobody does the job ${name}.`)
}

async function collect(desk: Simulation): Promise<void> {
  const { world, bureau, model } = desk
  const listening: PretendBureau = {
    ...bureau,
    async *collect() {
      for await (const given of bureau.collect()) {
        yield given
        // What was said about a batch proves that the bureau has it.
        for (const report of given.reports) {
          const order = model.orders.get(report.order)
          if (order?.batch && order.status === 'claimed') taken(model, order.batch)
        }
        for (const id of given.acknowledges) {
          taken(model, id)
          const batch = model.batches.get(id)
          if (batch?.status === 'sent') batch.status = 'acknowledged'
        }
        for (const report of given.reports) reported(model, report)
        count(desk, 'answers')
      }
    },
  }
  await collectAnswers(world, listening)
}

async function releaseQueue(desk: Simulation): Promise<void> {
  const { world, model } = desk
  const waiting = [...model.orders.values()].filter(({ status }) => status === 'queued').length
  const sent = await release(world, schedulerActor)
  if ('code' in sent) throw new Error(sent.sentence)
  if (sent.orders !== waiting) throw new Error(`A release took ${sent.orders} of ${waiting} orders in the queue.`)
  const claimed = await world.db.query<{ id: string; batch_id: string }>(
    `select id, batch_id from production_order where status = 'claimed'`,
  )
  released(model, new Map(claimed.map(({ id, batch_id }) => [id, batch_id])))
  count(desk, 'releases')
}

async function anAdministratorDecides({ world, model, chance }: Simulation): Promise<void> {
  if (chance() < 0.5) {
    model.queueIsOn = chance() < 0.75
    model.multipleOrders = chance() < 0.4
    const values = {
      CardsAddonExtProdQueue: model.queueIsOn,
      CardsAddonExtProdMultipleCards: model.multipleOrders,
      CardsAddonExtProdBatchSize: between(chance, 1, 12),
    }
    await publish(world, operator, { change: { kind: 'options', values }, ifMatch: undefined, why: null })
    return
  }
  for (const [useCase, template, states] of [
    ['order-card', 'user', ['active']],
    ['abort-card-order', 'card', ['processing']],
    ['update-card-order', 'card', ['ordered', 'inProduction']],
  ] as const) {
    const isAttached = chance() < 0.85
    if (isAttached) model.attached.add(useCase)
    else model.attached.delete(useCase)
    for (const state of states) {
      const others = (world.definitions.current().commands.get(`${template}/${state}`)?.items ?? []).filter(
        (item) => item.useCase !== useCase,
      )
      const items = isAttached ? [...others, { useCase }] : others
      await publish(world, operator, { change: { kind: 'commands', template, state, items }, ifMatch: undefined, why: null })
    }
  }
}

async function somebodyActs(desk: Simulation): Promise<void> {
  const { model, chance } = desk
  const luck = chance()
  const users = [...model.users.keys()]
  const cardsIn = (...states: string[]): string[] =>
    [...model.cards.values()].filter(({ state }) => states.includes(state)).map(({ id }) => id)
  // Mostly what makes sense, and now and then anything at all.
  const cards = (...states: string[]): string[] => (chance() < 0.85 ? cardsIn(...states) : [...model.cards.keys()])
  if (luck < 0.35) return act(desk, 'order-card', someOf(chance, users, between(chance, 1, 8)), {})
  if (luck < 0.6) return act(desk, 'abort-card-order', someOf(chance, cards('processing'), between(chance, 1, 4)), {})
  if (luck < 0.68) return act(desk, 'deactivate-user', someOf(chance, users, between(chance, 1, 2)), { reason: 'leave' })
  if (luck < 0.78) return act(desk, 'reactivate-user', someOf(chance, users, between(chance, 1, 6)), { reason: 'returned' })
  if (luck < 0.88) return act(desk, 'activate-card', someOf(chance, cards('produced'), between(chance, 1, 8)), {})
  if (luck < 0.94) return act(desk, 'repeat-card-order', someOf(chance, cards('failed'), between(chance, 1, 3)), {})
  return act(desk, 'update-card-order', someOf(chance, cards('ordered', 'inProduction'), between(chance, 1, 3)), undefined)
}

/** In one call, or through the form with time in between; to its end, or cancelled; and now and then the program dies on the way. */
async function act(desk: Simulation, useCase: string, ids: readonly string[], input: Record<string, unknown> | undefined): Promise<void> {
  const { world, chance } = desk
  if (ids.length === 0) return
  if (chance() < 0.4) await offersAgree(desk, useCase, ids)
  power.unsteady = chance() < 0.1
  try {
    const atOnce = input === undefined || chance() < 0.6
    const expected = verdicts(desk, useCase, ids)
    const outcome = await begin(world, operator, { useCase, objects: ids, ...(atOnce && input && { input }) })
    agreesWith(desk, outcome, expected)
    if (atOnce) await happened(desk, useCase, outcome)
    else if (outcome.kind === 'run') await goOnLater(desk, useCase, outcome, input)
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    count(desk, 'crashes')
  } finally {
    power.unsteady = false
  }
}

/** Whoever may has the form before them; meanwhile others act, and the queue may be released. */
async function goOnLater(
  desk: Simulation,
  useCase: string,
  asking: Outcome & { kind: 'run' },
  input: Record<string, unknown>,
): Promise<void> {
  const { world, chance } = desk
  const open = (asking.end?.objects ?? []).filter(({ outcome }) => outcome === null).map(({ objectId }) => objectId)
  power.unsteady = false
  if (chance() < 0.3) await releaseQueue(desk)
  if (chance() < 0.3) await somebodyActs(desk)
  if (chance() < 0.3) {
    const cancelled = await cancel(world, operator, asking.run.id)
    if (cancelled.kind !== 'run') throw new Error(`A run could not be cancelled: ${cancelled.refusal.sentence}`)
    return count(desk, 'cancelled')
  }
  const expected = verdicts(desk, useCase, open)
  const outcome = await answer(world, operator, asking.run.id, input)
  agreesWith(desk, outcome, expected)
  await happened(desk, useCase, outcome)
}

const verdicts = ({ model }: Simulation, useCase: string, ids: readonly string[]): Map<string, string | undefined> =>
  new Map(ids.map((id) => [id, verdict(model, useCase, id)]))

/** What is offered is what will happen. */
async function offersAgree({ world, model }: Simulation, useCase: string, ids: readonly string[]): Promise<void> {
  const template = model.users.has(ids[0] ?? '') ? 'user' : 'card'
  const offer = (await offers(world, operator, template, ids)).find((each) => each.useCase.slug === useCase)
  for (const id of ids) {
    const [said, expected] = [offer?.refusals.get(id)?.code, verdict(model, useCase, id)]
    if (said !== expected) throw new Error(`${useCase} was offered to ${id} with ${said ?? 'yes'}, where ${expected ?? 'yes'} is right.`)
  }
}

function agreesWith(desk: Simulation, outcome: Outcome, expected: ReadonlyMap<string, string | undefined>): void {
  if (!outcome.end)
    throw new Error(`Nothing was said about the objects: ${outcome.kind === 'refused' ? outcome.refusal.sentence : outcome.run.state}`)
  for (const { objectId, refusal } of outcome.end.objects) {
    const code = expected.get(objectId)
    if (refusal?.code !== code) throw new Error(`${objectId} got ${refusal?.code ?? 'yes'}, where ${code ?? 'yes'} is right.`)
    if (refusal) desk.model.refusals++
    count(desk, refusal ? 'refused' : 'accepted')
  }
}

/** Tells the model what an accepted use case did. */
async function happened({ world, model }: Simulation, useCase: string, outcome: Outcome): Promise<void> {
  const accepted = (outcome.end?.objects ?? []).filter(({ refusal }) => refusal === null)
  const makes = useCase === 'order-card' || useCase === 'repeat-card-order'
  if (!makes) {
    for (const { objectId } of accepted) done(model, useCase, objectId)
    return
  }
  const rows = await world.db.query<{ id: string; card_id: string; batch_id: string | null }>(
    `select distinct on (card_id) id, card_id, batch_id from production_order where card_id = any($1::uuid[]) order by card_id, queued_at desc, id desc`,
    [accepted.map(({ objectId, madeId }) => madeId ?? objectId)],
  )
  for (const { objectId, madeId } of accepted) {
    const card = madeId ?? objectId
    const row = rows.find((each) => each.card_id === card)
    if (!row || newestOrder(model, card)?.id === row.id) throw new Error(`The card ${card} was accepted, and has no new order.`)
    ordered(model, { id: row.id, card, ...(madeId && { user: objectId }), batch: row.batch_id })
  }
}
