/** Removes what is kept about people, set-wise: each statement serves all of them. The rows stay, with their ids, states and times. */
import type { NewId } from '../kit/id.ts'
import type { Transaction } from './database.ts'
import { ERASED_NAME, type Erasure, namesOfActors, type PersonalTable, personalData, type RowsAbout } from './personal-data.ts'
import { plainArray } from './rows.ts'
import { aboutThem, idsFor, RUNS_ABOUT } from './rows-about.ts'

/** Whose data goes: people, and cards, each with the person it is of. */
export interface ToErase {
  readonly people: readonly string[]
  /** By id, the object on whose account it is erased: the holder, or the card itself. */
  readonly cards: ReadonlyMap<string, string>
}

/** How many rows were emptied or deleted, by what an access report calls them, for each on whose account it was. */
export type Erased = ReadonlyMap<string, Readonly<Record<string, number>>>

/** The tables that hold the data of cards alone; what is removed where a card is purged. */
const OF_CARDS = ['card', 'production_order', 'recall', 'incident', 'run_object', 'idempotency']

/** Removes everything about these people: their data, photos and accounts, and all of their cards. */
export async function erasePeople(tx: Transaction, given: ToErase, newId: NewId, now: Date): Promise<Erased> {
  const counts = countsFor(given)
  // What is found by a name has to be looked for while the name is there.
  await eraseNames(tx, given.people)
  await eraseSecrets(tx, given.people)
  await eraseShared(tx, given, counts)
  await eraseAnswers(tx, [...given.people, ...given.cards.keys()])
  for (const [table, about] of Object.entries(personalData)) await eraseTable(tx, table, about, given, counts)
  await destroyKeys(tx, [...given.people, ...given.cards.keys()], now, counts)
  await keepWithoutKey(tx, given.people, newId, now)
  return counts.all
}

/** Removes what cards hold of their holders, and what was said about them. */
export async function eraseCards(tx: Transaction, given: ToErase, now: Date): Promise<Erased> {
  const counts = countsFor(given)
  await eraseShared(tx, given, counts)
  for (const table of OF_CARDS) await eraseTable(tx, table, personalData[table], given, counts)
  await destroyKeys(tx, [...given.cards.keys()], now, counts)
  return counts.all
}

/** Removes the photos of people, or their other data, and nothing that belongs to their cards. */
export async function eraseParts(tx: Transaction, people: readonly string[], tables: readonly ('person' | 'photo')[]): Promise<Erased> {
  const given = { people, cards: new Map<string, string>() }
  const counts = countsFor(given)
  for (const table of tables) await eraseTable(tx, table, personalData[table], given, counts)
  return counts.all
}

interface Counts {
  readonly all: Map<string, Record<string, number>>
  add(id: string | null, label: string): void
}

function countsFor({ people, cards }: ToErase): Counts {
  const all = new Map<string, Record<string, number>>()
  const known = new Set(people)
  return {
    all,
    add(id, label) {
      const whose = cards.get(id ?? '') ?? (id !== null && known.has(id) ? id : undefined)
      if (whose === undefined) return
      const mine = all.get(whose) ?? {}
      mine[label] = (mine[label] ?? 0) + 1
      all.set(whose, mine)
    },
  }
}

async function eraseTable(tx: Transaction, table: string, about: PersonalTable | undefined, given: ToErase, counts: Counts): Promise<void> {
  const { rows, personal = {} } = about ?? {}
  if (!about || !rows) return
  const sets = Object.entries(personal).flatMap(([column, erasure]) => SET[erasure]?.(column) ?? [])
  if (!rows.deleted && sets.length === 0) return
  const ids = idsFor(rows, given.people, [...given.cards.keys()])
  const condition = `${aboutThem(rows)}${rows.deleted ? '' : ` and (${holdsAnything(table)})`}`
  const found = await tx.query<{ id: string | null }>(
    rows.deleted
      ? `delete from ${table} t where ${condition} returning ${WHOSE[rows.of](rows.column)} as id`
      : `update ${table} t set ${[...sets, ...also(table)].join(', ')} where ${condition} returning ${WHOSE[rows.of](rows.column)} as id`,
    [plainArray(ids)],
  )
  for (const { id } of found) counts.add(id, about.label)
}

const SET: Readonly<Partial<Record<Erasure, (column: string) => string>>> = {
  null: (column) => `${column} = null`,
  blank: (column) => `${column} = ''`,
  empty: (column) => `${column} = '{}'`,
  name: (column) => `${column} = '${ERASED_NAME}'`,
  'sign-in name': (column) => `${column} = 'erased-' || t.id`,
  secret: (column) => `${column} = null`,
  refusal: (column) =>
    `${column} = jsonb_build_object('code', ${column}->'code', 'sentence', '${GONE}', 'remedy', 'Nothing is left to do.')`,
}

/** The condition that a row `t` still holds something; those that hold nothing are left alone, so that a repeat counts none. */
export const holdsAnything = (table: string): string =>
  Object.entries(personalData[table]?.personal ?? {})
    .flatMap(([column, erasure]) => {
      if (erasure === 'refusal') return [`(t.${column} is not null and t.${column}->>'sentence' <> '${GONE}')`]
      const value = SET[erasure]?.(column).slice(column.length + 3)
      return value === undefined ? [] : [`t.${column} is distinct from ${value}`]
    })
    .join(' or ')

const GONE = 'What was said here was erased.'

