import { writeSync } from 'node:fs'
import { schedulerActor } from '../../src/identity/actor.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { fillRandom } from '../../src/kit/id.ts'
import { openCardinal } from '../../src/open-cardinal.ts'
import { createJournalKeeper } from '../../src/runtime/journal-keeper.ts'
import { verifyWith } from '../../src/runtime/verify-journal.ts'
import { appendEntries, entryBy } from '../../src/store/journal.ts'
import { openDatabase } from '../../src/store/open.ts'
import { testKeys } from '../keys.ts'

/** Verifies what it finds and says so; then appends and seals, and says each time that it did, until it is killed. */
const [dataDir = '', databaseUrl] = process.argv.slice(2)
const db = await openDatabase({ dataDir, databaseUrl })
const { world } = await openCardinal(db, {
  clock: systemClock,
  bureauFolder: dataDir,
  keys: testKeys,
  failed: () => {},
  journal: { folder: dataDir, fill: fillRandom },
})
const say = (what: object) => writeSync(1, `${JSON.stringify(what)}\n`) // At once, however soon the end comes.
say({ found: await verifyWith(world, [], () => {}) })
const keeper = createJournalKeeper(world)
for (;;) {
  const entries = Array.from({ length: 300 }, () => entryBy(schedulerActor, systemClock.now(), world.newId(), { kind: 'other' }))
  await db.transaction((tx) => appendEntries(tx, entries))
  await keeper.seal()
  say({ sealed: true })
}
