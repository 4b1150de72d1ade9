/** Both sides of an exchange over SFTP: Cardinal's connector, and a bureau with GnuPG in front of the folders of a real server. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, systemClock } from '../src/kit/clock.ts'
import { canonical, sha256 } from '../src/kit/hash.ts'
import { createIds } from '../src/kit/id.ts'
import type { Bureau, Delivery, SealedPhoto } from '../src/production/bureau.ts'
import type { SftpBureau } from '../src/production/bureaus/open-sftp.ts'
import { describeKey, generateKeyPair, type KeyPair } from '../src/production/bureaus/openpgp-keys.ts'
import { sftpBureau } from '../src/production/bureaus/sftp.ts'
import type { OrderBatch, Recall } from '../src/production/contract/message.ts'
import { type GnuPG, openGnuPG } from './gnupg.ts'
import { type SftpServer, type SftpServerOptions, startSftpServer } from './sftp-server.ts'

export type Secrets = Readonly<Record<string, string | undefined>>

export interface Exchange {
  readonly server: SftpServer
  readonly gnupg: GnuPG
  /** The fingerprint of the bureau's key. */
  readonly theirs: string
  readonly ours: KeyPair
  readonly ourFingerprint: string
  /** The connector, as it is or with something of it changed. */
  readonly bureau: (changed?: { connection?: Partial<SftpBureau['connection']>; secrets?: Secrets; clock?: Clock }) => Bureau
  /** The names in a folder of a server, this one if no other is given, in order. */
  readonly names: (folder: string, on?: SftpServer) => string[]
  readonly file: (path: string) => Buffer
  readonly put: (path: string, content: string | Uint8Array) => void
  /** Puts an answer into its place as a bureau does: signed by its key and encrypted for ours. */
  readonly answer: (name: string, content: unknown) => void
  /** Empties all folders. */
  readonly clear: () => void
  readonly close: () => Promise<void>
}

export const newId = createIds(systemClock)
const PASSPHRASE = 'a passphrase of ours'

export async function openExchange(): Promise<Exchange> {
  const server = await startSftpServer()
  const gnupg = openGnuPG()
  const theirs = gnupg.makeKey('bureau')
  const ours = await generateKeyPair('Cardinal <cards@example.org>', PASSPHRASE, systemClock)
  gnupg.importKey(ours.publicKey)
  const ourFingerprint = await fingerprintOf(ours.publicKey)
  const at = (path: string) => join(server.folder, path)
  return {
    server,
    gnupg,
    theirs,
    ours,
    ourFingerprint,
    bureau({ connection, secrets, clock = systemClock } = {}) {
      const known: Secrets = { 'sftp-key': server.clientKey, 'pgp-key': ours.privateKey, 'pgp-passphrase': PASSPHRASE, ...secrets }
      const { host, port, user, folder, hostKey } = server
      const place: SftpBureau['connection'] = {
        kind: 'sftp',
        host,
        port,
        user,
        folder,
        hostKey,
        bureauKeys: [gnupg.exportKey(theirs)],
        ...connection,
      }
      return sftpBureau({ name: 'bureau', label: 'The bureau', connection: place, secret: async (name) => known[name], clock, newId })
    },
    names: (folder, on = server) => readdirSync(join(on.folder, folder)).sort(),
    file: (path) => readFileSync(at(path)),
    put: (path, content) => writeFileSync(at(path), content),
    answer: (name, content) => writeFileSync(at(`answers/${name}`), gnupg.seal(bytesOf(content), { for: ourFingerprint, by: theirs })),
    clear() {
      rmSync(server.folder, { recursive: true })
      for (const folder of ['orders', 'answers']) mkdirSync(at(folder), { recursive: true })
    },
    async close() {
      gnupg.close()
      await server.stop()
    },
  }
}

/** Runs a story on a server of its own. */
export async function withServer(options: SftpServerOptions, story: (server: SftpServer) => Promise<void>): Promise<void> {
  const server = await startSftpServer(options)
  try {
    await story(server)
  } finally {
    await server.stop()
  }
}

/** The connector to another server than that of the exchange. */
export const bureauOn = ({ bureau }: Exchange, { port, hostKey, folder, clientKey }: SftpServer): Bureau =>
  bureau({ connection: { port, hostKey, folder }, secrets: { 'sftp-key': clientKey } })

export async function fingerprintOf(armored: string): Promise<string> {
  const described = await describeKey(armored, systemClock)
  if ('why' in described) throw new Error(described.why)
  return described.fingerprint
}

/** Bytes and texts as they are, anything else as JSON. */
export const bytesOf = (content: unknown): Uint8Array =>
  content instanceof Uint8Array ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))

export const clockOff = (hours: number): Clock => ({ now: () => new Date(systemClock.now().getTime() + hours * 3_600_000) })

const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`
export const BATCH = id(1)
export const line = { order: id(2), card: id(3) }

/** Batch 12 with one order, and where it has a photo, that. */
export function batchOf(photo?: SealedPhoto): OrderBatch {
  const order = { ...line, cardNumber: 1042, layout: 'staff', fields: { FIRST_NAME: 'Ada' }, photo: photo?.sha256 ?? null }
  const manifest: OrderBatch['manifest'] = { version: 1, batch: BATCH, number: 12, bureau: 'bureau', orders: [order] }
  const head = { format: 'cardinal-bureau', version: 1, kind: 'order-batch', message: BATCH, at: '2029-06-01T10:00:00Z' } as const
  return { ...head, hash: sha256(canonical(manifest)), signature: null, manifest }
}

export function photoOf(bytes: Uint8Array): SealedPhoto {
  return { sha256: sha256(bytes), mediaType: 'image/jpeg', bytes }
}

export const recallOf = (): Recall => ({
  format: 'cardinal-bureau',
  version: 1,
  kind: 'recall',
  message: id(4),
  at: '2029-06-01T10:00:00Z',
  lines: [{ recall: id(5), ...line }],
})

/** A message of the bureau: the card of the batch is produced. */
export const produced = (number: number) => ({
  format: 'cardinal-bureau',
  version: 1,
  kind: 'produced',
  message: id(number),
  at: '2029-06-02T10:00:00Z',
  lines: [{ ...line, chipNumber: '04:A1' }],
})

export async function collected(bureau: Bureau): Promise<Delivery[]> {
  const found: Delivery[] = []
  for await (const each of bureau.collect()) found.push(each)
  return found
}

/** Collects, and is done with each delivery at once, as the desk does when it has recorded it. */
export async function workedOff(bureau: Bureau): Promise<Delivery[]> {
  const found: Delivery[] = []
  for await (const each of bureau.collect()) {
    await each.done()
    found.push(each)
  }
  return found
}

export async function failure(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('It did not fail.')
  return error
}
