/**
 * One node of several that all want the same cards: it aborts, releases and hands over at random, and works off jobs, until it is killed.
 * It says which aborts it was told are done, so that a lost one would be noticed, and which errors it met.
 */

import { writeSync } from 'node:fs'
import { actorOf, schedulerActor } from '../../src/identity/actor.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { openCardinal } from '../../src/open-cardinal.ts'
import { BUREAU } from '../../src/production/bureau.ts'
import { answer, cancel } from '../../src/runtime/answer.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { handlersOf, onlyBureau } from '../../src/runtime/desk.ts'
import { sendBatch } from '../../src/runtime/hand-over.ts'
import { release } from '../../src/runtime/release.ts'
import { accountByName } from '../../src/store/account.ts'
import { sealedBatches } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/open.ts'
import { chanceFrom } from '../chance.ts'
import { testKeys } from '../keys.ts'
import { unreliable } from './unreliable.ts'

export interface WorkerSettings {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly bureauFolder: string
  readonly seed: number
}

/** A line of what it says. */
export interface WorkerSaid {
  readonly aborted?: readonly string[]
  readonly trouble?: string
  readonly ready?: true
}

const { databaseUrl, dataDir, bureauFolder, seed } = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings
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
const operator = actorOf(account)
const cards = (await db.query<{ id: string }>('select id from card order by id')).map(({ id }) => id)
say({ ready: true })

const some = (count: number): string[] => [
  ...new Set(Array.from({ length: count }, () => cards[Math.floor(chance() * cards.length)] ?? '')),
]
const sayDone = (outcome: Outcome): void =>
  say({ aborted: outcome.end?.objects.filter((object) => object.outcome === 'done').map((object) => object.objectId) ?? [] })
const abort = async (count: number): Promise<void> =>
  sayDone(await begin(world, operator, { useCase: 'abort-card-order', objects: some(count), input: {} }))

async function abortThroughTheForm(count: number): Promise<void> {
  const asking = await begin(world, operator, { useCase: 'abort-card-order', objects: some(count) })
  if (asking.kind !== 'run') return
  if (chance() < 0.3) await cancel(world, operator, asking.run.id)
  else sayDone(await answer(world, operator, asking.run.id, {}))
}

/** A job may be delivered a second time while the first still runs. */
async function sendOneAgain(): Promise<void> {
  const sending = (await sealedBatches(db)).filter(({ attempts }) => attempts > 0)
  const batch = sending[Math.floor(chance() * sending.length)]
  if (batch) await sendBatch(world, badLine, batch.id).catch(() => {}) // The line broke; its own job tries again.
}

async function doSomething(): Promise<void> {
  const luck = chance()
  if (luck < 0.45) return abort(1)
  if (luck < 0.6) return abort(2 + Math.floor(chance() * 150))
  if (luck < 0.75) return abortThroughTheForm(1 + Math.floor(chance() * 20))
  if (luck < 0.755) return abort(1001 + Math.floor(chance() * 200))
  if (luck < 0.9) return sendOneAgain()
  const sent = await release(world, schedulerActor, BUREAU)
  if ('code' in sent) throw new Error(sent.sentence)
}

/** Two hands at once, so that a node races itself as well. */
async function goOn(): Promise<never> {
  for (;;) await doSomething().catch(sayTrouble)
}
await Promise.all([goOn(), goOn()])
