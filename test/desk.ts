/**
 * A desk of one's own, for tests: a fresh database, real jobs, a real directory as the bureau, and a clock that stands still until it is
 * moved. What it makes is made through the door, as in production.
 *
 *     const desk = await openTestDesk()
 *     const card = await desk.queuedCard()
 *     await begin(desk.world, desk.operator, { useCase: 'abort-card-order', objects: [card], input: {} })
 *     await desk.close()
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Actor, everywhere, type Grant, type Role } from '../src/engine/permit.ts'
import { isRefusal } from '../src/engine/refusal.ts'
import { actorOf, bureauActor, schedulerActor } from '../src/identity/actor.ts'
import { createAccount } from '../src/identity/create-account.ts'
import type { Clock } from '../src/kit/clock.ts'
import { type Cardinal, type CardinalSettings, openCardinal } from '../src/open-cardinal.ts'
import { prepareFolder } from '../src/production/bureaus/directory.ts'
import { begin, type Outcome } from '../src/runtime/begin.ts'
import { commandsOf, type UnitsBody } from '../src/runtime/definitions.ts'
import { handlersOf } from '../src/runtime/desk.ts'
import { publish } from '../src/runtime/publish.ts'
import type { World } from '../src/runtime/world.ts'
import { accountByName } from '../src/store/account.ts'
import type { Database } from '../src/store/database.ts'
import { readObjects } from '../src/store/object.ts'
import { ordersOf } from '../src/store/order.ts'
import { insertGrants } from '../src/store/role-grant.ts'
import { readRun } from '../src/store/run.ts'
import { freshDatabase } from './databases.ts'
import { testKeys } from './keys.ts'

/** The password of every account on a test desk. */
export const testPassword = 'a-desk-for-the-tests'

/** The sign-in names of a test desk, one for each role that a person can hold. */
export const accountNames = ['admin', 'operator', 'approver', 'helpdesk'] as const
export type AccountName = (typeof accountNames)[number]

/** A clock that stands still; Wednesday, 25 November 2026, 09:00 in Copenhagen, until it is moved. */
export interface TestClock extends Clock {
  set(time: string): void
  forward(seconds: number): void
}

export interface TestDesk extends Cardinal {
  readonly world: World
  readonly clock: TestClock
  /** The bureau's folder, with `orders/` and `answers/` in it. */
  readonly folder: string
  /** Errors that jobs were reported with. A test that expects none may assert that it is empty. */
  readonly errors: unknown[]
  /** The people of the desk, each with an account and one role: administrator, operator, approver, helpdesk. */
  readonly actors: Readonly<Record<AccountName, Actor>>
  readonly admin: Actor
  readonly operator: Actor
  readonly helpdesk: Actor
  /** Attaches use cases in every state they may be attached to, as an administrator does; those that are attached already stay so. */
  enable(...useCases: string[]): Promise<void>
  /** Sets options, as an administrator does. */
  setOptions(values: Record<string, unknown>): Promise<void>
  /** Publishes a role, or the tree of units, as an administrator who holds everything does. */
  setRole(role: Role): Promise<void>
  setUnits(items: UnitsBody['items']): Promise<void>
  /** Performs a use case and fails the test unless it was done to every object. Waits for the jobs where the run waits for them. */
  perform(useCase: string, objects: readonly string[], input?: Record<string, unknown>, actor?: Actor): Promise<Outcome>
  /** Somebody with an account that holds these grants, and the password of every account here. */
  appoint(name: string, grants: readonly Grant[], personId?: string): Promise<Actor>
  /** The bureau reports about the order of a card: `record-card-produced` and its kin, with what it says besides. */
  report(card: string, useCase: string, said?: Record<string, string>): Promise<void>
  /** An active user with a name and an e-mail of their own; answers the id. */
  someUser(fields?: Record<string, unknown>): Promise<string>
  /** A card whose order waits in the queue; enables Order card where it is not. Answers the id. */
  queuedCard(user?: string): Promise<string>
  /** Many of them, in one run. */
  queuedCards(count: number): Promise<string[]>
  /** A card that the bureau has been handed over. */
  orderedCard(user?: string): Promise<string>
  /** The state that an object of a template is in now; undefined where there is none. */
  stateOf(id: string, template?: string): Promise<string | undefined>
  /** The status of the newest order of a card. */
  orderOf(card: string): Promise<string | undefined>
  /** Waits until the condition holds, for work that jobs do; fails the test after 20 seconds. */
  until(condition: () => Promise<boolean>, what?: string): Promise<void>
  close(): Promise<void>
}

