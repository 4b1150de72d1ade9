import { everywhere } from '../../src/engine/permit.ts'
import { actorOf, schedulerActor } from '../../src/identity/actor.ts'
import { createAccount } from '../../src/identity/create-account.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { openCardinal } from '../../src/open-cardinal.ts'
import { publish } from '../../src/runtime/publish.ts'
import type { World } from '../../src/runtime/world.ts'
import type { Database } from '../../src/store/database.ts'
import { testKeys } from '../keys.ts'
import type { RaceSettings } from './settings.ts'

/**
 * People, cards and their orders in the queue, and an operator who may do what the race does. They are written by sets, ten thousand at a
 * time, which takes a quarter of the time that ordering them takes; the price is that a history begins where the card is in Processing.
 */
export async function fillTheQueue(db: Database, { bureauFolder, orders, batchSize }: RaceSettings): Promise<void> {
  const { world, jobs } = await openCardinal(db, { clock: systemClock, bureauFolder, keys: testKeys, failed: () => {} })
  const account = { name: 'operator', displayName: 'Olga Operator', password: 'a-desk-for-the-tests', roles: ['operator', 'administrator'] }
  const made = await createAccount(world, schedulerActor, account)
  if ('code' in made) throw new Error(made.sentence)
  const { items } = world.definitions.current().commands.get('card/processing') ?? { items: [] }
  const change = { kind: 'commands', template: 'card', state: 'processing', items: [...items, { useCase: 'abort-card-order' }] } as const
  const published = await publish(world, actorOf(made, systemClock.now()), { change, ifMatch: undefined, why: null })
  if ('code' in published) throw new Error(published.sentence)
  await setBatchSize(world, batchSize)
  // Numbered, so that a worker finds some by chance without reading all.
  await db.script('create table race_card (number bigint primary key, id uuid not null)')
  for (let first = 0; first < orders; first += 10_000) await fill(world, first, Math.min(10_000, orders - first))
  await db.script('analyze')
  await jobs.stop()
}

export async function setBatchSize(world: World, orders: number): Promise<void> {
  const administrator = { kind: 'person', id: null, name: 'Adam', grants: everywhere('administrator') } as const
  const change = { kind: 'options', values: { CardsAddonExtProdBatchSize: orders } } as const
  const published = await publish(world, administrator, { change, ifMatch: undefined, why: null })
  if ('code' in published) throw new Error(published.sentence)
}

async function fill({ db, newId }: World, first: number, size: number): Promise<void> {
  const ids = (): string[] => Array.from({ length: size }, newId)
  const [people, cards, orders] = [ids(), ids(), ids()]
  await db.query(
    `insert into person (id, template, state, first_name, last_name, created_at, changed_at)
     select id, 'user', 'active', 'Racer', 'Number ' || ($2::bigint + number), now(), now() from unnest($1::uuid[]) with ordinality as given(id, number)`,
    [people, first],
  )
  await db.query(
    `insert into card (id, template, state, person_id, holder_first_name, holder_last_name, created_at, changed_at)
     select card, 'card', 'processing', person, 'Racer', 'Number ' || ($3::bigint + number), now(), now()
     from unnest($1::uuid[], $2::uuid[]) with ordinality as given(card, person, number) order by number`,
    [cards, people, first],
  )
  await db.query(
    `insert into production_order (id, card_id, bureau, status, queued_at, queued_by)
     select id, card, 'bureau', 'queued', now(), 'Olga Operator' from unnest($1::uuid[], $2::uuid[]) as given(id, card)`,
    [orders, cards],
  )
  await db.query('insert into race_card select $2::bigint + number, card from unnest($1::uuid[]) with ordinality as given(card, number)', [
    cards,
    first,
  ])
}
