import type { Database } from '../src/store/database.ts'

/** The rows that a run of aborts changes, changed by one set-based statement for the numbers from `first` to `last`. */
export async function abortBare(db: Database, first: number, last: number): Promise<void> {
  const [changed] = await db.query<{ changed: number }>(
    `with begun as (
       insert into run (id, use_case, drawing, state, actor_kind, actor_id, actor_name, at, total, done, started_at, ended_at)
       select gen_random_uuid(), 'CardsAddonExtProdProcAbort', d.hash, 'ended', 'person', a.id, a.display_name, 'aborted', $2::int - $1::int + 1, $2::int - $1::int + 1, now(), now()
       from current_definition d, account a where d.kind = 'drawing' and d.name = 'CardsAddonExtProdProcAbort' and a.name = 'operator' returning id, actor_id, actor_name
     ), given as (
       select * from queued where number between $1 and $2
     ), withdrawn as (
       update production_order o set status = 'withdrawn', withdrawn_at = now() from given where o.card_id = given.card_id and o.status = 'queued' returning given.*
     ), moved as (
       update card set state = 'aborted', version = version + 1, changed_at = now() from withdrawn where id = withdrawn.card_id and state = 'processing' returning withdrawn.*
     ), placed as (
       insert into run_object (run_id, object_id, position, at, outcome) select begun.id, card_id, number, 'aborted', 'done' from moved, begun
     ), told as (
       insert into journal (id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state)
       select entry_id, now(), 'moved', 'person', begun.actor_id, begun.actor_name, 'CardsAddonExtProdProcAbort', begun.id, 'card', card_id, 'processing', 'aborted' from moved, begun
     )
     select count(*) as changed from moved`,
    [first, last],
  )
  if (changed?.changed !== last - first + 1)
    throw new Error(`The bare statement changed ${changed?.changed} of ${last - first + 1} orders.`)
}
