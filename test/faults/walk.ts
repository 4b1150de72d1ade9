import { catalog } from '../../src/catalog/catalog.ts'
import { type Actor, everywhere } from '../../src/engine/permit.ts'
import { isRefusal } from '../../src/engine/refusal.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { createIds } from '../../src/kit/id.ts'
import { readShippedDrawing, tasks } from '../../src/open-cardinal.ts'
import { BUREAU } from '../../src/production/bureau.ts'
import type { OrderBatch, Recall } from '../../src/production/contract/message.ts'
import { begin } from '../../src/runtime/begin.ts'
import { createDefinitions } from '../../src/runtime/definitions.ts'
import { handlersOf, onlyBureau, openDesk } from '../../src/runtime/desk.ts'
import type { JobName } from '../../src/runtime/jobs.ts'
import { publish } from '../../src/runtime/publish.ts'
import { release } from '../../src/runtime/release.ts'
import type { World } from '../../src/runtime/world.ts'
import type { Database } from '../../src/store/database.ts'
import { type TestClock, testClock } from '../desk.ts'
import { noSecrets, testSigner } from '../keys.ts'
import { type ExactBureau, exactBureau, type Said } from './exact-bureau.ts'
import type { Fault } from './fault.ts'

/** What a walk works on: a database, its people, and the jobs in a table, delivered until they are done. */
export interface Ground {
  readonly db: Database
  readonly clock: TestClock
  /** A program on the database, seen through the fault. */
  open(fault: Fault): Promise<World>
  readonly users: readonly string[]
}

const operator: Actor = {
  kind: 'person',
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Olga Operator',
  grants: everywhere('operator', 'administrator'),
}

export async function openGround(db: Database): Promise<Ground> {
  await db.script(
    'create table job_to_do (number bigint generated always as identity primary key, name text not null, data jsonb not null)',
  )
  const clock = testClock('2026-11-25T08:00:00Z')
  const newId = createIds(clock)
  const enqueue: World['enqueue'] = async (tx, name, data) =>
    void (await tx.query('insert into job_to_do (name, data) values ($1, $2::jsonb)', [name, JSON.stringify(data)]))
  const drawings = createDefinitions(catalog)
  const parts = { clock, newId, catalog, tasks, enqueue, signer: testSigner, secrets: noSecrets }
  const world = await openDesk({ ...parts, db, definitions: drawings }, readShippedDrawing)
  const open = async (seen: Database): Promise<World> => {
    // A drawing never changes, and to read it takes a while; all else a program learns anew.
    const definitions = { ...createDefinitions(catalog), process: drawings.process }
    await definitions.refresh(db)
    return { ...parts, db: seen, definitions }
  }
  const items = [{ useCase: 'order-card' }]
  await publish(world, operator, { change: { kind: 'commands', template: 'user', state: 'active', items }, ifMatch: undefined, why: null })
  const values = { CardsAddonExtProdMultipleCards: true }
  await publish(world, operator, { change: { kind: 'options', values }, ifMatch: undefined, why: null })
  const users: string[] = []
  for (const firstName of ['Ada', 'Ben', 'Cem', 'Dea', 'Eva']) {
    const input = { firstName, lastName: 'Berg', email: `${firstName}@example.org`, unit: 'Faults' }
    const made = await begin(world, operator, { useCase: 'create-user', objects: [], input })
    users.push(made.end?.objects[0]?.objectId ?? '')
  }
  return { db, clock, users, open: (fault) => open(fault.database(db)) }
}

/** The five cards of a walk, and the bureau that got them. */
export interface Walked {
  readonly cards: readonly string[]
  readonly bureau: ExactBureau
}

/**
 * Five cards go the whole way: claimed, sealed, sent, acknowledged but for one, in production; two are asked back, one is stopped; a third
 * is asked back in vain, and the alarm is raised; the rest is produced, and one shipped. Whatever goes wrong is taken up again as the jobs
 * and people would.
 */
