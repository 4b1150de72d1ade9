/**
 * A bureau that is reached through its SFTP server: batches go into `orders/`, answers come from `answers/`, each in an OpenPGP envelope.
 * The contract for the bureau's side is docs/bureau/sftp.md. What is deliberately absent: deleting anything of the bureau's, and creating
 * orders/ or answers/, since a disk that is not mounted looks just like a folder that is empty.
 */
import { isId } from '../../kit/id.ts'
import { type Bureau, NotDelivered, type Receipt, type SealedPhoto } from '../bureau.ts'
import type { OrderBatch, Recall } from '../contract/message.ts'
import { messageText } from '../contract/read-message.ts'
import { packArchive } from './archive.ts'
import { openSftp, type SftpBureau } from './open-sftp.ts'
import { seal } from './openpgp-envelope.ts'
import { openKeyring } from './openpgp-keyring.ts'
import { reveal, stage, sweep } from './remote-file.ts'
import { collectAnswers } from './sftp-answers.ts'
import { testSftp } from './sftp-findings.ts'
import { Trouble } from './trouble.ts'

export function sftpBureau(given: SftpBureau): Bureau {
  return {
    name: given.name,
    label: given.label,
    connector: 'sftp',
    submit: (batch, photos) => submit(given, batch, photos),
    recall: (recall) => sendRecall(given, recall),
    collect: () => collectAnswers(given),
    test: () => testSftp(given),
  }
}

async function submit(given: SftpBureau, batch: OrderBatch, photos: readonly SealedPhoto[]): Promise<Receipt> {
  const { number } = batch.manifest
  if (!isId(batch.message) || !Number.isSafeInteger(number) || number < 0)
    throw new NotDelivered('This batch has no id or no number, so it cannot be handed over.')
  const pack = () => packArchive(messageText(batch), photos, given.clock.now())
  return handOver(given, `Batch ${number}`, `batch-${number}-${batch.message}.zip.pgp`, pack)
}

async function sendRecall(given: SftpBureau, recall: Recall): Promise<Receipt> {
  if (!isId(recall.message)) throw new NotDelivered('This recall has no id, so it cannot be sent.')
  return handOver(given, 'The recall', `recall-${recall.message}.json.pgp`, async () => Buffer.from(messageText(recall)))
}

async function handOver(given: SftpBureau, what: string, name: string, content: () => Promise<Uint8Array>): Promise<Receipt> {
  const { session, staged } = await orNotDelivered(what, () => prepare(given, name, content))
  try {
    if (staged) await reveal(session, staged, 'orders', name)
    // What a killed attempt left behind is of no use, and is tried again with the next.
    await sweep(session, 'orders', name).catch(() => undefined)
    return { answers: [] }
  } catch (error) {
    throw new Error(`It is unclear whether ${lowered(what)} reached the bureau: ${messageOf(error)} It is given again until it is clear.`, {
      cause: error,
    })
  } finally {
    await session.close()
  }
}

/** All up to the rename. Without a staged file, an earlier attempt has brought it into its place. */
async function prepare(given: SftpBureau, name: string, content: () => Promise<Uint8Array>) {
  const now = given.clock.now()
  const keyring = await openKeyring(given.connection.bureauKeys, given.secret, now)
  const bytes = await seal(await content(), keyring, now)
  const session = await openSftp(given)
  try {
    const there = await session.look(`orders/${name}`)
    if (there && there.kind !== 'file')
      throw new Trouble(`something that is not a file stands at orders/${name}. Ask the bureau to remove it.`)
    // It is encrypted anew each time, so its bytes cannot be compared; its name holds its id.
    const staged = there ? undefined : await stage(session, 'orders', name, bytes, given.newId())
    return { session, staged }
  } catch (error) {
    await session.close()
    throw error
  }
}

/** What fails while nothing is visible to the bureau was definitely not delivered, also where a bug is the reason. */
async function orNotDelivered<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new NotDelivered(`${what} was not handed over: ${messageOf(error)}`, { cause: error })
  }
}

/** What a bug says may hold anything, so it is not repeated; it is the cause. */
function messageOf(error: unknown): string {
  return error instanceof Trouble ? error.message : 'something went wrong in Cardinal itself; its log says more.'
}

const lowered = (what: string): string => what.charAt(0).toLowerCase() + what.slice(1)