export interface TestDeskSettings extends Pick<CardinalSettings, 'catalog' | 'readDrawing' | 'mail' | 'journal'> {
  /** The database to open it on, instead of a fresh one; closing the desk then leaves it open. For a second node on the same database. */
  readonly db?: Database
  /** Leaves the jobs lying; then nothing is handed over until `jobs.work` is called. */
  readonly idle?: boolean
}

export async function openTestDesk({ db: given, idle = false, ...own }: TestDeskSettings = {}): Promise<TestDesk> {
  const db = given ?? (await freshDatabase())
  const clock = testClock('2026-11-25T08:00:00Z')
  const folder = await mkdtemp(join(tmpdir(), 'cardinal-bureau-'))
  await prepareFolder(folder)
  const errors: unknown[] = []
  const cardinal = await openCardinal(db, { clock, bureauFolder: folder, keys: testKeys, failed: (error) => errors.push(error), ...own })
  const { world, bureaus, jobs } = cardinal
  if (!idle) await jobs.work(handlersOf(world, bureaus, schedulerActor, async () => {}))
  const actors = await peopleOf(world)
  const makers = makersOf(world, actors)
  return {
    ...cardinal,
    ...makers,
    clock,
    folder,
    errors,
    actors,
    admin: actors.admin,
    operator: actors.operator,
    helpdesk: actors.helpdesk,
    async close() {
      await jobs.stop()
      if (!given) await db.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function testClock(time: string): TestClock {
  let now = new Date(time)
  return {
    now: () => new Date(now),
    set: (later) => {
      now = new Date(later)
    },
    forward: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
  }
}

/** Waits until the condition holds; fails the test after 20 seconds. */
export async function until(condition: () => Promise<boolean>, what = 'what the test waits for'): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await condition()) return
    await pause(50)
  }
  throw new Error(`It did not happen within 20 seconds: ${what}.`)
}

const ROLE_OF: Readonly<Record<AccountName, string>> = {
  admin: 'administrator',
  operator: 'operator',
  approver: 'approver',
  helpdesk: 'helpdesk',
}

async function peopleOf(world: World): Promise<Record<AccountName, Actor>> {
  const existing = await world.db.query<{ name: string }>('select name from account')
  await Promise.all(
    accountNames
      .filter((name) => !existing.some((account) => account.name === name))
      .map(async (name) =>
        orThrow(
          await createAccount(world, schedulerActor, { name, displayName: `Test ${name}`, password: testPassword, roles: [ROLE_OF[name]] }),
        ),
      ),
  )
  const people = accountNames.map(async (name) => [name, await actorNamed(world, name)] as const)
  return Object.fromEntries(await Promise.all(people)) as Record<AccountName, Actor>
}

/** Whoever has the account of this name, with what it holds now; as somebody acts whose grants do not change meanwhile. */
export async function actorNamed(world: World, name: string): Promise<Actor> {
  const account = await accountByName(world.db, name)
  if (!account) throw new Error(`There is no account "${name}".`)
  const { asOf: _, ...actor } = actorOf(account, world.clock.now())
  return actor
}

type Makers = Omit<TestDesk, keyof Cardinal | 'clock' | 'folder' | 'errors' | 'actors' | AccountName | 'close'>

