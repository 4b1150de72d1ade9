/** What the demo's past is played on: a desk whose clock is set, its people and officers, and the one door through which they do everything. */

import { catalog } from '../catalog/catalog.ts'
import type { Input } from '../engine/form.ts'
import type { Actor } from '../engine/permit.ts'
import { isRefusal } from '../engine/refusal.ts'
import { schedulerActor } from '../identity/actor.ts'
import { createIds } from '../kit/id.ts'
import type { Signer } from '../kit/signature.ts'
import { readShippedDrawing, tasks } from '../open-cardinal.ts'
import { BUREAU } from '../production/bureau.ts'
import { directoryBureau } from '../production/bureaus/directory.ts'
import type { Secrets } from '../production/secrets.ts'
import { begin } from '../runtime/begin.ts'
import { commandsOf, createDefinitions } from '../runtime/definitions.ts'
import { handlersOf, onlyBureau, openDesk } from '../runtime/desk.ts'
import type { Handlers } from '../runtime/jobs.ts'
import { publish } from '../runtime/publish.ts'
import type { World } from '../runtime/world.ts'
import type { Database } from '../store/database.ts'
import { type Agenda, agendaOf } from './agenda.ts'
import { type Calendar, calendarBefore } from './calendar.ts'
import { type Cohorts, cohortsOf, PEOPLE } from './cohorts.ts'
import { type Chance, chanceFrom } from './demo-chance.ts'
import { type DemoPerson, peopleOf } from './organisation.ts'
import { type PretendBureau, pretendBureau, sometimesAway } from './pretend-bureau.ts'
import { NORDKORT } from './staff-card.ts'

/** The officers, by their sign-in names. */
export type Officer = 'admin' | 'operator' | 'approver' | 'helpdesk' | 'jonas.wikholm' | 'priya.nairstad'

export interface Stage {
  readonly world: World
  readonly agenda: Agenda
  readonly calendar: Calendar
  readonly chance: Chance
  readonly end: Date
  readonly people: readonly DemoPerson[]
  readonly cohorts: Cohorts
  readonly officers: Map<Officer, Actor>
  /** The user of a person, once they are in the database, and their newest card. */
  readonly users: Map<number, string>
  readonly cards: Map<number, string>
  readonly bureau: PretendBureau
  /** Whether the bureau can be reached; it could not once. */
  reach: { isAway: boolean }
  /**
   * Performs a use case on a set, with answers to its form or what it is told, and what it enqueued; answers what it made or was done to.
   * Throws where anything is refused.
   */
  perform(by: Officer, useCase: string, objects: readonly string[], input?: Input, told?: Input): Promise<string[]>
  /** Performs the jobs that were enqueued. */
  jobs(): Promise<void>
  /** Adds use cases to the Additional Commands of a state, or takes them out. */
  attach(template: string, state: string, useCases: readonly string[], why: string): Promise<void>
  detach(template: string, state: string, useCases: readonly string[], why: string): Promise<void>
}

const SEED = 20_260
const WORKDAYS = 62

/** Opens the desk as it was on its first day, on an empty database. */
export async function openStage(
  db: Database,
  end: Date,
  timeZone: string,
  bureauFolder: string,
  signer: Signer,
  secrets: Secrets,
): Promise<Stage> {
  const chance = chanceFrom(SEED)
  const calendar = calendarBefore(end, timeZone)
  const agenda = agendaOf(calendar.at(WORKDAYS, '07:00'), end)
  const newId = createIds(agenda.clock, chance.fill)
  const waiting: { job: keyof Handlers; data: Record<string, unknown> }[] = []
  const enqueue: World['enqueue'] = async (_, job, data) => void waiting.push({ job: job as keyof Handlers, data })
  const world = await openDesk(
    { db, clock: agenda.clock, newId, catalog, tasks, definitions: createDefinitions(catalog), enqueue, signer, secrets },
    readShippedDrawing,
  )
  const reach = { isAway: false }
  const directory = directoryBureau({ name: BUREAU, folder: bureauFolder, label: NORDKORT }, newId)
  const handlers = handlersOf(world, onlyBureau(sometimesAway(directory, () => reach.isAway)), schedulerActor, async () => {})
  const jobs = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await handlers[next.job](next.data)
  }
  const officers = new Map<Officer, Actor>()
  const change = async (template: string, state: string, why: string, edit: (names: string[]) => string[]): Promise<void> => {
    const { items } = commandsOf(world.definitions.current(), template, state)
    const names = edit(items.map((item) => item.useCase))
    const wanted = names.map((useCase) => items.find((item) => item.useCase === useCase) ?? { useCase, ...mappingOf(world, useCase) })
    const change = { kind: 'commands', template, state, items: wanted } as const
    const answer = await publish(world, officer(officers, 'admin'), { change, ifMatch: undefined, why })
    if (isRefusal(answer)) throw new Error(`The demo could not publish: ${answer.sentence}`)
  }
  return {
    world,
    agenda,
    calendar,
    chance,
    end,
    people: peopleOf(chance, PEOPLE),
    cohorts: cohortsOf(chance),
    officers,
    users: new Map(),
    cards: new Map(),
    bureau: pretendBureau(bureauFolder, newId, agenda.clock),
    reach,
    jobs,
    async perform(by, useCase, objects, input, told) {
      const outcome = await begin(world, officer(officers, by), { useCase, objects, ...(input && { input }), ...(told && { told }) })
      const refused = outcome.kind === 'refused' ? outcome.refusal : outcome.end?.objects.find((object) => object.refusal)?.refusal
      if (refused) throw new Error(`The demo could not ${useCase}: ${refused.sentence}`)
      await jobs()
      return outcome.end?.objects.map((object) => object.madeId ?? object.objectId) ?? []
    },
    attach: (template, state, useCases, why) => change(template, state, why, (names) => [...names, ...useCases]),
    detach: (template, state, useCases, why) => change(template, state, why, (names) => names.filter((name) => !useCases.includes(name))),
  }
}

/** An officer, as an actor. */
export function officer(officers: ReadonlyMap<Officer, Actor>, name: Officer): Actor {
  const found = officers.get(name)
  if (!found) throw new Error(`The officer ${name} is not there yet.`)
  return found
}

/** What belongs to these people: their users, or their newest cards. */
export const of = (map: ReadonlyMap<number, string>, people: readonly number[]): string[] =>
  people.map((person) => {
    const id = map.get(person)
    if (!id) throw new Error(`The demo's person ${person} is not there yet.`)
    return id
  })

function mappingOf({ catalog }: World, slug: string): { mapping?: string } {
  const mapping = catalog.useCases.find((useCase) => useCase.slug === slug)?.mapping
  return mapping === undefined ? {} : { mapping }
}
