/** Ways to tamper with the journal in the database itself, past everything that Cardinal does: each is found, by both verifiers, and named. */
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { checkpointsIn, makeCheckpoint } from '../../src/journal/checkpoint.ts'
import { hashesIn } from '../../src/journal/hash-tiles.ts'
import { hashOf } from '../../src/journal/leaf.ts'
import { addLeaf, type Frontier, rootOf } from '../../src/kit/merkle.ts'
import { noteSigner } from '../../src/kit/signed-note.ts'
import type { Database } from '../../src/store/database.ts'
import { readRows } from '../../src/store/journal-tree.ts'
import { testSigner } from '../keys.ts'
import { keptNote, openSealedJournal, type SealedJournal, sealEverything } from './tampered.ts'

const TABLES = ['journal', 'journal_tree', 'journal_tile', 'journal_node', 'journal_checkpoint', 'journal_key', 'secret']

let journal: SealedJournal
let db: Database
let ids: string[]
let kept: string
beforeAll(async () => {
  journal = await openSealedJournal()
  db = journal.desk.world.db
  ids = await journal.ids()
  kept = join(journal.folder, 'checkpoint')
  await copyFile(kept, join(journal.folder, 'kept'))
  for (const table of TABLES) await db.script(`create table kept_${table} as table ${table}`)
})
afterEach(async () => {
  await db.script(TABLES.map((table) => `delete from ${table}; insert into ${table} select * from kept_${table};`).join('\n'))
  await copyFile(join(journal.folder, 'kept'), kept)
})
afterAll(() => journal.close())

it('without tampering both verifiers are silent, and entries that are not sealed yet are no fault', async () => {
  expect(ids.length).toBeGreaterThan(80)
  await journal.desk.queuedCard()
  expect(await journal.verify()).toEqual([])
  const [{ unsealed = 0 } = {}] = await db.query<{ unsealed: number }>(`select count(*) - ${ids.length} as unsealed from journal`)
  expect(unsealed).toBeGreaterThan(0)
  expect(await journal.verifyAlone()).toEqual({
    code: 0,
    lines: [
      `Nothing is wrong: ${ids.length} sealed entries are as they were sealed, by 2 checkpoints and the given keys; ${unsealed} are not sealed yet.`,
    ],
  })
})

const nth = (position: number): string => ids[position] ?? ''
const wasChanged = (position: number): RegExp => new RegExp(`Entry ${nth(position)} at position ${position} was changed`)

const changes: readonly [what: string, set: string][] = [
  ['a fact', `facts = facts || '{"why": "nothing"}'`],
  ['an actor', `actor_name = 'Somebody else'`],
  ['a role', `actor_roles = '{administrator}'`],
  ['an address', `actor_address = '192.0.2.7'`],
  ['a time', `at = at + interval '1 microsecond'`],
  ['a state', `to_state = 'aborted'`],
  ['the object an entry is about', 'object_id = (select id from card order by id desc limit 1)'],
]
for (const [what, set] of changes)
  it(`${what} that was changed is found, with its entry`, async () => {
    await db.query(`update journal set ${set} where id = $1`, [nth(70)])
    await bothFind([wasChanged(70)])
  })

it('an entry that was deleted in the middle is found', async () => {
  await db.query('delete from journal where id = $1', [nth(40)])
  await bothFind([new RegExp(`Entry ${nth(40)} at position 40 was removed`)])
})

it('the newest rows that were deleted are found', async () => {
  const last = ids.length - 1
  await db.query('delete from journal where id = any($1::uuid[])', [[nth(last - 1), nth(last)]])
  await bothFind([
    new RegExp(`${nth(last - 1)} at position ${last - 1} was removed`),
    new RegExp(`${nth(last)} at position ${last} was removed`),
  ])
})

it('the newest entries that were taken back together with what was sealed of them are found by the checkpoint outside', async () => {
  const before = { tables: await takeDown(), note: await keptNote(journal.folder) }
  await journal.desk.queuedCard()
  await sealEverything(journal.desk.world)
  const newest = await keptNote(journal.folder)
  expect(newest).not.toBe(before.note)
  await before.tables()
  const [{ size = 0 } = {}] = checkpointsIn(newest)
  await bothFind([
    new RegExp(
      `covers ${size} entries, and (only|there are only) ${ids.length}.*the newest ${size - ids.length}, at the positions ${ids.length} to ${size - 1}, are missing`,
    ),
  ])
  await journal.desk.queuedCard()
  await expect(sealEverything(journal.desk.world)).rejects.toThrow(`A checkpoint over ${size} entries is known`)
  expect(await keptNote(journal.folder)).toBe(newest)
})

it('an entry that was inserted among those that are sealed is found', async () => {
  await db.query(
    `insert into journal (id, at, transaction, kind, actor_kind, actor_name) select $1, at, transaction, 'other', 'system', 'Nobody' from journal where id = $2`,
    ['01900000-0000-7000-8000-000000000001', nth(30)],
  )
  await bothFind([/Entry 01900000-0000-7000-8000-000000000001 was inserted/])
})

it('an entry that was put in later with an older time is found once it is sealed', async () => {
  await db.query(
    `insert into journal (id, at, kind, actor_kind, actor_name) select $1, at - interval '30 days', 'other', 'system', 'Nobody' from journal where id = $2`,
    ['01900000-0000-7000-8000-000000000002', nth(60)],
  )
  await journal.desk.queuedCard()
  await sealEverything(journal.desk.world)
  const [at] = (await journal.ids()).flatMap((id, position) => (id === '01900000-0000-7000-8000-000000000002' ? [position] : []))
  await bothFind([new RegExp(`01900000-0000-7000-8000-000000000002 at position ${at} says .*it was put in later`)])
})

