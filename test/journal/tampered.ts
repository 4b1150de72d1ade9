/** A journal with its desk, a data folder and a few ways to look at it, for tests that tamper with it. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exportJournalTo } from '../../src/export-journal.ts'
import { root } from '../../src/kit/root.ts'
import { createJournalKeeper } from '../../src/runtime/journal-keeper.ts'
import { verifyWith } from '../../src/runtime/verify-journal.ts'
import type { World } from '../../src/runtime/world.ts'
import { countByPlace, readTree } from '../../src/store/journal-tree.ts'
import { openTestDesk, type TestDesk, until } from '../desk.ts'

export interface SealedJournal {
  readonly desk: TestDesk
  readonly folder: string
  /** What our own verifier says, fault by fault. */
  verify(): Promise<readonly string[]>
  /** What the stand-alone verifier says of an export: its lines, and whether it found a fault. With the checkpoint that was kept outside. */
  verifyAlone(...more: string[]): Promise<{ readonly code: number; readonly lines: readonly string[] }>
  /** The ids of the sealed entries, in their order. */
  ids(): Promise<string[]>
  close(): Promise<void>
}

/** A desk with a few orders, all sealed; the public key is noted outside. */
export async function openSealedJournal(): Promise<SealedJournal> {
  const folder = await mkdtemp(join(tmpdir(), 'cardinal-journal-'))
  const desk = await openTestDesk({ journal: { folder } })
  const { db } = desk.world
  await desk.queuedCards(3)
  await sealEverything(desk.world)
  const [key] = await db.query<{ verifier: string }>('select verifier from journal_key')
  let exports = 0
  return {
    desk,
    folder,
    verify: async () => (await verifyWith(desk.world, [], () => {})).findings.map(({ sentence }) => sentence),
    async verifyAlone(...more) {
      const to = join(folder, `export-${++exports}`)
      await exportJournalTo(db, to, () => {})
      return verifyExport(to, '--key', key?.verifier ?? '', '--checkpoint', join(folder, 'checkpoint'), ...more)
    },
    ids: async () => (await db.query<{ id: string }>('select unnest(ids) as id from journal_tile order by number')).map(({ id }) => id),
    async close() {
      await desk.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Seals until nothing waits any more: on a server that other tests use as well, their transactions have entries wait. */
export async function sealEverything(world: World): Promise<void> {
  const keeper = createJournalKeeper(world)
  await until(async () => {
    await keeper.seal()
    const tree = await readTree(world.db)
    return tree !== undefined && (await countByPlace(world.db, tree)).after === 0
  }, 'everything is sealed')
}

/** Runs the stand-alone verifier. */
export async function verifyExport(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const ran = await promisify(execFile)(process.execPath, [join(root, 'tools/verify-journal.js'), ...args]).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
  const code = 'code' in ran && typeof ran.code === 'number' ? ran.code : 0
  return { code, lines: `${ran.stdout}${ran.stderr}`.trim().split('\n') }
}

export const keptNote = (folder: string): Promise<string> => readFile(join(folder, 'checkpoint'), 'utf8')
