import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * The rows that aborting one order changes, written by one prepared statement, as fast as the server itself can: the card, its order, the
 * run, its object, and the journal's line. Each client takes the numbers that are its own.
 */
const ABORT = `
\\set i :i + 1
\\set n :first + :i * :clients + :client_id
with given as (
  select * from queued where number = :n
), withdrawn as (
  update production_order o set status = 'withdrawn', withdrawn_at = now() from given where o.card_id = given.card_id and o.status = 'queued' returning o.card_id
), moved as (
  update card set state = 'aborted', version = version + 1, changed_at = now() from withdrawn where id = withdrawn.card_id and state = 'processing' returning id
), begun as (
  insert into run (id, use_case, drawing, state, actor_kind, actor_id, actor_name, at, total, done, started_at, ended_at)
  select run_id, 'CardsAddonExtProdProcAbort', (select hash from current_definition where kind = 'drawing' and name = 'CardsAddonExtProdProcAbort'), 'ended', 'person',
    (select id from account where name = 'operator'), 'Olga Operator', 'aborted', 1, 1, now(), now() from given returning id
), placed as (
  insert into run_object (run_id, object_id, position, at, outcome) select begun.id, moved.id, 0, 'aborted', 'done' from begun, moved
)
insert into journal (id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state)
select entry_id, now(), 'moved', 'person', (select id from account where name = 'operator'), 'Olga Operator', 'CardsAddonExtProdProcAbort', run_id, 'card',
  moved.id, 'processing', 'aborted' from given, moved;
`

/** Aborts `each` orders with each of the clients at once, from the number `first` on; answers how many a second. */
export async function abortByPgbench(
  databaseUrl: string,
  { first, clients, each }: { first: number; clients: number; each: number },
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'cardinal-pgbench-'))
  try {
    const script = join(folder, 'abort.sql')
    await writeFile(script, ABORT)
    const values = Object.entries({ first: first - clients, clients, i: 0 }).flatMap(([name, value]) => ['-D', `${name}=${value}`])
    const { stdout } = await promisify(execFile)('pgbench', [
      ...['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', '-t', String(each), '-f', script, ...values],
      databaseUrl,
    ])
    const rate = /tps = ([\d.]+) \(without initial/.exec(stdout)?.[1]
    if (!rate || !/number of failed transactions: 0 /.test(stdout)) throw new Error(`pgbench did not say its rate:\n${stdout}`)
    return Number(rate)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
