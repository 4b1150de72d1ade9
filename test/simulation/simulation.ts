/**
 * A year at the desk in a minute: people order, abort, hold, recall, stop the press, cancel, deactivate; releases come due; jobs are done
 * late or twice; two bureaus misbehave; administrators change their minds. Everything follows from one seed. Whatever is done is done to
 * Cardinal and to the model.
 */
import { firstBureau } from '../../src/catalog/bureau-definition.ts'
import { catalog } from '../../src/catalog/catalog.ts'
import { plainLayout } from '../../src/catalog/layout.ts'
import { type Actor, everywhere } from '../../src/engine/permit.ts'
import { isRefusal } from '../../src/engine/refusal.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import type { Clock } from '../../src/kit/clock.ts'
import { createIds } from '../../src/kit/id.ts'
import { readShippedDrawing, tasks } from '../../src/open-cardinal.ts'
import { begin } from '../../src/runtime/begin.ts'
import { createDefinitions } from '../../src/runtime/definitions.ts'
import { handlersOf, openDesk } from '../../src/runtime/desk.ts'
import type { Handlers, JobName } from '../../src/runtime/jobs.ts'
import { publish } from '../../src/runtime/publish.ts'
import type { World } from '../../src/runtime/world.ts'
import type { Database } from '../../src/store/database.ts'
import { between, type Chance, chanceFrom, oneOf } from '../chance.ts'
import { noSecrets, testSigner } from '../keys.ts'
import { listening } from './listening.ts'
import { createModel, type Model } from './model.ts'
import { type Attempt, type PretendBureau, pretendBureau } from './pretend-bureau.ts'

export const BEGIN = Date.UTC(2026, 0, 1)
export const HOUR = 3_600_000
const people = 30

export interface Simulation {
  readonly world: World
  readonly model: Model
  readonly bureaus: ReadonlyMap<string, PretendBureau>
  readonly handlers: Handlers
  readonly chance: Chance
  readonly jobs: Job[]
  /** How the attempts to hand something over ended since they were looked at last. */
  readonly attempts: Attempt[]
  readonly counts: Record<string, number>
  now(): number
  setTime(time: number): void
}

export interface Job {
  readonly name: JobName
  readonly data: Record<string, unknown>
  at: number
}

export const operator: Actor = {
  kind: 'person',
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Olga Operator',
  grants: everywhere('operator', 'administrator'),
}

/** The eleventh of each month. */
const monthly = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}-11`)

/** Two that get cards in the same layout, and one that gets them in another and is never given any. */
const definitions = {
  bureau: { ...firstBureau, holidays: ['2026-01-01', '2026-04-03', '2026-05-25', '2026-12-25'] },
  north: {
    ...firstBureau,
    label: 'North',
    schedule: '30 8,22 * * *',
    timeZone: 'Asia/Tokyo',
    recallHours: 6,
    holidays: monthly,
  },
  south: { ...firstBureau, label: 'South', layouts: { card: { ...plainLayout, name: 'southern', label: 'Southern card' } } },
}
export type BureauName = keyof typeof definitions
export const bureauNames = Object.keys(definitions) as BureauName[]
export const definitionOf = (name: string) => definitions[name as BureauName]

export async function openSimulation(db: Database, seed: number): Promise<Simulation> {
  const chance = chanceFrom(seed)
  let now = BEGIN
  const clock: Clock = { now: () => new Date(now) }
  const model = createModel()
  const [jobs, attempts]: [Job[], Attempt[]] = [[], []]
  const counts: Record<string, number> = {}
  const newId = createIds(clock, (bytes) => void bytes.set(Array.from(bytes, () => Math.floor(chance() * 256))))
  const bureaus = new Map(
    bureauNames.map((name) => {
      const stranger = () => {
        const order = oneOf(chance, [...model.orders.values()])
        return order && { order: order.id, card: order.card }
      }
      const told = (attempt: Attempt): void => void attempts.push(attempt)
      return [name as string, pretendBureau({ name, label: definitions[name].label, chance, newId, now: () => now, told, stranger })]
    }),
  )
  // Jobs of a leg that was rolled back are done as well; they find nothing to do.
  const enqueue: World['enqueue'] = async (_tx, name, data) =>
    void jobs.push({ name: name as JobName, data, at: now + between(chance, 0, 3) * HOUR * chance() })
  const parts = { db, clock, newId, catalog, tasks: faulty(chance), definitions: createDefinitions(catalog), enqueue }
  const world = await openDesk({ ...parts, signer: testSigner, secrets: noSecrets }, readShippedDrawing)
  const heardBureaus = new Map([...bureaus].map(([name, bureau]) => [name, listening(bureau, model, () => count({ counts }, 'answers'))]))
  const handlers = handlersOf(
    world,
    { names: () => bureauNames, of: (name) => heardBureaus.get(name) ?? missing(name) },
    schedulerActor,
    async () => {},
  )
  const setTime = (time: number): void => {
    now = Math.max(now, Math.floor(time))
  }
  await openBureaus(world, model)
  await hire(world, model)
  return { world, model, bureaus, handlers, chance, jobs, attempts, counts, now: () => now, setTime }
}

async function openBureaus(world: World, model: Model): Promise<void> {
  for (const name of bureauNames) {
    const change = { kind: 'bureau', name, definition: definitions[name] } as const
    const published = await publish(world, operator, { change, ifMatch: undefined, why: null })
    if (isRefusal(published)) throw new Error(published.sentence)
  }
  for (const { id, name } of await world.db.query<{ id: string; name: string }>('select id, name from bureau'))
    model.presses.set(id, { name, state: 'running' })
}

async function hire(world: World, model: Model): Promise<void> {
  for (let nth = 1; nth <= people; nth++) {
    const input = {
      firstName: 'Person',
      lastName: `Number ${nth}`,
      employeeNumber: `S-${nth}`,
      email: `person.${nth}@example.org`,
      unit: 'Simulation',
    }
    const made = await begin(world, operator, { useCase: 'create-user', objects: [], input })
    model.users.set(made.end?.objects[0]?.objectId ?? '', 'active')
  }
}

function missing(name: string): never {
  throw new Error(`There is no bureau ${name}.`)
}

export class Crash extends Error {}
/** Whether the power is unsteady at the moment. */
export const power = { unsteady: false }

/** While the power is unsteady, the program dies after some task of a leg, before it is committed. */
function faulty(chance: Chance): World['tasks'] {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      {
        ...task,
        async run(...given: Parameters<typeof task.run>) {
          const refusals = await task.run(...given)
          if (power.unsteady && chance() < 0.7) throw new Crash(`after ${name}`)
          return refusals
        },
      },
    ]),
  )
}

export function count({ counts }: Pick<Simulation, 'counts'>, what: string, many = 1): void {
  counts[what] = (counts[what] ?? 0) + many
}
