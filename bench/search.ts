import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../src/store/database.ts'
import { between, type Chance, chanceFrom, oneOf } from '../test/chance.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import { type Client, signedIn } from './client.ts'
import { openFixture } from './fixture.ts'
import { percentile, type Result, tell } from './report.ts'
import { startServing } from './serving.ts'

const cards = Number(process.env.BENCH_CARDS ?? 1_000_000)
const operators = 50
const seconds = 30

/** Fifty operators search among a million cards, each with a second or two between one search and the next; over HTTP. */
export async function measureSearch(server: PostgresServer): Promise<Result> {
  const fixture = await openFixture(server)
  tell(`search among ${cards} cards: they are written first`)
  await writeCards(fixture.db)
  const serving = await startServing({ DATABASE_URL: fixture.databaseUrl, DATA_DIR: fixture.folder, DEMO: '0' })
  const clients: Client[] = []
  for (let count = 0; count < operators; count++) clients.push(await signedIn(serving.port, 'operator', fixture.password))
  tell(`${operators} operators search for ${seconds} seconds`)
  await work(clients, 5_000)
  const times = await work(clients, seconds * 1000)
  for (const client of clients) client.close()
  await serving.stop()
  await fixture.close()

  const all = [...times.values()].flat()
  const p95 = percentile(all, 0.95)
  const of = (values: readonly number[]): string =>
    `p50 ${percentile(values, 0.5).toFixed(1)} ms, p95 ${percentile(values, 0.95).toFixed(1)} ms`
  return {
    what: `first page of a search among ${cards.toLocaleString('en')} cards, ${operators} operators working`,
    aim: 'p95 under 50 ms',
    measured: `${of(all)}`,
    met: p95 < 50,
    details: [
      `The aim goes for ten million cards too; how it is among those was not measured here. Over HTTP, 25 cards a page, one to two seconds from an answer to the next search of the same operator: ${(all.length / seconds).toFixed(0)} searches a second.`,
      ...[...times].map(([kind, values]) => `${kind}: ${values.length} searches, ${of(values)}`),
    ],
  }
}

const FIRST = [
  'Anna',
  'Bo',
  'Carla',
  'David',
  'Elin',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Karin',
  'Liam',
  'Mona',
  'Nils',
  'Olga',
  'Peter',
  'Quinn',
  'Rosa',
  'Stefan',
  'Tara',
]
const BEGINNINGS = [
  'Ander',
  'Berg',
  'Chris',
  'Dahl',
  'Eng',
  'Fors',
  'Gran',
  'Holm',
  'Iver',
  'Jen',
  'Kron',
  'Lind',
  'Morten',
  'Ny',
  'Oster',
  'Peder',
  'Ras',
  'Soren',
  'Thom',
  'West',
]
const ENDINGS = ['sen', 'berg', 'son', 'strom', 'gaard', 'lund', 'man', 'feldt', 'quist', 'holt']

