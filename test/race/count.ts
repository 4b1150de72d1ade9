import type { Database } from '../../src/store/database.ts'
import type { AnsweringBureau } from './answering-bureau.ts'

/** What is counted at the end; the sets that a million cards make are counted by the database. */
export type Counts = Readonly<Record<string, number>>

export async function countAll(
  db: Database,
  bureau: AnsweringBureau,
  heard: { readonly aborted: ReadonlySet<string>; readonly killed: number },
): Promise<Counts> {
  await note(db, bureau, heard.aborted)
  const one = async (sql: string): Promise<number> => (await db.query<{ n: number }>(sql))[0]?.n ?? Number.NaN
  const cards = (state: string, status: string): Promise<number> =>
    one(
      `select count(*) as n from card c join production_order o on o.card_id = c.id where c.state in (${state}) and o.status = '${status}'`,
    )
  const recalls = (state: string): Promise<number> => one(`select count(*) as n from recall where state = '${state}'`)
  const performed = (useCase: string): Promise<number> =>
    one(
      `select count(*) as n from run_object o join run r on r.id = o.run_id
       where r.use_case = '${useCase}' and o.outcome is not null and o.refusal is null`,
    )
  return {
    aborted: await cards(`'aborted'`, 'withdrawn'),
    recalled: await cards(`'aborted'`, 'recalled'),
    ordered: await cards(`'ordered', 'inProduction'`, 'sent'),
    produced: await cards(`'produced'`, 'answered'),
    holds: await performed('CardsAddonExtProdProcHold'),
    releases: await performed('CardsAddonExtProdProcRelease'),
    heldLeft: await one(
      `select count(*) as n from card c join production_order o on o.card_id = c.id
       where c.state = 'processing' and o.status = 'queued' and o.held_at is not null`,
    ),
    recallsAccepted: await recalls('accepted'),
    recallsRefused: await recalls('refused'),
    recallsMissed: await recalls('missed'),
    recallsOpen: await one(`select count(*) as n from recall where state in ('asked', 'sent', 'overdue')`),
    inManifests: await one('select count(distinct card) as n from race_manifest'),
    batches: bureau.manifests.size,
    returnedBatches: await one(`select count(*) as n from batch where status = 'returned'`),
    attempts: await one('select coalesce(sum(attempts), 0)::bigint as n from batch'),
    killed: heard.killed,
    abortsAcknowledged: heard.aborted.size,
    messages: bureau.said.size,
    messagesSaid: bureau.times(),
    messagesKept: await one('select count(*) as n from bureau_message'),
    messagesUnrecorded: await one('select count(*) as n from bureau_message where recorded_at is null'),
    messagesUnmatched: await one(`select count(*) as n from bureau_message where unmatched <> '[]'`),
    incidents: await one('select count(*) as n from incident'),
    deadlocks: await one('select deadlocks as n from pg_stat_database where datname = current_database()'),
    lostAborts: await one(`select count(*) as n from race_told t join card c on c.id = t.card where c.state <> 'aborted'`),
    twiceInManifests: await one('select count(*) - count(distinct card) as n from race_manifest'),
    abortedAndInManifest: await one(
      `select count(*) as n from race_manifest m join card c on c.id = m.card join production_order o on o.card_id = c.id
       where c.state not in ('ordered', 'inProduction', 'produced') and (c.state, o.status) <> ('aborted', 'recalled')`,
    ),
    recalledAndInManifest: await one(
      `select count(*) as n from race_manifest m join production_order o on o.card_id = m.card where o.status = 'recalled'`,
    ),
    unclearOutcomes: await one(
      `select count(*) as n from card c left join production_order o on o.card_id = c.id left join batch b on b.id = o.batch_id
       where o.id is null or (c.state, o.status, case when b.status in ('sent', 'acknowledged') then 'with the bureau' else coalesce(b.status, '') end) not in (
         ('aborted', 'withdrawn', ''), ('aborted', 'recalled', 'with the bureau'), ('processing', 'queued', ''), ('ordered', 'sent', 'with the bureau'),
         ('inProduction', 'sent', 'with the bureau'), ('produced', 'answered', 'with the bureau')) or c.state = 'processing' and o.held_at is null`,
    ),
    doubleOutcomes: await one(
      `select count(*) as n from (
         select object_id from journal where kind = 'moved' and template = 'card' group by object_id
         having count(*) filter (where from_state = 'processing') <> 1 or count(*) <> count(distinct from_state) or bool_or(from_state = 'aborted')
           or count(*) filter (where to_state in ('aborted', 'produced')) > 1
       ) as doubled`,
    ),
    wrongHistories: await one(
      `select count(*) as n from card c left join lateral (
         select to_state from journal j where j.object_id = c.id and j.kind = 'moved' order by j.id desc limit 1
       ) last on true where coalesce(last.to_state, 'processing') <> c.state`,
    ),
    wrongSums: await one(
      `select count(*) as n from run r join lateral (
         select count(*) as total, count(*) filter (where outcome = 'done') as done, count(*) filter (where outcome = 'refused') as refused
         from run_object where run_id = r.id) o on true
       where (r.total, r.done, r.refused) is distinct from (o.total, o.done, o.refused) or r.state = 'ended' and r.done + r.refused <> r.total`,
    ),
  }
}

/** In sentences, what must not be so after a race for so many orders. */
export function complaints(counts: Counts, orders: number): string[] {
  const n = (name: string): number => counts[name] ?? Number.NaN
  const must = (isSo: boolean, sentence: string): string[] => (isSo ? [] : [sentence])
  const never = (name: string): string[] => must(counts[name] === 0, `${name} is ${counts[name]}, and must be 0.`)
  const outcomes = n('aborted') + n('recalled') + n('ordered') + n('produced') + n('heldLeft')
  return [
    ...must(outcomes === orders, `${orders - outcomes} of ${orders} orders are lost.`),
    ...must(n('inManifests') === n('ordered') + n('produced') + n('recalled'), 'The bureau has other orders than we say it has.'),
    ...must(n('recalledAndInManifest') === n('recalled'), 'A card was stopped that the bureau never had.'),
    ...must(n('recallsAccepted') === n('recalled'), 'There are other accepted recalls than stopped cards.'),
    ...must(n('messagesKept') === n('messages'), 'The bureau said other messages than were kept.'),
    ...NEVER.flatMap(never),
  ]
}

const NEVER = [
  'lostAborts',
  'twiceInManifests',
  'abortedAndInManifest',
  'unclearOutcomes',
  'doubleOutcomes',
  'wrongHistories',
  'wrongSums',
  'recallsOpen',
  'messagesUnrecorded',
  'messagesUnmatched',
  'incidents',
  'deadlocks',
]

/** Brings what the bureau has, and which aborts nodes were told are done, to the database. */
async function note(db: Database, { manifests }: AnsweringBureau, aborted: ReadonlySet<string>): Promise<void> {
  await db.script('create table race_manifest (card uuid not null); create table race_told (card uuid not null)')
  for (const { orders } of manifests.values())
    await db.query('insert into race_manifest select unnest($1::uuid[])', [orders.map(({ card }) => card)])
  const told = [...aborted]
  for (let from = 0; from < told.length; from += 10_000)
    await db.query('insert into race_told select unnest($1::uuid[])', [told.slice(from, from + 10_000)])
  await db.script('create index on race_manifest (card); analyze')
}