it('two entries that changed places are found', async () => {
  await db.script(`update journal set id = '01900000-0000-7000-8000-000000000003' where id = '${nth(50)}';
    update journal set id = '${nth(50)}' where id = '${nth(55)}'; update journal set id = '${nth(55)}' where id = '01900000-0000-7000-8000-000000000003'`)
  await bothFind([wasChanged(50), wasChanged(55)])
})

it('two entries that changed places in the tree as well are found', async () => {
  await db.query(
    `update journal_tile set ids[51] = ids[56], ids[56] = ids[51],
       hashes = overlay(overlay(hashes placing substring(hashes from 1 + 55 * 32 for 32) from 1 + 50 * 32) placing substring(hashes from 1 + 50 * 32 for 32) from 1 + 55 * 32)
     where number = 0`,
  )
  const found = await bothFind(
    [/The (sealed )?entries at the positions 0 to \d+ are not those that the checkpoint in .* was signed over/],
    false,
  )
  expect(found[0]).toMatch(new RegExp(`Entry ${nth(51)} at position 51 was moved: it stands behind ${nth(55)}`))
})

it('a checkpoint that was signed with another key is found, and nothing more is signed over it', async () => {
  const [tree] = await db.query<{ origin: string; size: number }>('select origin, size from journal_tree')
  const [tile] = await db.query<{ hashes: Buffer }>('select hashes from journal_tile order by number limit 1')
  const frontier: Frontier = []
  for (const hash of hashesIn(tile?.hashes ?? Buffer.alloc(0))) addLeaf(frontier, hash)
  const other = noteSigner(tree?.origin ?? '', testSigner)
  const forged = makeCheckpoint(tree?.origin ?? '', tree?.size ?? 0, rootOf(frontier), [other])
  await db.query('update journal_checkpoint set note = $1', [forged.note])
  await db.query('insert into journal_key (verifier, made_at) values ($1, now())', [other.verifier])
  await bothFind([/checkpoint in .* is not signed with a key/])
  await journal.desk.queuedCard()
  await expect(sealEverything(journal.desk.world)).rejects.toThrow('is not signed with the key of this journal')
})

it('a tree that was built anew over a changed entry, without the key, is found', async () => {
  await db.query(`update journal set actor_name = 'Somebody else' where id = $1`, [nth(20)])
  await rebuildTile(20)
  await bothFind([/The (sealed )?entries at the positions 0 to \d+ are not those that the checkpoint in .* was signed over/], false)
  await journal.desk.queuedCard()
  await expect(sealEverything(journal.desk.world)).rejects.toThrow('is not what its newest checkpoint was signed over')
})

it('a journal that was emptied and begun again is found by the checkpoint outside', async () => {
  await db.script('truncate journal, journal_tree, journal_tile, journal_node, journal_checkpoint, journal_key')
  await db.query(`delete from secret where name like 'journal-key%'`)
  await journal.desk.queuedCard()
  await expect(sealEverything(journal.desk.world)).rejects.toThrow('nothing is sealed in the database')
  expect(await journal.verify()).toEqual([
    `The checkpoint in the file checkpoint of the data folder covers ${ids.length} entries, and only 0 are sealed: the newest ${ids.length}, at the positions 0 to ${ids.length - 1}, are missing.`,
  ])
  // With the file gone as well it is sealed anew; whoever kept a checkpoint elsewhere finds that it is another journal.
  const note = await keptNote(journal.folder)
  const elsewhere = join(journal.folder, 'anchor')
  await writeFile(elsewhere, note)
  const { journal: _, ...withoutFolder } = journal.desk.world
  await sealEverything(withoutFolder)
  expect(await journal.verify()).toEqual([expect.stringMatching(/The checkpoint in the file checkpoint of the data folder is not signed/)])
  const alone = await journal.verifyAlone('--checkpoint', elsewhere)
  expect(alone.code).toBe(1)
  expect(alone.lines.join('\n')).toMatch(
    /anchor, over \d+ entries, is of the journal cardinal\/journal\/[0-9a-f]+, and the one in the folder is/,
  )
})

/** Both verifiers find exactly these, or these among others; answers what ours said. */
async function bothFind(expected: readonly RegExp[], exactly = true): Promise<readonly string[]> {
  const ours = await journal.verify()
  const alone = await journal.verifyAlone()
  expect(alone.code).toBe(1)
  for (const one of expected) {
    expect(ours).toContainEqual(expect.stringMatching(one))
    expect(alone.lines).toContainEqual(expect.stringMatching(one))
  }
  if (exactly) expect(ours).toHaveLength(expected.length)
  return ours
}

/** Keeps every table as it is now; answers how to bring it back. */
async function takeDown(): Promise<() => Promise<void>> {
  for (const table of TABLES) await db.script(`drop table if exists now_${table}; create table now_${table} as table ${table}`)
  return () =>
    db.script(TABLES.map((table) => `delete from ${table}; insert into ${table} select * from now_${table};`).join('\n')).then(() => {})
}

async function rebuildTile(position: number): Promise<void> {
  const [row] = await readRows(db, [nth(position)])
  if (!row) throw new Error('There is no such entry.')
  await db.query(`update journal_tile set hashes = overlay(hashes placing decode($1, 'hex') from 1 + 32 * $2::int) where number = 0`, [
    hashOf(row).toString('hex'),
    position,
  ])
}
