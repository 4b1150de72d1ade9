import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../src/production/bureaus/whole-file.ts'
import type { Fixture } from './fixture.ts'

export const inBatch = 1000

/**
 * The release of so many orders by bare statements: a loop that claims a batch by one, reads its lines, hashes and writes the file, and
 * records the hand-over by one.
 */
export async function releaseBare({ db, world, bureauFolder }: Fixture, orders: number): Promise<void> {
  const folder = join(bureauFolder, 'bare')
  await mkdir(folder, { recursive: true })
  for (let left = orders; left > 0; left -= inBatch) {
    const [batch, run] = [world.newId(), world.newId()]
    await db.query(CLAIM, [batch, run, inBatch])
    const lines = await db.query(
      `select o.id, c.id as card, c.number, c.holder_first_name, c.holder_last_name, c.employee_number, c.unit, c.common_name, c.user_principal_name, c.valid_to
       from production_order o join card c on c.id = o.card_id where o.batch_id = $1 order by o.queued_at, o.id`,
      [batch],
    )
    const text = JSON.stringify(lines)
    const hash = createHash('sha256').update(text).digest('hex')
    await db.query(`update batch set status = 'sealed', sealed_at = now(), manifest_hash = $2, orders = $3 where id = $1`, [
      batch,
      hash,
      lines.length,
    ])
    await writeWhole(folder, `${batch}.json`, JSON.stringify({ hash, manifest: lines }), batch)
    const ids = lines.map(() => world.newId())
    await db.query(SENT, [batch, run, ids])
  }
}

const CLAIM = `
  with begun as (
    insert into run (id, use_case, drawing, state, actor_kind, actor_name, at, total, started_at)
    select $2::uuid, 'CardsAddonExtProdProcSend', hash, 'waiting', 'system', 'Schedule', 'answer', $3::int, now()
    from current_definition where kind = 'drawing' and name = 'CardsAddonExtProdProcSend'
  ), opened as (
    insert into batch (id, bureau, status, run_id, opened_at) values ($1::uuid, 'bureau', 'open', $2::uuid, now())
  ), claimed as (
    update production_order set status = 'claimed', batch_id = $1::uuid, claimed_at = now()
    where id in (select id from production_order where bureau = 'bureau' and status = 'queued' order by queued_at, id limit $3::int) and status = 'queued' returning card_id
  ), placed as (
    insert into run_object (run_id, object_id, position, at) select $2::uuid, card_id, row_number() over (), 'answer' from claimed
  )
  select from claimed`

const SENT = `
  with sent as (
    update production_order set status = 'sent', sent_at = now() where batch_id = $1::uuid and status = 'claimed' returning card_id
  ), moved as (
    update card set state = 'ordered', version = version + 1, changed_at = now() from sent where id = card_id and state = 'processing' returning id
  ), marked as (
    update batch set status = 'sent', sent_at = now() where id = $1::uuid and status = 'sealed'
  ), placed as (
    update run_object set at = 'ordered', outcome = 'done' where run_id = $2::uuid
  ), ended as (
    update run set state = 'ended', at = 'ordered', done = total, ended_at = now() where id = $2::uuid
  ), numbered as (
    select id, row_number() over () as number from moved
  )
  insert into journal (id, at, kind, actor_kind, actor_name, use_case, run_id, template, object_id, from_state, to_state)
  select entry, now(), 'moved', 'system', 'Schedule', 'CardsAddonExtProdProcSend', $2::uuid, 'card', numbered.id, 'processing', 'ordered'
  from numbered join unnest($3::uuid[]) with ordinality as given(entry, number) using (number)`
