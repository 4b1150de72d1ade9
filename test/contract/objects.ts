import type { Template } from '../../src/engine/object.ts'
import type { Actor } from '../../src/engine/permit.ts'
import type { UseCase } from '../../src/engine/use-case.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
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

/** An object of a template in a state, with an order that fits it. What no use case leads to quickly is set in its row. */
export async function objectIn(desk: TestDesk, template: string, state: string): Promise<string> {
  if (template === 'user') {
    if (state === 'requested') return requestedUser(desk)
    const user = await desk.someUser()
    if (state !== 'active') await setState(desk, 'person', user, state)
    return user
  }
  if (state === 'requested') {
    await desk.enable('request-card')
    const outcome = await desk.perform('request-card', [await desk.someUser()])
    return outcome.kind === 'run' ? (outcome.end?.objects[0]?.madeId ?? '') : ''
  }
  const card = await desk.queuedCard()
  if (state === 'processing') return card
  const handedOver = ['ordered', 'inProduction', 'produced', 'active', 'inactive', 'expired', 'locked'].includes(state)
  if (handedOver) await desk.perform('send-queued-orders', [card], {}, schedulerActor)
  else await desk.world.db.query(`update production_order set status = 'withdrawn', withdrawn_at = now() where card_id = $1`, [card])
  if (state !== 'ordered') await setState(desk, 'card', card, state)
  // In use past its last day, so that it may also expire.
  if (['active', 'inactive'].includes(state)) await desk.world.db.query(`update card set valid_to = '2026-01-31' where id = $1`, [card])
  return card
}

const kept = new Map<string, string>()

/** An object in every state of a template. They are made once and looked at by many tests, none of which may change them. */
export async function oneInEach(desk: TestDesk, template: Template): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const state of Object.keys(template.states)) {
    const name = `${template.name}/${state}`
    const id = kept.get(name) ?? (await objectIn(desk, template.name, state))
    kept.set(name, id)
    found.set(state, id)
  }
  return found
}

/** Everything the database holds but the journal and the jobs, as one fingerprint: equal before and after means that nothing changed. */
export async function fingerprint(desk: TestDesk): Promise<string> {
  const tables = ['person', 'card', 'production_order', 'batch', 'publication', 'current_definition', 'photo', 'account']
  const rows = await desk.world.db.query<{ mark: string }>(
    `${tables
      .map((table) => `select '${table}' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as mark from ${table} t`)
      .join(' union all ')} order by name`,
  )
  return rows.map((row) => row.mark).join(' ')
}

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

async function setState(desk: TestDesk, table: 'person' | 'card', id: string, state: string): Promise<void> {
  await desk.world.db.query(`update ${table} set state = $2 where id = $1`, [id, state])
}
