/**
 * A year at the desk in a minute: people order, abort, cancel, deactivate; releases come due; jobs are done late or twice; a bureau
 * misbehaves; administrators change their minds. Everything follows from one seed. Whatever is done is done to Cardinal and to the model.
 */

import { catalog } from '../../src/catalog/catalog.ts'
import type { Actor } from '../../src/engine/permit.ts'
import type { Clock } from '../../src/kit/clock.ts'
import { createIds } from '../../src/kit/id.ts'
import { readShippedDrawing, tasks } from '../../src/open-cardinal.ts'
import { begin } from '../../src/runtime/begin.ts'
import { createDefinitions } from '../../src/runtime/definitions.ts'
import { openDesk } from '../../src/runtime/desk.ts'
import type { World } from '../../src/runtime/world.ts'
import type { Database } from '../../src/store/database.ts'
import { between, type Chance, chanceFrom } from '../chance.ts'
import { createModel, type Model, returned, taken } from './model.ts'
import { type PretendBureau, pretendBureau } from './pretend-bureau.ts'

export const BEGIN = Date.UTC(2026, 0, 1)
export const HOUR = 3_600_000
export const people = 30

export interface Simulation {
  readonly world: World
  readonly model: Model
  readonly bureau: PretendBureau
  readonly chance: Chance
  readonly jobs: Job[]
  readonly counts: Record<string, number>
  setTime(time: number): void
}

export interface Job {
  readonly name: string
  readonly data: Record<string, unknown>
  at: number
}

export const operator: Actor = {
  kind: 'person',
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Olga Operator',
  roles: ['operator', 'administrator'],
}

export async function openSimulation(db: Database, seed: number): Promise<Simulation> {
  const chance = chanceFrom(seed)
  let now = BEGIN
  const clock: Clock = { now: () => new Date(now) }
  const model = createModel()
  const jobs: Job[] = []
  const bureau = pretendBureau(
    chance,
    () => (now - BEGIN) / HOUR,
    (batch, attempt) => {
      const known = model.batches.get(batch)
      if (known) known.attempts++
      if (attempt === 'taken') taken(model, batch)
      if (attempt === 'not delivered' && known?.attempts === 1) returned(model, batch)
    },
  )
  const newId = createIds(clock, (bytes) => void bytes.set(Array.from(bytes, () => Math.floor(chance() * 256))))
  // Jobs of a leg that was rolled back are done as well; they find nothing to do.
  const enqueue: World['enqueue'] = async (_tx, name, data) =>
    void jobs.push({ name, data, at: now + between(chance, 0, 3) * HOUR * chance() })
  const world = await openDesk(
    { db, clock, newId, catalog, tasks: faulty(chance), definitions: createDefinitions(catalog), enqueue },
    readShippedDrawing,
  )
  const setTime = (time: number): void => {
    now = Math.max(now, time)
  }
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
  return { world, model, bureau, chance, jobs, counts: {}, setTime }
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

export function count({ counts }: Simulation, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1
}
