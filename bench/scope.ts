import type { Grant } from '../src/engine/permit.ts'
import { isReached, permissionsOf, readPermission } from '../src/engine/permit.ts'
import { actorOf, schedulerActor } from '../src/identity/actor.ts'
import { createAccount } from '../src/identity/create-account.ts'
import { systemClock } from '../src/kit/clock.ts'
import { publish } from '../src/runtime/publish.ts'
import { accountById } from '../src/store/account.ts'
import { insertGrants } from '../src/store/role-grant.ts'
import { chanceFrom } from '../test/chance.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import { type Client, signedIn } from './client.ts'
import { type Fixture, openFixture, queueOrders } from './fixture.ts'
import { cards, SEARCHES, units, writeCards } from './million-cards.ts'
import { median, percentile, type Result, tell } from './report.ts'
import { startServing } from './serving.ts'

const searches = 400
const aborts = 250
const rounds = 5
const checks = 1_000_000

/** Who asks: for everybody, for a part of the organisation, for one unit. The first is what the others are compared with. */
const ASKING: readonly { readonly name: string; readonly reaches: string; readonly grant: Grant }[] = [
  { name: 'for-all', reaches: 'everything', grant: { role: 'operator', scope: 'all', unit: null } },
  { name: 'for-twenty', reaches: 'twenty units of 400', grant: { role: 'operator', scope: 'unit', unit: 'Unit 3' } },
  { name: 'for-one', reaches: 'one unit of 400', grant: { role: 'operator', scope: 'unit', unit: 'Unit 399' } },
]

/** What it costs to be let see and do only a part: the same searches and aborts by those who reach everything and by those who do not, in turns. */
export async function measureScope(server: PostgresServer): Promise<Result[]> {
  const fixture = await openFixture(server)
  tell(`scope: ${cards} cards are written first`)
  await writeCards(fixture.db)
  await appoint(fixture)
  const check = await measureCheck(fixture)
  const queued = await queueOrders(fixture, (rounds + 1) * 2 * aborts * 20)
  const serving = await startServing({ DATABASE_URL: fixture.databaseUrl, DATA_DIR: fixture.folder, DEMO: '0' })
  const clients: Client[] = []
  for (const { name } of ASKING) clients.push(await signedIn(serving.port, name, fixture.password))
  const search = await measureSearches(clients)
  const abort = await measureAborts(clients, queued)
  for (const client of clients) client.close()
  await serving.stop()
  await fixture.close()
  return [search, abort, check]
}

/** Units 20 to 399 stand below the first twenty. */
async function appoint({ world, operator, password }: Fixture): Promise<void> {
  const items = units.map((name, nth) => ({ name, above: nth < 20 ? null : `Unit ${nth % 20}` }))
  const published = await publish(world, operator, { change: { kind: 'units', items }, ifMatch: undefined, why: null })
  if ('code' in published) throw new Error(published.sentence)
  for (const { name, grant } of ASKING) {
    const account = await createAccount(world, schedulerActor, { name, displayName: name, password, roles: [] })
    if ('code' in account) throw new Error(account.sentence)
    const given = { ...grant, id: world.newId(), accountId: account.id, until: null, grantedBy: null, grantedAt: systemClock.now() }
    await world.db.transaction((tx) => insertGrants(tx, [given]))
  }
}

async function measureSearches(clients: readonly Client[]): Promise<Result> {
  const times = clients.map(() => new Map<string, number[]>())
  const chances = clients.map(() => chanceFrom(1))
  const ask = async (nth: number, kind: string, path: string, keep: boolean): Promise<void> => {
    const begun = performance.now()
    const { status, body } = await clientAt(clients, nth).get(`/cards?limit=25&${path}`)
    const taken = performance.now() - begun
    if (status !== 200) throw new Error(`A search was answered with ${status}: ${body}`)
    const known = times[nth]
    if (keep) known?.set(kind, [...(known.get(kind) ?? []), taken])
  }
  for (let count = -20; count < searches; count++)
    for (const { kind, path } of SEARCHES)
      for (let nth = 0; nth < clients.length; nth++) await ask(nth, kind, path(chances[nth] ?? Math.random), count >= 0)
  const all = times.map((kinds) => [...kinds.values()].flat())
  const [whole = [], ...parts] = all
  const ratios = parts.map((part) => percentile(part, 0.95) / percentile(whole, 0.95))
  return {
    what: `first page of a search among ${cards.toLocaleString('en')} cards, by whoever reaches twenty units and one unit of 400, against whoever reaches everything`,
    aim: 'p95 at most 2×',
    measured: ratios.map((ratio) => `${ratio.toFixed(2)}×`).join(' and '),
    met: ratios.every((ratio) => ratio <= 2),
    details: [
      'Over HTTP, one after the other, the same searches by each in turns; of each kind in the order of the three.',
      ...ASKING.map(({ reaches }, nth) => `${reaches}: ${of(all[nth] ?? [])}`),
      ...SEARCHES.map(({ kind }) => `${kind}: ${times.map((kinds) => of(kinds.get(kind) ?? [])).join('; ')}`),
    ],
  }
}

