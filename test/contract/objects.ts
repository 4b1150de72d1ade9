import { firstBureau } from '../../src/catalog/bureau-definition.ts'
import type { Template } from '../../src/engine/object.ts'
import type { Actor } from '../../src/engine/permit.ts'
import type { Scenario } from '../../src/engine/scenario.ts'
import type { UseCase } from '../../src/engine/use-case.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { begin } from '../../src/runtime/begin.ts'
import { publish } from '../../src/runtime/publish.ts'
import { readPresses } from '../../src/store/bureau.ts'
import { type AccountName, accountNames, type TestDesk } from '../desk.ts'

/** Who may start a use case in a fresh installation. */
export function performerOf(desk: TestDesk, useCase: UseCase): Actor {
  const [role] = useCase.roles
  if (role === 'batch-sync') return schedulerActor
  return desk.actors[role === 'administrator' ? 'admin' : (accountNames.find((name) => name === role) ?? 'operator')]
}

/** Accounts whose one role may not start the use case. */
export const strangersTo = (useCase: UseCase): AccountName[] =>
  accountNames.filter((name) => !useCase.roles.includes(name === 'admin' ? 'administrator' : name))

/** Whose account it is, and what is done to the object first. */
interface Before {
  readonly after?: Scenario['after'] | undefined
  readonly of?: Scenario['of'] | undefined
}

/** An object of a template in a state, with an order that fits it. What no use case leads to quickly is set in its row. */
export async function objectIn(desk: TestDesk, template: string, state: string, { after = [], of }: Before = {}): Promise<string> {
  const id = of === 'programs' ? await aProgram(desk, state) : await made(desk, template, state)
  const actor = template === 'account' ? desk.admin : desk.operator
  for (const { useCase, input } of after) await desk.perform(useCase, [id], input, actor)
  return id
}

async function made(desk: TestDesk, template: string, state: string): Promise<string> {
  if (template === 'user') {
    if (state === 'requested') return requestedUser(desk)
    const user = await desk.someUser()
    if (state !== 'active') await setState(desk, 'person', user, state)
    return user
  }
  if (template === 'card' && state === 'requested') {
    await desk.enable('request-card')
    const outcome = await desk.perform('request-card', [await desk.someUser()])
    return outcome.kind === 'run' ? (outcome.end?.objects[0]?.madeId ?? '') : ''
  }
  if (template === 'account') return anAccount(desk, state)
  if (template === 'bureau') return aBureau(desk, state)
  if (template === 'incident') return anIncident(desk, state)
  if (template === 'recall') return aRecall(desk, state)
  if (state === 'processing') return desk.queuedCard()
  const isHandedOver = HANDED_OVER.has(state)
  const card = isHandedOver ? await handedOver(desk) : await desk.queuedCard()
  if (!isHandedOver)
    await desk.world.db.query(`update production_order set status = 'withdrawn', withdrawn_at = now() where card_id = $1`, [card])
  if (state !== 'ordered') await setState(desk, 'card', card, state)
  // In use past its last day, so that it may also expire.
  if (['active', 'inactive'].includes(state)) await desk.world.db.query(`update card set valid_to = '2026-01-31' where id = $1`, [card])
  return card
}

/** Of somebody who signs in by an identity provider. */
const anAccount = (desk: TestDesk, state: string): Promise<string> => accountIn(desk, state, 'create-account', { delivery: 'none' })

const aProgram = (desk: TestDesk, state: string): Promise<string> => accountIn(desk, state, 'create-api-client', {})

async function accountIn(desk: TestDesk, state: string, useCase: string, input: Record<string, unknown>): Promise<string> {
  const name = `account-${++accounts}`
  const outcome = await desk.perform(useCase, [], { ...input, name, displayName: `Account ${accounts}` }, desk.admin)
  const id = outcome.end?.objects[0]?.objectId ?? ''
  await setState(desk, 'account', id, state)
  return id
}
let accounts = 0
const HANDED_OVER = new Set(['ordered', 'inProduction', 'produced', 'active', 'inactive', 'expired', 'locked', 'blocked', 'destroyed'])

/** A card that the bureau has. Several are handed over together, because that takes as long as one. */
async function handedOver(desk: TestDesk): Promise<string> {
  const ready = waiting.get(desk) ?? []
  if (ready.length === 0) {
    ready.push(...(await desk.queuedCards(AT_ONCE)))
    await desk.perform('send-queued-orders', ready, {}, schedulerActor)
  }
  waiting.set(desk, ready)
  return ready.pop() ?? ''
}
const waiting = new WeakMap<TestDesk, string[]>()
const AT_ONCE = 12

