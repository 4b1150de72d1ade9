/** As many cards as an organisation has that issued them for years, and what its operators search for among them. */
import type { Database } from '../src/store/database.ts'
import { between, type Chance, oneOf } from '../test/chance.ts'
import { tell } from './report.ts'

/** How many there are. */
export const cards = Number(process.env.BENCH_CARDS ?? 1_000_000)

/** The units of their holders, each with as many of them. */
export const units = Array.from({ length: 400 }, (_, nth) => `Unit ${nth}`)

/** A person for every two cards; the states as in an organisation that has issued cards for years. */
export async function writeCards(db: Database): Promise<void> {
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
       select ${id('8000', 'n')}, 'user', 'active', ${pick('$1', 'n')}, ${pick('$2', 'n * 7')} || ${pick('$3', 'n * 13')}, 'E' || n, 'p' || n || '@example.org', 'Unit ' || n % ${units.length}, now(), now()
       from generate_series($4::bigint, $5::bigint) n`,
      [FIRST, BEGINNINGS, ENDINGS, from, Math.min(from + 500_000, people) - 1],
    )
  }
  for (let from = 0; from < cards; from += 500_000) {
    await db.query(
      `/* once */ insert into card (id, template, state, person_id, holder_first_name, holder_last_name, employee_number, unit, holder_unit, valid_to, chip_number, created_at, changed_at)
       select ${id('9000', 'n')}, 'card',
         case when n % 100 < 66 then 'active' when n % 100 < 80 then 'expired' when n % 100 < 86 then 'aborted' when n % 100 < 91 then 'inactive' when n % 100 < 94 then 'locked'
           when n % 100 < 96 then 'produced' when n % 100 < 98 then 'processing' when n % 100 < 99 then 'ordered' else 'failed' end,
         p.id, p.first_name, p.last_name, p.employee_number, p.unit, p.unit, '2029-12-31', '04' || lpad(to_hex(n), 12, '0'), now() - n * interval '3 minutes', now()
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
export const SEARCHES: readonly { kind: string; share: number; path(chance: Chance): string }[] = [
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