async function measureAborts(clients: readonly Client[], queued: readonly string[]): Promise<Result> {
  // The fixture's holders are numbered through units 0 to 19; those of Unit 3 are in reach of the first two.
  const mine = queued.filter((_, nth) => (nth + 1) % 20 === 3)
  const take = (count: number): string[] => mine.splice(0, count)
  const rates: number[][] = []
  for (let round = -1; round < rounds; round++) {
    const taken: number[] = []
    for (let nth = 0; nth < 2; nth++) {
      const given = take(aborts)
      const begun = performance.now()
      for (const card of given) {
        const { status, body } = await clientAt(clients, nth).post('/commands/abort-card-order', { objects: [card], input: {} })
        if (status !== 200) throw new Error(`An abort was answered with ${status}: ${body}`)
        if (!body.includes('"done"')) throw new Error(`An order was not aborted: ${body}`)
      }
      taken.push((performance.now() - begun) / given.length)
    }
    if (round >= 0) rates.push(taken)
  }
  const ratio = median(rates.map(([all = 0, unit = 0]) => unit / all))
  return {
    what: 'abort of one order over HTTP by whoever reaches twenty units, against whoever reaches everything',
    aim: 'at most 1.1×',
    measured: `${ratio.toFixed(2)}×`,
    met: ratio <= 1.1,
    details: rates.map(([all = 0, unit = 0], nth) => `round ${nth + 1}: ${unit.toFixed(2)} ms against ${all.toFixed(2)} ms`),
  }
}

/** The permission check alone: what a leg asks of each object. */
async function measureCheck({ world }: Fixture): Promise<Result> {
  const { roles, units: tree } = world.definitions.current()
  const each: { reaches: string; built: number; checked: number }[] = []
  for (const { name, reaches } of ASKING) {
    const account = await accountNamed(world.db, name)
    const actor = actorOf(account, systemClock.now())
    const built = timeOf(1000, () => permissionsOf(actor, { ...world.catalog, roles, units: tree }))
    const reach = permissionsOf(actor, { ...world.catalog, roles, units: tree }).reach(readPermission('card'))
    const object = { id: world.newId(), personId: world.newId(), unit: 'Unit 399' }
    each.push({ reaches, built, checked: timeOf(checks, () => isReached(reach, actor, object)) })
  }
  const [all, ...parts] = each
  const worst = Math.max(...parts.map(({ checked }) => checked))
  return {
    what: 'the permission check of one object, in the process',
    aim: 'under 5 µs',
    measured: `${all?.checked.toFixed(2)} µs everywhere, at most ${worst.toFixed(2)} µs in units`,
    met: worst < 5,
    details: each.map(
      ({ reaches, built, checked }) =>
        `${reaches}: ${checked.toFixed(3)} µs an object; to work out anew what somebody holds, once for each publication: ${built.toFixed(0)} µs`,
    ),
  }
}

async function accountNamed(db: Fixture['db'], name: string) {
  const [row] = await db.query<{ id: string }>('select id from account where name = $1', [name])
  const account = row && (await accountById(db, row.id))
  if (!account) throw new Error(`There is no account ${name}.`)
  return account
}

/** Microseconds of one of so many. */
function timeOf(count: number, work: () => unknown): number {
  for (let nth = 0; nth < count / 10; nth++) work()
  const begun = performance.now()
  for (let nth = 0; nth < count; nth++) work()
  return ((performance.now() - begun) * 1000) / count
}

function clientAt(clients: readonly Client[], nth: number): Client {
  const client = clients[nth]
  if (!client) throw new Error(`There is no client ${nth}.`)
  return client
}

const of = (values: readonly number[]): string =>
  `p50 ${percentile(values, 0.5).toFixed(1)} ms, p95 ${percentile(values, 0.95).toFixed(1)} ms`