function makersOf(world: World, actors: Readonly<Record<AccountName, Actor>>): Makers {
  const enable = async (...slugs: string[]): Promise<void> => {
    for (const slug of slugs) {
      const useCase = world.catalog.useCases.find((each) => each.slug === slug)
      if (!useCase) throw new Error(`There is no use case "${slug}".`)
      for (const state of useCase.in) {
        const { items } = commandsOf(world.definitions.current(), useCase.on.name, state)
        if (items.some((item) => item.useCase === slug)) continue
        const change = { kind: 'commands', template: useCase.on.name, state, items: [...items, { useCase: slug }] } as const
        orThrow(await publish(world, actors.admin, { change, ifMatch: undefined, why: null }))
      }
    }
  }
  const perform = async (
    useCase: string,
    objects: readonly string[],
    input: Record<string, unknown> = {},
    actor = actors.operator,
    told?: Record<string, unknown>,
  ): Promise<Outcome> => {
    const outcome = await begin(world, actor, { useCase, objects, ...(told ? { told } : { input }) })
    if (outcome.kind === 'refused') throw new Error(`${useCase} was refused: ${outcome.refusal.sentence}`)
    let run: typeof outcome.run | undefined = outcome.run
    await until(async () => {
      run = await readRun(world.db, outcome.run.id)
      return run?.state === 'ended'
    }, `${useCase} ends`)
    if (!run || run.done !== run.total) throw new Error(`${useCase} was refused to ${run?.refused} of ${run?.total} objects.`)
    return { ...outcome, run }
  }
  const report = async (card: string, useCase: string, said: Record<string, string> = {}): Promise<void> => {
    const order = (await ordersOf(world.db, [card])).get(card)?.id
    await perform(useCase, [card], {}, bureauActor('Bureau'), { answers: { [card]: { order, ...said } } })
  }
  const madeBy = async (outcome: Outcome): Promise<string[]> => {
    if (outcome.kind !== 'run') throw new Error('Nothing was made.')
    const rows = await world.db.query<{ id: string }>(
      'select coalesce(made_id, object_id) as id from run_object where run_id = $1 order by position',
      [outcome.run.id],
    )
    return rows.map((row) => row.id)
  }
  let people = 0
  const someUser = async (fields: Record<string, unknown> = {}): Promise<string> => {
    const nth = ++people
    const given = {
      firstName: `First ${nth}`,
      lastName: `Last ${nth}`,
      employeeNumber: `T-${nth}`,
      email: `user.${nth}@example.org`,
      unit: 'Tests',
      ...fields,
    }
    return only(await madeBy(await perform('create-user', [], given)))
  }
  const queuedCard = async (user?: string): Promise<string> => {
    await enable('order-card')
    return only(await madeBy(await perform('order-card', [user ?? (await someUser())])))
  }
  const stateOf = async (id: string, template = 'card'): Promise<string | undefined> => {
    const on = world.catalog.templates.find((each) => each.name === template)
    return on && (await readObjects(world.db, on, [id]))[0]?.state
  }
  const orderOf = async (card: string): Promise<string | undefined> => (await ordersOf(world.db, [card])).get(card)?.status
  return {
    enable,
    async appoint(name, grants, personId) {
      const account = { name, displayName: `Test ${name}`, password: testPassword, roles: [], ...(personId !== undefined && { personId }) }
      const { id } = orThrow(await createAccount(world, schedulerActor, account))
      const given = { accountId: id, until: null, grantedBy: null, grantedAt: world.clock.now() }
      await world.db.transaction((tx) =>
        insertGrants(
          tx,
          grants.map((grant) => ({ ...grant, ...given, id: world.newId() })),
        ),
      )
      return actorNamed(world, name)
    },
    async setRole(role) {
      const whole = { ...actors.admin, grants: everywhere(...world.catalog.roles.map(({ name }) => name)) }
      orThrow(await publish(world, whole, { change: { kind: 'role', role }, ifMatch: undefined, why: null }))
    },
    setOptions: async (values) =>
      void orThrow(await publish(world, actors.admin, { change: { kind: 'options', values }, ifMatch: undefined, why: null })),
    setUnits: async (items) =>
      void orThrow(await publish(world, actors.admin, { change: { kind: 'units', items }, ifMatch: undefined, why: null })),
    perform,
    report,
    someUser,
    queuedCard,
    async queuedCards(count) {
      await enable('order-card')
      const users: string[] = []
      while (users.length < count) users.push(await someUser())
      return madeBy(await perform('order-card', users))
    },
    async orderedCard(user) {
      const card = await queuedCard(user)
      await perform('send-queued-orders', [card], {}, schedulerActor)
      return card
    },
    stateOf,
    orderOf,
    until,
  }
}

function only([first]: readonly string[]): string {
  if (first === undefined) throw new Error('Nothing was made.')
  return first
}

function orThrow<T>(answer: T): Exclude<T, { code: string; sentence: string; remedy: string }> {
  if (isRefusal(answer)) throw new Error(answer.sentence)
  return answer as Exclude<T, { code: string; sentence: string; remedy: string }>
}