export async function walk(ground: Ground, fault: Fault): Promise<Walked> {
  const { db, clock } = ground
  const lines = new Map<string, { order: string; card: string }>()
  const line = (at: number) => lines.get(cards[at] ?? '') ?? { order: '', card: '' }
  const bureau = exactBureau((message) => (message.kind === 'order-batch' ? answerBatch(message) : answerRecall(message)))
  const answerBatch = ({ message: of, manifest }: OrderBatch): Said[] => {
    for (const { order, card } of manifest.orders) lines.set(card, { order, card })
    const references = manifest.orders.map(({ order }) => ({ order, reference: `R-${order}` }))
    return [{ kind: 'acknowledged', of, references, refused: [{ ...line(4), code: 'photo', text: 'The photo is too dark.' }] }]
  }
  const answerRecall = ({ message: of, lines: asked }: Recall): Said[] => {
    const stopped = asked.filter(({ card }) => card === cards[2])
    return [{ kind: 'acknowledged', of }, ...(stopped.length > 0 ? [{ kind: 'recall-accepted', lines: stopped } as const] : [])]
  }

  let world = await ground.open(fault)
  const ordered = await begin(world, operator, { useCase: 'order-card', objects: ground.users, input: {} })
  const cards = ordered.end?.objects.map(({ madeId }) => madeId ?? '') ?? []

  /** Does something until it is done; after a death another program does it. */
  const persist = async (work: () => Promise<void>): Promise<void> => {
    for (let tries = 0; ; tries++) {
      fault.setAside(false)
      try {
        return await work()
      } catch (error) {
        if (tries > 4 || !fault.struck()) throw error
        fault.setAside(true)
        fault.revive()
        world = await ground.open(fault)
      } finally {
        fault.setAside(true)
      }
    }
  }
  const handlers = () => handlersOf(world, onlyBureau(fault.bureau(bureau)), schedulerActor, async () => {})
  const workJobs = async (): Promise<void> => {
    for (;;) {
      const [job] = await db.query<{ number: number; name: JobName; data: Record<string, unknown> }>(
        'select number, name, data from job_to_do order by number limit 1',
      )
      if (!job) return
      await persist(() => handlers()[job.name](job.data))
      await db.query('delete from job_to_do where number = $1', [job.number])
    }
  }
  const collect = () => persist(() => handlers()['collect-answers']({}))
  const recall = (...ats: number[]) =>
    persist(async () => {
      const objects = ats.map((at) => cards[at] ?? '')
      const outcome = await begin(world, operator, { useCase: 'recall-card-order', objects, input: { reason: 'Ordered by mistake' } })
      // Whoever heard nothing asks again, and is told that it is under way.
      const codes = outcome.end?.objects.map(({ refusal }) => refusal?.code ?? 'done')
      if (!codes?.every((code) => code === codes[0] && (code === 'done' || code === 'recall_under_way')))
        throw new Error(`The recall came to ${JSON.stringify(codes)}.`)
    })
  const isQueued = async (): Promise<boolean> =>
    (await db.query(`select from production_order where card_id = any($1::uuid[]) and status = 'queued'`, [cards])).length > 0

  while (await isQueued()) {
    await persist(async () => {
      const sent = await release(world, schedulerActor, BUREAU)
      if (isRefusal(sent)) throw new Error(sent.sentence)
    })
    await workJobs()
  }
  const [batch = ''] = bureau.batches.keys()
  bureau.say({ kind: 'in-production', lines: [0, 1, 2, 3].map(line) })
  bureau.say({ kind: 'cut-off', batch, until: new Date(clock.now().getTime() + 12 * 3_600_000).toISOString() })
  await collect()
  await recall(2, 3)
  await workJobs()
  await recall(1)
  await workJobs()
  const mine = await db.query<{ id: string; card: string }>('select id, card_id as card from recall where card_id = any($1::uuid[])', [
    cards,
  ])
  const refused = mine.find(({ card }) => card === cards[3])
  bureau.say({ kind: 'recall-refused', lines: [{ recall: refused?.id ?? '', ...line(3), code: 'late', text: 'It is printed.' }] })
  await collect()
  clock.forward(13 * 3600)
  await persist(() => handlers()['lapse-recalls']({}))
  bureau.say({ kind: 'produced', lines: [{ ...line(0), chipNumber: '04A1' }, line(1), line(3)] })
  bureau.say({ kind: 'shipped', carrier: 'Post', tracking: 'P-1', lines: [line(0)] })
  await collect()
  return { cards, bureau }
}
