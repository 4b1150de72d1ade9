/** What the benchmarks work on: a private PostgreSQL with people, cards and orders in it, written by SQL because only what follows is measured. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Actor } from '../src/engine/permit.ts'
import { actorOf, schedulerActor } from '../src/identity/actor.ts'
import { createAccount } from '../src/identity/create-account.ts'
import { systemClock } from '../src/kit/clock.ts'
import { type Cardinal, openCardinal } from '../src/open-cardinal.ts'
import { prepareFolder } from '../src/production/bureaus/directory.ts'
import { publish } from '../src/runtime/publish.ts'
import type { Database } from '../src/store/database.ts'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/open.ts'
import { testKeys } from '../test/keys.ts'
import type { PostgresServer } from '../test/postgres-server.ts'

export interface Fixture extends Cardinal {
  readonly db: Database
  readonly databaseUrl: string
  readonly operator: Actor
  readonly password: string
  /** A folder for whatever else it takes; it goes with the fixture. */
  readonly folder: string
  readonly bureauFolder: string
  close(): Promise<void>
}

let made = 0

/** A migrated database of its own, an operator who may abort, and the desk on it; its jobs are not worked yet. */
export async function openFixture(server: PostgresServer): Promise<Fixture> {
  const name = `bench_${++made}`
  await administer(server, `create database ${name}`)
  const databaseUrl = server.socketUrl(name)
  const folder = await mkdtemp(join(tmpdir(), 'cardinal-bench-'))
  const bureauFolder = join(folder, 'bureau')
  await prepareFolder(bureauFolder)
  const db = await openDatabase({ databaseUrl, dataDir: folder, connections: 16 })
  await migrate(db)
  const cardinal = await openCardinal(db, { clock: systemClock, bureauFolder, keys: testKeys, failed: (error) => console.error(error) })
  const password = 'a-desk-for-the-benchmark'
  const account = await createAccount(cardinal.world, schedulerActor, {
    name: 'operator',
    displayName: 'Olga Operator',
    password,
    roles: ['operator', 'administrator'],
  })
  if ('code' in account) throw new Error(account.sentence)
  const operator = actorOf(account, systemClock.now())
  const change = { kind: 'commands', template: 'card', state: 'processing', items: [{ useCase: 'abort-card-order' }] } as const
  await publish(cardinal.world, operator, { change, ifMatch: undefined, why: null })
  return {
    ...cardinal,
    db,
    databaseUrl,
    operator,
    password,
    folder,
    bureauFolder,
    async close() {
      await cardinal.jobs.stop()
      await db.close()
      await administer(server, `drop database ${name} with (force)`)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Queued orders, each with a card and a holder of its own, and a table `queued` that numbers them, with ids for the rows that a baseline
 * writes: made like ours, so that its indexes grow like ours.
 */
export async function queueOrders({ db, world }: Fixture, count: number): Promise<string[]> {
  await db.script(
    `create table if not exists queued (number bigint primary key, card_id uuid not null, run_id uuid not null, entry_id uuid not null)`,
  )
  const [last] = await db.query<{ number: number }>('select coalesce(max(number), 0) as number from queued')
  const cards: string[] = []
  for (let done = 0; done < count; done += 10_000) {
    const size = Math.min(10_000, count - done)
    const ids = (): string[] => Array.from({ length: size }, world.newId)
    const [people, made, orders, runs, entries] = [ids(), ids(), ids(), ids(), ids()]
    cards.push(...made)
    const first = (last?.number ?? 0) + done
    await db.query(
      `insert into person (id, template, state, first_name, last_name, employee_number, email, unit, created_at, changed_at)
       select id, 'user', 'active', 'Fixture', 'Person ' || (number + $2), 'B-' || (number + $2), 'b' || (number + $2) || '@example.org', 'Unit ' || number % 20, now(), now()
       from unnest($1::uuid[]) with ordinality as given(id, number)`,
      [people, first],
    )
    await db.query(
      `insert into card (id, template, state, person_id, holder_first_name, holder_last_name, employee_number, unit, holder_unit, common_name, user_principal_name, valid_to, created_at, changed_at)
       select given.card, 'card', 'processing', p.id, p.first_name, p.last_name, p.employee_number, p.unit, p.unit, p.first_name || ' ' || p.last_name, p.email, '2029-12-31', now(), now()
       from unnest($1::uuid[], $2::uuid[]) with ordinality as given(card, person, number) join person p on p.id = given.person order by number`,
      [made, people],
    )
    await db.query(
      `insert into production_order (id, card_id, bureau, status, queued_at, queued_by)
       select id, card, 'bureau', 'queued', now(), 'Olga Operator' from unnest($1::uuid[], $2::uuid[]) as given(id, card)`,
      [orders, made],
    )
    await db.query(
      `insert into queued select number + $4, card, run, entry from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as given(card, run, entry, number)`,
      [made, runs, entries, first],
    )
  }
  await db.script('vacuum (analyze)')
  await db.script('checkpoint')
  return cards
}

async function administer(server: PostgresServer, statement: string): Promise<void> {
  const client = new Client({ connectionString: server.url('postgres') })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
