/** Keeps the journal sealed: once a second while there is something new, and a last time when the server stops. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, readCheckpoint } from '../journal/checkpoint.ts'
import { checkKnown, countUnsealed, JournalAltered, sealSome } from '../journal/seal.ts'
import { type NoteSigner, readNote, signedBy } from '../kit/signed-note.ts'
import { writeWhole } from '../production/bureaus/whole-file.ts'
import { journalSigners } from '../production/journal-key.ts'
import { CannotOpen } from '../store/cannot-open.ts'
import { recordAnchor } from '../store/journal-anchor.ts'
import { beginTree, type JournalTree, newestCheckpoints, readTransactions, readTree, summarizeJournal } from '../store/journal-tree.ts'
import { anchorWhereDue } from './journal-anchors.ts'
import { journalOf } from './journal-settings.ts'
import type { World } from './world.ts'

/** The file in the data folder with the newest checkpoint. */
export const CHECKPOINT_FILE = 'checkpoint'

export interface JournalKeeper {
  /** Seals everything that can be sealed now, and keeps the newest checkpoint outside the database. Throws where the tree was altered. */
  seal(): Promise<void>
}

const EVERY = 1000
/** After so many entries the index is told of what is new. */
const SUMMARY = 8 * 1024
/** That nothing is wrong is written down so often, in milliseconds. */
const CALM = 10 * 60_000

export function createJournalKeeper(world: World): JournalKeeper {
  const { db, clock } = world
  const journal = journalOf(world)
  let known: Checkpoint | undefined
  let isRead = false
  let summarized: number | undefined
  let recordedAt = -CALM

  const keep = async (checkpoint: Checkpoint): Promise<void> => {
    const { note, size } = checkpoint
    if (journal.folder) await writeWhole(journal.folder, CHECKPOINT_FILE, note, 'sealed')
    known = checkpoint
    if (!journal.folder || clock.now().getTime() - recordedAt < CALM) return
    recordedAt = clock.now().getTime()
    await recordAnchor(db, 'folder', size, null, clock.now())
  }
  const sealAll = async (tree: JournalTree): Promise<void> => {
    const signers = await signersOf(world, tree.origin)
    for (;;) {
      const sealed = await sealSome(db, { now: clock.now(), signers, known })
      if (!sealed) return
      await keep(sealed)
      if (sealed.size - (summarized ?? 0) < SUMMARY) continue
      await summarizeJournal(db)
      summarized = sealed.size
    }
  }
  /** What another node sealed is kept here as well. */
  const followOthers = async (tree: JournalTree): Promise<void> => {
    if (tree.size === (known?.size ?? 0)) return
    const [newest] = await newestCheckpoints(db, 1)
    const checkpoint = newest && readCheckpoint(newest.note)
    if (!checkpoint || checkpoint.size === known?.size) return
    if (known) await checkKnown(db, tree, known)
    const ours = (await signersOf(world, tree.origin)).map(({ verifier }) => verifier)
    const note = readNote(checkpoint.note)
    if (!note || !signedBy(note, ours))
      throw new JournalAltered('The newest checkpoint in the database is not signed with the key of this journal.')
    await keep(checkpoint)
  }
  const look = async (): Promise<void> => {
    if (!isRead) known = await keptCheckpoint(journal.folder)
    isRead = true
    const tree = (await readTree(db)) ?? (await begin(world, known))
    if ((await countUnsealed(db)) > 0) await sealAll(tree)
    else await followOthers(tree)
    if (known) await anchorWhereDue(world, known)
  }
  return {
    async seal() {
      try {
        await look()
      } catch (error) {
        if (!(error instanceof JournalAltered || error instanceof CannotOpen)) throw error
        // Written down when it is new: it stays so until somebody has looked, and is found anew each second.
        if (recordedAt !== -CALM - 1) await recordAnchor(db, 'folder', null, `Nothing more is sealed. ${error.message}`, clock.now())
        recordedAt = -CALM - 1
        throw error
      }
    },
  }
}

/** Seals from now on; the answered function seals a last time and ends it. `failed` is told of trouble once, until there is another or none. */
export function keepSealing(world: World, failed: (error: unknown) => void): () => Promise<void> {
  const keeper = createJournalKeeper(world)
  let sealing: Promise<void> | undefined
  let told = ''
  const seal = async (): Promise<void> => {
    try {
      await keeper.seal()
      told = ''
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      if (said !== told) failed(error)
      told = said
    }
  }
  const timer = setInterval(() => {
    sealing ??= seal().finally(() => {
      sealing = undefined
    })
  }, EVERY)
  return async () => {
    clearInterval(timer)
    await sealing
    await seal()
  }
}

/** Who signs for the journal now. */
export function signersOf(world: World, origin: string): Promise<NoteSigner[]> {
  const { fill, keys } = journalOf(world)
  const { db, secrets, clock } = world
  return journalSigners({ db, secrets, clock, fill, given: keys }, origin)
}

/** The checkpoint in the data folder; undefined where there is none. Throws `JournalAltered` where something else is in the file. */
export async function keptCheckpoint(folder: string | undefined): Promise<Checkpoint | undefined> {
  if (folder === undefined) return undefined
  const path = join(folder, CHECKPOINT_FILE)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const checkpoint = readCheckpoint(text)
  if (!checkpoint) throw new JournalAltered(`What is in the file ${path} is not a checkpoint.`)
  return checkpoint
}

/** A journal of whose tree a checkpoint is known is not begun anew: that would hide that it is gone. */
async function begin(world: World, known: Checkpoint | undefined): Promise<JournalTree> {
  if (known)
    throw new JournalAltered(
      `A checkpoint of the journal ${known.origin} over ${known.size} entries is known, and nothing is sealed in the database.`,
    )
  const { db } = world
  const name = new Uint8Array(8)
  journalOf(world).fill(name)
  const { cluster } = await readTransactions(db)
  await beginTree(db, `cardinal/journal/${Buffer.from(name).toString('hex')}`, cluster)
  const tree = await readTree(db)
  if (!tree) throw new Error('The tree of the journal was removed in the moment it was begun.')
  return tree
}