/** A person for every two cards; the states as in an organisation that has issued cards for years. */
async function writeCards(db: Database): Promise<void> {
  const people = Math.ceil(cards / 2)
  // Filled first and indexed after, as everybody does who loads so much; the indexes are those of the migrations.
  const indexes = await db.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid in ('card'::regclass, 'person'::regclass) and not i.indisprimary`,
  )
  for (const { name } of indexes) await db.script(`drop index ${name}`)
  const id = (kind: string, number: string): string =>
    `(lpad(to_hex(1600000000000 + ${number}), 12, '0') || '7000${kind}' || lpad(to_hex(${number}), 12, '0'))::uuid`
  const pick = (words: string, number: string): string =>
    `(${words}::text[])[1 + (hashint8(${number}) & 2147483647) % cardinality(${words}::text[])]`
  for (let from = 0; from < people; from += 500_000) {
    await db.query(
      `/* once */ insert into person (id, template, state, first_name, last_name, employee_number, email, unit, created_at, changed_at)
       select ${id('8000', 'n')}, 'user', 'active', ${pick('$1', 'n')}, ${pick('$2', 'n * 7')} || ${pick('$3', 'n * 13')}, 'E' || n, 'p' || n || '@example.org', 'Unit ' || n % 400, now(), now()
       from generate_series($4::bigint, $5::bigint) n`,
      [FIRST, BEGINNINGS, ENDINGS, from, Math.min(from + 500_000, people) - 1],
    )
  }
  for (let from = 0; from < cards; from += 500_000) {
    await db.query(
      `/* once */ insert into card (id, template, state, person_id, holder_first_name, holder_last_name, employee_number, unit, valid_to, chip_number, created_at, changed_at)
       select ${id('9000', 'n')}, 'card',
         case when n % 100 < 66 then 'active' when n % 100 < 80 then 'expired' when n % 100 < 86 then 'aborted' when n % 100 < 91 then 'inactive' when n % 100 < 94 then 'locked'
           when n % 100 < 96 then 'produced' when n % 100 < 98 then 'processing' when n % 100 < 99 then 'ordered' else 'failed' end,
         p.id, p.first_name, p.last_name, p.employee_number, p.unit, '2029-12-31', '04' || lpad(to_hex(n), 12, '0'), now() - n * interval '3 minutes', now()
       from generate_series($1::bigint, $2::bigint) n join person p on p.id = ${id('8000', '(n % $3::bigint)')}`,
      [from, Math.min(from + 500_000, cards) - 1, people],
    )
    tell(`${Math.min(from + 500_000, cards)} cards`)
  }
  for (const { definition } of indexes) await db.script(definition)
  await db.script('vacuum (analyze)')
  await db.script('checkpoint')
}

/** What an operator asks for, and how often in a hundred. */
const SEARCHES: readonly { kind: string; share: number; path(chance: Chance): string }[] = [
  { kind: 'by state', share: 20, path: (chance) => `state=${oneOf(chance, ['processing', 'active', 'produced', 'failed', 'aborted'])}` },
  { kind: 'by part of a name', share: 20, path: (chance) => `q=${name(chance)}` },
  { kind: 'by number', share: 15, path: (chance) => `q=${10_000 + between(chance, 0, cards - 1)}` },
  { kind: 'by two words', share: 20, path: (chance) => `q=${oneOf(chance, FIRST)}%20${name(chance)}` },
  {
    kind: 'by state and name',
    share: 15,
    path: (chance) => `state=${oneOf(chance, ['processing', 'active', 'locked'])}&q=${name(chance)}`,
  },
  { kind: 'sorted by name', share: 10, path: (chance) => `state=processing&sort=${oneOf(chance, ['holderLastName', '-number'])}` },
]

const name = (chance: Chance): string => `${oneOf(chance, BEGINNINGS)}${oneOf(chance, ENDINGS)}`.toLowerCase()

/** Lets the operators search for so long; answers the milliseconds of each search by its kind. */
async function work(clients: readonly Client[], milliseconds: number): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>([...SEARCHES.map(({ kind }): [string, number[]] => [kind, []]), ['next page', []]])
  const end = performance.now() + milliseconds
  const ask = async (client: Client, kind: string, query: string): Promise<string | null> => {
    const begun = performance.now()
    const { status, body } = await client.get(`/cards?limit=25&${query}`)
    times.get(kind)?.push(performance.now() - begun)
    if (status !== 200) throw new Error(`A search was answered with ${status}: ${body}`)
    return (JSON.parse(body) as { next: string | null }).next
  }
  const operator = async (client: Client, nth: number): Promise<void> => {
    const chance = chanceFrom(nth + 1)
    await pause(chance() * 1500)
    while (performance.now() < end) {
      const luck = between(chance, 1, 100)
      let sum = 0
      const search = SEARCHES.find(({ share }) => {
        sum += share
        return luck <= sum
      })
      if (!search) throw new Error('The shares are not a hundred.')
      const query = search.path(chance)
      const next = await ask(client, search.kind, query)
      await pause(1000 + chance() * 1000)
      if (next && chance() < 0.2) {
        await ask(client, 'next page', `${query}&after=${encodeURIComponent(next)}`)
        await pause(1000 + chance() * 1000)
      }
    }
  }
  await Promise.all(clients.map(operator))
  return times
}