/** A bureau besides the first one. */
async function aBureau(desk: TestDesk, state: string): Promise<string> {
  const name = `bureau-${++bureaus}`
  const definition = { ...firstBureau, label: `Bureau ${bureaus}`, connection: { kind: 'directory', folder: desk.folder } }
  const published = await publish(desk.world, desk.admin, { change: { kind: 'bureau', name, definition }, ifMatch: undefined, why: null })
  if ('code' in published) throw new Error(published.sentence)
  const id = (await readPresses(desk.world.db)).get(name)?.id ?? ''
  if (state === 'stopped') await desk.perform('stop-the-press', [id], { reason: 'Wrong paper' })
  return id
}
let bureaus = 0

async function anIncident(desk: TestDesk, state: string): Promise<string> {
  const id = desk.world.newId()
  const incidents = { [id]: { kind: 'Test', what: 'Something does not fit.', bureau: null, card: null, batch: null, message: null } }
  await begin(desk.world, schedulerActor, { useCase: 'open-incident', objects: [id], told: { incidents } })
  if (state !== 'open') await setState(desk, 'incident', id, state)
  return id
}

/** A recall of an order that the bureau has. */
async function aRecall(desk: TestDesk, state: string): Promise<string> {
  await desk.enable('recall-card-order')
  const outcome = await desk.perform('recall-card-order', [await handedOver(desk)], { reason: 'Ordered by mistake' })
  const id = outcome.end?.objects[0]?.madeId ?? ''
  await desk.until(async () => (await desk.stateOf(id, 'recall')) === 'sent', 'the bureau is asked')
  if (state !== 'sent') await setState(desk, 'recall', id, state)
  return id
}

const kept = new Map<string, string>()

/** An object in every state of a template. They are made once and looked at by many tests, none of which may change them. */
export async function oneInEach(
  desk: TestDesk,
  template: Template,
  begins: readonly string[],
  { after = [], of }: Before = {},
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const state of Object.keys(template.states)) {
    const before = begins.includes(state) ? after : []
    const name = [`${template.name}/${state}`, of ?? '', ...before.map(({ useCase }) => useCase)].join(' ')
    const id = kept.get(name) ?? (await objectIn(desk, template.name, state, { after: before, ...(of && { of }) }))
    kept.set(name, id)
    found.set(state, id)
  }
  return found
}

/** What an organisation would miss: everything but the journal, the jobs, and the runs that say how it came about. */
const KEPT = [
  'person',
  'card',
  'production_order',
  'batch',
  'recall',
  'incident',
  'bureau',
  'publication',
  'current_definition',
  'photo',
  'account',
  'role_grant',
] as const

/** The same, and how it came about. Sessions and answers that are kept for repeats are no one's but the server's. */
export const everyTable = [
  ...KEPT,
  'run',
  'run_object',
  'run_leg',
  'batch_attempt',
  'sealed_photo',
  'bureau_message',
  'definition',
  'definition_revision',
  'secret',
  'setting',
  'signing_key',
  'api_token',
  'mail',
  'uploaded_photo',
  'personal_key',
  'recovery_code',
  'passkey',
  'account_link',
] as const

/** What the tables hold, as one fingerprint: equal before and after means that nothing changed. */
export async function fingerprint(desk: TestDesk, tables: readonly string[] = KEPT): Promise<string> {
  const rows = await desk.world.db.query<{ mark: string }>(
    `${tables
      .map((table) => `select '${table}' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as mark from ${table} t`)
      .join(' union all ')} order by name`,
  )
  return rows.map((row) => row.mark).join(' ')
}

/** Waits until the bureau has been asked what it is to be asked, and what waited for its answers has gone on. */
export const settled = (desk: TestDesk): Promise<void> =>
  desk.until(async () => {
    const asked = await desk.world.db.query(
      `select id from recall where state = 'asked' and sent_at is null union all select id from run where state in ('walking', 'waiting')`,
    )
    return asked.length === 0
  }, 'the bureau is asked')

export async function journalSize(desk: TestDesk): Promise<number> {
  const [row] = await desk.world.db.query<{ count: number }>('select count(*) as count from journal')
  return row?.count ?? 0
}

/** Asked for by the operator, so that the operator may take the request back. */
async function requestedUser(desk: TestDesk): Promise<string> {
  await desk.enable('request-user')
  const name = `requested.${kept.size}.${++requests}`
  const outcome = await desk.perform('request-user', [], {
    firstName: 'Asked',
    lastName: 'For',
    employeeNumber: name,
    email: `${name}@example.org`,
  })
  return outcome.kind === 'run' ? (outcome.end?.objects[0]?.objectId ?? '') : ''
}
let requests = 0

async function setState(desk: TestDesk, table: Template['table'], id: string, state: string): Promise<void> {
  await desk.world.db.query(`update ${table} set state = $2 where id = $1`, [id, state])
}
