import { afterAll, beforeAll, expect, it } from 'vitest'
import { schedulerActor } from '../../src/identity/actor.ts'
import { createJournalKeeper } from '../../src/runtime/journal-keeper.ts'
import { verifyWith } from '../../src/runtime/verify-journal.ts'
import { appendEntries, entryBy } from '../../src/store/journal.ts'
import { positionsOf, readTree } from '../../src/store/journal-tree.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { sealEverything } from './tampered.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
})
afterAll(() => desk.close())

it('an entry of a transaction that commits late is not skipped: what came after it waits, and is sealed behind it', async () => {
  const { world, clock } = desk
  const { db, newId } = world
  const keeper = createJournalKeeper(world)
  await sealEverything(world)
  const before = (await readTree(db))?.size ?? 0
  const entry = (id: string) => [entryBy(schedulerActor, clock.now(), id, { kind: 'other' })]
  const [late, soon] = [newId(), newId()]
  let sealed = 0
  await db.transaction(async (tx) => {
    await appendEntries(tx, entry(late))
    await db.transaction((other) => appendEntries(other, entry(soon)))
    await keeper.seal()
    sealed = (await readTree(db))?.size ?? 0
  })
  expect(sealed).toBe(before)
  await sealEverything(world)
  const positions = await positionsOf(db, [late, soon])
  expect([positions.get(late), positions.get(soon)]).toEqual([before, before + 1])
  expect(await verifyWith(world, [], () => {})).toMatchObject({ entries: before + 2, unsealed: 0, faults: 0 })
})
