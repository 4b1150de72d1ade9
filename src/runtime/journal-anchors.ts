/** Takes checkpoints of the journal out of the house, so that whoever has the database cannot take them back. */
import { open, readFile } from 'node:fs/promises'
import type { Checkpoint } from '../journal/checkpoint.ts'
import { type AnchorKind, claimAnchor, recordAnchor } from '../store/journal-anchor.ts'
import { journalOf } from './journal-settings.ts'
import type { World } from './world.ts'

/** A mail for each hour would soon be read by nobody. */
const MAIL_MINUTES = 24 * 60
/** An end-point that does not answer by then does not keep us. */
const PATIENCE = 5_000

/** Anchors a checkpoint wherever that is due. What went wrong is recorded, and tried again when it is due the next time. */
export async function anchorWhereDue(world: World, checkpoint: Checkpoint): Promise<void> {
  const { file, url, mail, minutes } = journalOf(world).anchors
  const due = async (
    kind: AnchorKind,
    target: string | undefined,
    every: number,
    put: (target: string) => Promise<void>,
  ): Promise<void> => {
    const now = world.clock.now()
    if (target === undefined) return
    if (!(await claimAnchor(world.db, kind, checkpoint.size, now, new Date(now.getTime() - every * 60_000)))) return
    const trouble = await put(target).then(
      () => null,
      (error: unknown) => `It could not be done: ${reasonOf(error)}.`,
    )
    await recordAnchor(world.db, kind, checkpoint.size, trouble, world.clock.now())
  }
  await due('file', file, minutes, (path) => append(path, checkpoint.note))
  await due('url', url, minutes, (address) => post(address, checkpoint.note))
  await due('mail', mail, Math.max(minutes, MAIL_MINUTES), (to) => send(world, to, checkpoint))
}

/** What the file that checkpoints are appended to holds; nothing where there is none yet. */
export const anchoredIn = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })

/** By one write at its end: another node that appends at the same moment stands before it or behind it. */
async function append(path: string, note: string): Promise<void> {
  const file = await open(path, 'a', 0o644)
  try {
    await file.write(`${note}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** To the address that is set and to no other: whatever it redirects to is not followed. */
async function post(address: string, note: string): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: note,
    signal: AbortSignal.timeout(PATIENCE),
  })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`it was answered with ${answer.status}`)
}

async function send(world: World, to: string, { note, size }: Checkpoint): Promise<void> {
  const { queueMail } = journalOf(world)
  if (!queueMail) throw new Error('no way to send mail is set up')
  const text = `This is a checkpoint of the journal of Cardinal, over ${size} entries. Keep this mail: with it anyone can verify that none of them was changed or removed.\n\n${note}`
  await world.db.transaction((tx) => queueMail(tx, { to, subject: `Checkpoint of the journal, over ${size} entries`, text }))
}

/** Without what might be in an address, such as a token. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for a reason that was not told'
  const { cause } = error
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.name === 'TimeoutError' ? 'it did not answer in time' : error.message.replace(/\.$/, '')
}
