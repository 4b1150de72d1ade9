/** How the journal is sealed: whoever appends knows nothing of it, and nothing is left out, however things meet. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { schedulerActor } from '../../src/identity/actor.ts'
import { checkpointsIn } from '../../src/journal/checkpoint.ts'
import { privateKeyOf, SEED_BYTES, signerOf } from '../../src/kit/signature.ts'
import { readNote, signedBy } from '../../src/kit/signed-note.ts'
import { rotateJournalKey } from '../../src/production/journal-key.ts'
import { createJournalKeeper, signersOf } from '../../src/runtime/journal-keeper.ts'
import { asItComes } from '../../src/runtime/journal-settings.ts'
import { performVerification, requestVerification, verifyWith } from '../../src/runtime/verify-journal.ts'
import type { World } from '../../src/runtime/world.ts'
import type { Database } from '../../src/store/database.ts'
import { appendEntries, entryBy } from '../../src/store/journal.ts'
import { readAnchors } from '../../src/store/journal-anchor.ts'
import { readJournalKeys } from '../../src/store/journal-key.ts'
import { countByPlace, newestCheckpoints, readTree } from '../../src/store/journal-tree.ts'
import { newestVerification } from '../../src/store/journal-verification.ts'
import { openDatabase } from '../../src/store/open.ts'
import { freshPlace, type Place } from '../databases.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { sealEverything } from './tampered.ts'

let place: Place
let db: Database
let desk: TestDesk
let folder: string
beforeAll(async () => {
  place = await freshPlace()
  db = await openDatabase(place.settings)
  desk = await openTestDesk({ db })
  folder = await mkdtemp(join(tmpdir(), 'cardinal-sealing-'))
})
beforeEach(() => sealEverything(desk.world))
afterAll(async () => {
  await desk.close()
  await db.close()
  await place.remove()
  await rm(folder, { recursive: true, force: true })
})

const append = (count: number): Promise<void> =>
  db.transaction((tx) =>
    appendEntries(
      tx,
      Array.from({ length: count }, () => entryBy(schedulerActor, desk.clock.now(), desk.world.newId(), { kind: 'other' })),
    ),
  )

const sealedCount = async (): Promise<number> => (await readTree(db))?.size ?? 0

const isWhole = async (world: World = desk.world): Promise<void> => {
  const { faults, findings, entries } = await verifyWith(world, [], () => {})
  expect([faults, findings]).toEqual([0, []])
  expect(entries).toBe(await sealedCount())
  const tree = await readTree(db)
  if (tree) expect((await countByPlace(db, tree)).before).toBe(entries)
}

it('only the newest checkpoint of an hour is kept', async () => {
  desk.clock.forward(3600)
  await append(1)
  await sealEverything(desk.world)
  const count = (await newestCheckpoints(db, 1000)).length
  await append(1)
  await sealEverything(desk.world)
  expect(await newestCheckpoints(db, 1000)).toHaveLength(count)
  desk.clock.forward(3600)
  await append(1)
  await sealEverything(desk.world)
  expect(await newestCheckpoints(db, 1000)).toHaveLength(count + 1)
})

it('nodes that seal at once make one tree', async () => {
  await append(2_000)
  const before = await sealedCount()
  await Promise.all(Array.from({ length: 4 }, () => sealEverything(desk.world)))
  expect(await sealedCount()).toBe(before + 2_000)
  await isWhole()
})

it('a database that was brought to another cluster, which counts its transactions anew, is sealed on, and nothing twice', async () => {
  await append(10)
  const before = await sealedCount()
  await db.script(`update journal set transaction = (transaction::text::bigint + 1000000)::text::xid8;
    update journal_tree set cluster = 'another', next_transaction = (next_transaction::text::bigint + 1000000)::text::xid8`)
  const { faults, unsealed } = await verifyWith(desk.world, [], () => {})
  expect([faults, unsealed]).toEqual([0, 10])
  await append(5)
  await desk.until(async () => {
    await createJournalKeeper(desk.world).seal()
    return (await sealedCount()) === before + 5
  })
  // Those that came along unsealed have numbers that this cluster reaches later; they are sealed then, and what is sealed is not again.
  expect(await sealedCount()).toBe(before + 5)
  await db.script(`update journal set transaction = '2' where transaction >= '1000000'::xid8`)
  await db.script(`update journal_tree set next_transaction = '0'`)
  await sealEverything(desk.world)
  expect(await sealedCount()).toBe(before + 15)
  await isWhole()
})

it('the newest checkpoint is also kept in the data folder, and sealing goes on after a stop between the two', async () => {
  const world: World = { ...desk.world, journal: { ...asItComes, folder } }
  await append(3)
  await sealEverything(world)
  const kept = (): Promise<string> => readFile(join(folder, 'checkpoint'), 'utf8')
  expect(checkpointsIn(await kept())[0]?.size).toBe(await sealedCount())
  await append(3)
  await sealEverything(desk.world) // Sealed, and stopped before the file was written; or sealed by another node.
  expect(checkpointsIn(await kept())[0]?.size).toBe((await sealedCount()) - 3)
  await sealEverything(world)
  expect(checkpointsIn(await kept())[0]?.size).toBe(await sealedCount())
  await isWhole(world)
  await writeFile(join(folder, 'checkpoint'), 'nonsense')
  await expect(sealEverything(world)).rejects.toThrow('is not a checkpoint')
  expect((await verifyWith(world, [], () => {})).findings.map(({ sentence }) => sentence)).toEqual([
    `What is in the file ${join(folder, 'checkpoint')} is not a checkpoint.`,
  ])
})

it('for thirty days after a new key checkpoints bear both signatures, then its own alone; each is in the journal', async () => {
  const { secrets, clock, newId } = desk.world
  const tree = await readTree(db)
  const origin = tree?.origin ?? ''
  const [before] = await signersOf(desk.world, origin)
  const settings = { db, secrets, clock, fill: asItComes.fill, given: [] }
  const { verifier } = await rotateJournalKey(settings, origin, schedulerActor, newId)
  const newest = async () => readNote((await newestCheckpoints(db, 1))[0]?.note ?? '')
  const by = async (key: string): Promise<boolean> => {
    const note = await newest()
    return note !== undefined && signedBy(note, [key]) !== undefined
  }
  await sealEverything(desk.world)
  expect([await by(verifier), await by(before?.verifier ?? '')]).toEqual([true, true])
  expect(await db.query(`select facts ->> 'key' as key from journal where kind = 'published' order by id desc limit 1`)).toEqual([
    { key: verifier },
  ])
  desk.clock.forward(31 * 86_400)
  await append(1)
  await sealEverything(desk.world)
  expect([await by(verifier), await by(before?.verifier ?? '')]).toEqual([true, false])
  expect((await readJournalKeys(db)).map((key) => key.verifier)).toEqual([verifier, before?.verifier])
  await isWhole()
})

it('a key of a setting signs, and one behind it as well', async () => {
  const other = await openTestDesk()
  const keys = [1, 2].map((seed) => signerOf(privateKeyOf(new Uint8Array(SEED_BYTES).fill(seed))))
  const world: World = { ...other.world, journal: { ...asItComes, keys } }
  await sealEverything(world)
  const [newest] = await newestCheckpoints(other.world.db, 1)
  expect(readNote(newest?.note ?? '')?.signatures).toHaveLength(2)
  await expect(
    rotateJournalKey({ ...other.world, fill: asItComes.fill, given: keys }, 'x', schedulerActor, other.world.newId),
  ).rejects.toThrow('comes from the setting')
  await other.close()
})

it('checkpoints are anchored where that is set, each at most once an hour, and what went wrong is told', async () => {
  const posted: string[] = []
  let status = 200
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => posted.push(text))
    request.on('end', () => response.writeHead(status, { location: '/elsewhere' }).end())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const mails: string[] = []
  const file = join(folder, 'anchors')
  const world: World = {
    ...desk.world,
    journal: {
      ...asItComes,
      anchors: { file, url: `http://127.0.0.1:${port}/checkpoints`, mail: 'auditor@example.org', minutes: 60 },
      queueMail: async (_, { to, text }) => void mails.push(`${to} ${checkpointsIn(text)[0]?.size}`),
    },
  }
  const before = await sealedCount()
  await append(1)
  await sealEverything(world)
  // Where the newest has to wait for a transaction of another test, the one before it is anchored.
  const anchored = async (): Promise<number[]> => checkpointsIn(await readFile(file, 'utf8')).map(({ size }) => size)
  const [first = 0] = await anchored()
  expect(first).toBeGreaterThanOrEqual(before)
  await append(1)
  await sealEverything(world)
  desk.clock.forward(3600)
  status = 302
  await append(1)
  await sealEverything(world)
  const last = (await anchored()).at(-1) ?? 0
  expect(last).toBeGreaterThan(first)
  expect(await anchored()).toEqual([first, last])
  expect(posted.flatMap((text) => checkpointsIn(text)).map(({ size }) => size)).toEqual([first, last])
  expect(mails).toEqual([`auditor@example.org ${first}`])
  expect((await readAnchors(db)).filter(({ kind }) => kind !== 'folder').map(({ kind, size, trouble }) => [kind, size, trouble])).toEqual([
    ['file', last, null],
    ['mail', first, null],
    ['url', first, 'It could not be done: it was answered with 302.'],
  ])
  await isWhole(world)
  server.close()
})

it('entries of every size of tree are sealed, each once, and the tree verifies', async () => {
  const before = await sealedCount()
  let added = 0
  for (const count of [1, 182, 256, 257, 9000]) {
    await append(count)
    await sealEverything(desk.world)
    added += count
    expect(await sealedCount()).toBe(before + added)
  }
  await isWhole()
  expect(await db.query('select count(*) as count from journal')).toEqual([{ count: before + added }])
}, 120_000)

it('a verification is a job whose outcome is kept; a fault becomes one incident, and a mail', async () => {
  const said: string[] = []
  const mails: string[] = []
  const world: World = {
    ...desk.world,
    journal: {
      ...asItComes,
      anchors: { mail: 'auditor@example.org', minutes: 60 },
      alarm: (sentence) => void said.push(sentence),
      queueMail: async (_, { subject }) => void mails.push(subject),
    },
  }
  const asked = await requestVerification(desk.world, desk.admin)
  expect(await requestVerification(desk.world, desk.admin)).toBe(asked)
  await desk.until(async () => (await newestVerification(db))?.endedAt !== null)
  expect(await newestVerification(db)).toMatchObject({
    id: asked,
    byName: 'Test admin',
    faults: 0,
    checked: await sealedCount(),
    findings: [],
  })

  const [row] = await db.query<{ id: string }>('select id from journal order by id limit 1')
  await db.query(`update journal set actor_name = 'Somebody else' where id = $1`, [row?.id])
  await performVerification(world, undefined)
  await performVerification(world, undefined)
  expect(await newestVerification(db)).toMatchObject({ byName: 'Schedule', faults: 1, findings: [{ entry: row?.id }] })
  expect(said).toHaveLength(2)
  expect(mails).toHaveLength(2)
  expect(await db.query(`select state from incident where kind = 'The journal does not verify'`)).toEqual([{ state: 'open' }])
  expect(await requestVerification(desk.world, desk.operator)).toMatchObject({ code: 'not_permitted' })
})