const also = (table: string): string[] => [...(['person', 'card', 'recall', 'incident'].includes(table) ? ['version = version + 1'] : [])]

const WHOSE: Readonly<Record<RowsAbout['of'], (column: string) => string>> = {
  people: (column) => `t.${column}`,
  cards: (column) => `t.${column}`,
  objects: (column) => `t.${column}`,
  accounts: (column) => `(select a.person_id from account a where a.id = t.${column})`,
  runs: () => 'null::uuid',
}

/** Names of people who acted stand without their ids; they go unless somebody else with an account is called the same. */
async function eraseNames(tx: Transaction, people: readonly string[]): Promise<void> {
  const rows = await tx.query<{ name: string }>(
    `select a.display_name as name from account a where a.person_id = any($1::uuid[])
     and not exists (select from account other where other.display_name = a.display_name and other.person_id is distinct from a.person_id)`,
    [plainArray(people)],
  )
  const names = rows.map(({ name }) => name)
  if (names.length === 0) return
  for (const [table, columns] of Object.entries(namesOfActors))
    for (const column of columns)
      await tx.query(`update ${table} set ${column} = '${ERASED_NAME}' where ${column} = any($1::text[])`, [names])
}

/** What an authenticator app shares with us; a secret has the id of its account in its name. */
async function eraseSecrets(tx: Transaction, people: readonly string[]): Promise<void> {
  const ids = plainArray(people)
  await tx.query(
    `delete from secret s using account a where a.person_id = any($1::uuid[]) and starts_with(s.name, 'account/' || a.id || '/')`,
    [ids],
  )
  await tx.query('update account set totp_since = null, totp_step = null where person_id = any($1::uuid[]) and totp_since is not null', [
    ids,
  ])
}

/** What stands together with that of others: manifests and messages. What is not about these cards, and is needed, stays. */
async function eraseShared(tx: Transaction, { cards }: ToErase, counts: Counts): Promise<void> {
  if (cards.size === 0) return
  const ids = plainArray([...cards.keys()])
  // A batch that is still to be sent is one that the cards under way are in; none of these is.
  const named = `with named as (
      select b.id, (line->>'card')::uuid as card, line->>'photo' as photo
      from batch b, jsonb_array_elements(b.manifest::jsonb->'orders') line
      where b.manifest is not null and b.status <> 'sealed' and (line->>'card')::uuid = any($1::uuid[])
        and b.run_id in (${RUNS_ABOUT})
    )`
  await tx.query(`${named} delete from sealed_photo p using named where p.batch_id = named.id and p.sha256 = named.photo`, [ids])
  const manifests = await tx.query<{ card: string }>(
    `${named}, emptied as (
       update batch b set manifest = null, manifest_erased_at = now(), manifest_lines = (
         select jsonb_agg(jsonb_build_object('order', line->'order', 'card', line->'card', 'cardNumber', line->'cardNumber') order by position)
         from jsonb_array_elements(b.manifest::jsonb->'orders') with ordinality as lines(line, position))
       where b.id in (select id from named)
     )
     select card from named`,
    [ids],
  )
  for (const { card } of manifests) counts.add(card, 'Manifests')
  const messages = await tx.query<{ card: string }>(
    `with said as (
       select distinct m.bureau, m.message, (line->>'card')::uuid as card
       from bureau_message m, jsonb_array_elements(case
         when jsonb_typeof(m.body->'lines') = 'array' then m.body->'lines'
         when jsonb_typeof(m.body->'refused') = 'array' then m.body->'refused' else '[]' end) line
       where m.recorded_at is not null and line->>'card' = any($1::text[])
     ), emptied as (
       update bureau_message m set body = null, unmatched = coalesce(
         (select jsonb_agg(line) from jsonb_array_elements(m.unmatched) line where not line->>'card' = any($1::text[])), '[]')
       where (m.bureau, m.message) in (select bureau, message from said)
     )
     select card from said`,
    [ids],
  )
  for (const { card } of messages) counts.add(card, 'Messages of bureaus')
}

/** From here on, what the journal keeps about them cannot be read by anyone; and nothing more will be kept. */
async function destroyKeys(tx: Transaction, subjects: readonly string[], now: Date, counts: Counts): Promise<void> {
  const destroyed = await tx.query<{ subject: string }>(
    `update personal_key set sealed = null, destroyed_at = $2 where subject_id = any($1::uuid[]) and sealed is not null returning subject_id as subject`,
    [plainArray(subjects), now],
  )
  for (const { subject } of destroyed) counts.add(subject, personalData['personal_key']?.label ?? '')
}

/** Whoever had no key gets the place of one, so that nothing is sealed about them later. */
async function keepWithoutKey(tx: Transaction, people: readonly string[], newId: NewId, now: Date): Promise<void> {
  await tx.query(
    `insert into personal_key (id, subject_id, sealed, made_at, destroyed_at)
     select id, subject_id, null, $3, $3 from unnest($1::uuid[], $2::uuid[]) as given(id, subject_id) on conflict (subject_id) do nothing`,
    [plainArray(people.map(() => newId())), plainArray(people), now],
  )
}

/** What was answered in runs that are over. */
async function eraseAnswers(tx: Transaction, objects: readonly string[]): Promise<void> {
  await tx.query(`update run set input = '{}' where id in (${RUNS_ABOUT}) and state in ('ended', 'cancelled') and input <> '{}'`, [
    plainArray(objects),
  ])
}
