/**
 * One node of several that all want the same cards: it aborts, holds, releases, recalls, hands over and collects at random, and works off
 * jobs, until it is killed. It says which aborts it was told are done, so that a lost one would be noticed, and which errors it met.
 */
import { writeSync } from 'node:fs'
import { actorOf, schedulerActor } from '../../src/identity/actor.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { openCardinal } from '../../src/open-cardinal.ts'
import { BUREAU } from '../../src/production/bureau.ts'
import { answer, cancel } from '../../src/runtime/answer.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { collectAnswers } from '../../src/runtime/collect.ts'
import { handlersOf, onlyBureau } from '../../src/runtime/desk.ts'
import { sendBatch } from '../../src/runtime/hand-over.ts'
import { release } from '../../src/runtime/release.ts'
import { accountByName } from '../../src/store/account.ts'
import { cardsOfBatch, sealedBatches } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/open.ts'
import { chanceFrom, oneOf, someOf } from '../chance.ts'
import { testKeys } from '../keys.ts'
import { unreliable } from './unreliable.ts'

export interface WorkerSettings {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly bureauFolder: string
  readonly seed: number
  readonly orders: number
}

/** A line of what it says. */
export interface WorkerSaid {
  readonly aborted?: readonly string[]
  readonly trouble?: string
  readonly ready?: true
}

const { databaseUrl, dataDir, bureauFolder, seed, orders } = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings
const chance = chanceFrom(seed)
const say = (line: WorkerSaid): void => void writeSync(1, `${JSON.stringify(line)}\n`) // At once, however soon the end comes.
const sayTrouble = (error: unknown): void =>
  say({ trouble: error instanceof Error ? `${'code' in error ? `${String(error.code)} ` : ''}${error.message}` : String(error) })

const db = await openDatabase({ databaseUrl, dataDir, connections: 4 })
const { world, bureau, jobs } = await openCardinal(db, { clock: systemClock, bureauFolder, keys: testKeys, failed: sayTrouble })
const badLine = unreliable(bureau, chance)
await jobs.work(handlersOf(world, onlyBureau(badLine), schedulerActor, async () => {}))
const account = await accountByName(db, 'operator')
if (!account) throw new Error('There is no operator.')
const operator = actorOf(account, systemClock.now())
say({ ready: true })

const some = async (count: number): Promise<string[]> => {
  const numbers = Array.from({ length: count }, () => 1 + Math.floor(chance() * orders))
  return (await db.query<{ id: string }>('select id from race_card where number = any($1::bigint[])', [numbers])).map(({ id }) => id)
}
const perform = async (useCase: string, objects: readonly string[], input: Record<string, unknown>): Promise<void> => {
  if (objects.length > 0) await begin(world, operator, { useCase, objects, input })
}
const upTo = (most: number): number => 1 + Math.floor(chance() * most)
/** The more there are, the more are aborted at once; else releases would win nearly all. */
const most = Math.min(1000, Math.max(150, Math.round(orders / 500)))

const sayDone = (outcome: Outcome): void =>
  say({ aborted: outcome.end?.objects.filter((object) => object.outcome === 'done').map((object) => object.objectId) ?? [] })
const abort = async (count: number): Promise<void> =>
  sayDone(await begin(world, operator, { useCase: 'abort-card-order', objects: await some(count), input: {} }))

async function abortThroughTheForm(count: number): Promise<void> {
  const asking = await begin(world, operator, { useCase: 'abort-card-order', objects: await some(count) })
  if (asking.kind !== 'run') return
  if (chance() < 0.3) await cancel(world, operator, asking.run.id)
  else sayDone(await answer(world, operator, asking.run.id, {}))
}

/** A job may be delivered a second time while the first still runs. */
async function sendOneAgain(): Promise<void> {
  const sending = (await sealedBatches(db)).filter(({ attempts }) => attempts > 0)
  const batch = oneOf(chance, sending)
  if (batch) await sendBatch(world, badLine, batch.id).catch(() => {}) // The line broke; its own job tries again.
}

async function releaseHeld(): Promise<void> {
  const held = await db.query<{ id: string }>(
    `select card_id as id from production_order where bureau = $1 and status = 'queued' and held_at is not null order by held_at limit 200`,
    [BUREAU],
  )
  const cards = held.map(({ id }) => id)
  await perform('release-card-order', someOf(chance, cards, upTo(50)), {})
}

/** Some of a batch that the bureau has; now and then of one that it is about to have. */
async function recallSome(): Promise<void> {
  const status = chance() < 0.9 ? ['sent', 'acknowledged'] : ['sealed']
  const newest = await db.query<{ id: string }>('select id from batch where status = any($1::text[]) order by number desc limit 30', [
    status,
  ])
  const batch = oneOf(chance, newest)
  if (batch) await perform('recall-card-order', someOf(chance, await cardsOfBatch(db, batch.id), upTo(8)), { reason: 'Ordered by mistake' })
}

async function doSomething(): Promise<void> {
  const luck = chance()
  if (luck < 0.3) return abort(1)
  if (luck < 0.45) return abort(upTo(most))
  if (luck < 0.55) return abortThroughTheForm(upTo(20))
  if (luck < 0.56) return abort(1001 + upTo(200))
  if (luck < 0.61) return perform('hold-card-order', await some(upTo(60)), { reason: 'A question' })
  if (luck < 0.66) return releaseHeld()
  if (luck < 0.76) return recallSome()
  if (luck < 0.86) return sendOneAgain()
  if (luck < 0.92) return void (await collectAnswers(world, badLine))
  const sent = await release(world, schedulerActor, BUREAU)
  if ('code' in sent) throw new Error(sent.sentence)
}

/** Two hands at once, so that a node races itself as well. */
async function goOn(): Promise<never> {
  for (;;) await doSomething().catch(sayTrouble)
}
await Promise.all([goOn(), goOn()])
