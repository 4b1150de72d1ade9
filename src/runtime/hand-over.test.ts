import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bureauAnswers } from '../../test/acceptance/bureau-answers.ts'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { schedulerActor } from '../identity/actor.ts'
import { readBatch, sealedBatches } from '../store/batch.ts'
import { NotYet } from './answer.ts'
import { begin } from './begin.ts'
import { collectAnswers } from './collect.ts'
import { sendBatch } from './hand-over.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
})
afterAll(() => desk.close())

const sealed = async (): Promise<{ card: string; batch: string; run: string }> => {
  const card = await desk.queuedCard()
  await begin(desk.world, schedulerActor, { useCase: 'send-queued-orders', objects: [card] })
  const [batch] = await sealedBatches(desk.world.db)
  return { card, batch: batch?.id ?? '', run: batch?.runId ?? '' }
}
const setRun = (run: string, state: string): Promise<unknown> =>
  desk.world.db.query('update run set state = $2 where id = $1', [run, state])

it('does not take it for a trouble of the bureau when the run has legs to walk yet', async () => {
  const { card, batch, run } = await sealed()
  await setRun(run, 'walking')
  await expect(sendBatch(desk.world, desk.bureau, batch)).rejects.toThrow(NotYet)
  expect(await readBatch(desk.world.db, batch)).toMatchObject({ status: 'sealed', lastError: null })
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['processing', 'claimed'])

  await setRun(run, 'waiting')
  await sendBatch(desk.world, desk.bureau, batch)
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['ordered', 'sent'])
  expect(await readdir(join(desk.folder, 'orders'))).toHaveLength(1)
})

it('counts no attempt for a batch that the bureau has', async () => {
  const { batch } = await sealed()
  for (let round = 0; round < 3; round++) await sendBatch(desk.world, desk.bureau, batch)
  expect(await readBatch(desk.world.db, batch)).toMatchObject({ status: 'sent', attempts: 1 })
})

it('keeps an answer that it cannot record, until it can', async () => {
  const { card, batch } = await sealed()
  await sendBatch(desk.world, desk.bureau, batch)
  await bureauAnswers(desk.world, desk.folder, [{ card, status: 'produced' }])
  const { catalog } = desk.world
  const without = { ...catalog, useCases: catalog.useCases.filter(({ slug }) => slug !== 'record-card-produced') }
  await expect(collectAnswers({ ...desk.world, catalog: without }, desk.bureau)).rejects.toThrow('was not recorded')
  expect(await desk.stateOf(card)).toBe('ordered')
  await collectAnswers(desk.world, desk.bureau)
  expect(await desk.stateOf(card)).toBe('produced')
})

it('passes over what could not be read and was broken off, however much there is of it', async () => {
  const { db } = desk.world
  await db.query(
    `insert into bureau_message (bureau, message, kind, source, received_at, body)
     select 'bureau', gen_random_uuid(), 'unreadable', 'scribble.json', now(), 'null' from generate_series(1, 25)`,
  )
  expect(await collectAnswers(desk.world, desk.bureau)).toBe(0)
})
