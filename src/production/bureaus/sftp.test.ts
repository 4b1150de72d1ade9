import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { freePort } from '../../../test/free-port.ts'
import {
  BATCH,
  batchOf,
  bureauOn,
  clockOff,
  type Exchange,
  failure,
  openExchange,
  photoOf,
  recallOf,
  withServer,
} from '../../../test/sftp-exchange.ts'
import type { SftpServer, SftpServerOptions } from '../../../test/sftp-server.ts'
import { NotDelivered } from '../bureau.ts'

const NAME = `batch-12-${BATCH}.zip.pgp`
let exchange: Exchange

beforeAll(async () => {
  exchange = await openExchange()
})
afterAll(() => exchange.close())
afterEach(() => {
  exchange.clear()
  vi.restoreAllMocks()
})

describe('a batch is handed over', () => {
  it('as one file with its photos, which GnuPG decrypts, and finds signed by us', async () => {
    const photo = photoOf(randomBytes(200_000))
    expect(await exchange.bureau().submit(batchOf(photo), [photo, photo])).toEqual({ answers: [] })
    expect(exchange.names('orders')).toEqual([NAME])
    const { bytes, signedBy } = exchange.gnupg.open(exchange.file(`orders/${NAME}`))
    expect(signedBy).toBe(exchange.ourFingerprint)
    const entries = await unzipped(bytes)
    expect([...entries.keys()]).toEqual(['message.json', `photos/${photo.sha256}.jpg`])
    expect(JSON.parse(String(entries.get('message.json')))).toEqual(batchOf(photo))
    expect(entries.get(`photos/${photo.sha256}.jpg`)?.equals(photo.bytes)).toBe(true)
  })

  it('again without harm, whether the bureau has taken the file meanwhile or not', async () => {
    await exchange.bureau().submit(batchOf(), [])
    const before = exchange.file(`orders/${NAME}`)
    await exchange.bureau().submit(batchOf(), [])
    expect(exchange.file(`orders/${NAME}`).equals(before)).toBe(true)
    exchange.clear()
    await exchange.bureau().submit(batchOf(), [])
    expect(exchange.names('orders')).toEqual([NAME])
  })

  it('and what a killed attempt left half uploaded is cleared away', async () => {
    exchange.put(`orders/.${NAME}.part-018f`, 'half')
    exchange.put('orders/.batch-13-other.zip.pgp.part-018f', 'half')
    await exchange.bureau().submit(batchOf(), [])
    expect(exchange.names('orders')).toEqual(['.batch-13-other.zip.pgp.part-018f', NAME])
  })

  it.each([-1, 1])('also when our clock is %i hour off', async (hours) => {
    await exchange.bureau({ clock: clockOff(hours) }).submit(batchOf(), [])
    expect(exchange.gnupg.open(exchange.file(`orders/${NAME}`)).signedBy).toBe(exchange.ourFingerprint)
  })

  it('to a server whose pinned key is of another kind than the one it likes best', async () => {
    await exchange.bureau({ connection: { hostKey: exchange.server.ecdsaHostKey } }).submit(batchOf(), [])
    expect(exchange.names('orders')).toEqual([NAME])
  })

  it('and a recall as a message without an archive', async () => {
    expect(await exchange.bureau().recall(recallOf())).toEqual({ answers: [] })
    expect(exchange.names('orders')).toEqual([`recall-${recallOf().message}.json.pgp`])
    const { bytes, signedBy } = exchange.gnupg.open(exchange.file(`orders/recall-${recallOf().message}.json.pgp`))
    expect(signedBy).toBe(exchange.ourFingerprint)
    expect(JSON.parse(String(bytes))).toEqual(recallOf())
  })
})

describe('a batch is definitely not handed over', () => {
  it('to a server with another host key, which is told neither name nor secret', async () => {
    const hostKey = `SHA256:${'A'.repeat(43)}`
    const before = exchange.server.log().length
    const bureau = exchange.bureau({ connection: { hostKey } })
    const message = await notDelivered(bureau.submit(batchOf(), []))
    expect(message).toContain(`Pinned: ${hostKey}. Shown: ${exchange.server.hostKey}, ${exchange.server.ecdsaHostKey}.`)
    await vi.waitFor(() => expect(exchange.server.log().slice(before)).toMatch(/(Connection (closed|reset)|disconnect).*\[preauth\]/i))
    expect(exchange.server.log().slice(before)).not.toMatch(new RegExp(`(user|for) ${exchange.server.user}\\b`))
  })

  it.each<[string, (exchange: Exchange) => Parameters<Exchange['bureau']>[0] | Promise<Parameters<Exchange['bureau']>[0]>, string]>([
    ['nothing listens', async () => ({ connection: { port: await freePort() } }), 'nothing listens on this port'],
    ['there is nothing to sign in with', () => ({ secrets: { 'sftp-key': undefined } }), 'neither a key nor a password'],
    ['the password is wrong', () => ({ secrets: { 'sftp-key': undefined, 'sftp-password': 'wrong' } }), 'does not let Cardinal sign in'],
    ['the key is another', () => ({ secrets: { 'sftp-key': otherClientKey() } }), 'does not let Cardinal sign in'],
    ['the key is none', () => ({ secrets: { 'sftp-key': 'none' } }), 'the key to sign in with cannot be read'],
    ['the folder is not there', () => ({ connection: { folder: '/nowhere/at/all' } }), 'the folder /nowhere/at/all is not there'],
    ['our OpenPGP key is missing', () => ({ secrets: { 'pgp-key': undefined } }), 'No OpenPGP key of Cardinal’s is entered'],
    ['our OpenPGP key is none', () => ({ secrets: { 'pgp-key': 'none' } }), 'is not an armored private key'],
    ['the passphrase of our key is wrong', () => ({ secrets: { 'pgp-passphrase': 'wrong' } }), 'does not open with the passphrase'],
    ['the passphrase of our key is missing', () => ({ secrets: { 'pgp-passphrase': undefined } }), 'no passphrase is entered'],
    ['our key has expired', async () => ({ secrets: { 'pgp-key': await expiredPrivateKey() } }), 'expired on 2020-01-31'],
    ['the bureau’s key is none', () => ({ connection: { bureauKeys: ['none'] } }), 'The bureau’s OpenPGP key 1 cannot be read'],
    ['the bureau’s key is private', ({ ours }) => ({ connection: { bureauKeys: [ours.privateKey] } }), 'is a private key'],
    ['the bureau’s key has expired', ({ gnupg }) => ({ connection: { bureauKeys: [expiredKey(gnupg)] } }), 'expired on 2020-01-31'],
    ['the bureau’s key is revoked', ({ gnupg }) => ({ connection: { bureauKeys: [revokedKey(gnupg)] } }), 'was revoked by its owner'],
  ])('when %s', async (_, changed, sentence) => {
    const bureau = exchange.bureau(await changed(exchange))
    expect(await notDelivered(bureau.submit(batchOf(), []))).toContain(sentence)
    expect(exchange.names('orders')).toEqual([])
  })

  it('when a secret cannot be read, and the sentence does not repeat what went wrong', async () => {
    const { server, gnupg, theirs } = exchange
    const { sftpBureau } = await import('./sftp.ts')
    const bureau = sftpBureau({
      name: 'bureau',
      label: 'The bureau',
      connection: { kind: 'sftp', ...server, bureauKeys: [gnupg.exportKey(theirs)] },
      secret: () => Promise.reject(new Error('the database holds Ada')),
      clock: clockOff(0),
      newId: () => BATCH,
    })
    expect(await notDelivered(bureau.submit(batchOf(), []))).not.toContain('Ada')
  })

  it('when a photo is not the one that was sealed, or is of a kind that is not printed', async () => {
    const photo = photoOf(randomBytes(100))
    expect(await notDelivered(exchange.bureau().submit(batchOf(photo), [{ ...photo, bytes: randomBytes(100) }]))).toContain('not the one')
    expect(await notDelivered(exchange.bureau().submit(batchOf(photo), [{ ...photo, mediaType: 'image/gif' }]))).toContain('neither JPEG')
    expect(exchange.names('orders')).toEqual([])
  })

  it('when a disk is not mounted, so that the folder is empty, and nothing is created then', async () => {
    rmSync(join(exchange.server.folder, 'orders'), { recursive: true })
    expect(await notDelivered(exchange.bureau().submit(batchOf(), []))).toMatch(/orders\/\S+ is not there\.$/)
    expect(exchange.names('.')).toEqual(['answers'])
    exchange.put('orders', 'a file where the folder should be')
    expect(await notDelivered(exchange.bureau().submit(batchOf(), []))).toMatch(/orders\/\S+ is not there\.$/)
  })

  it.each<[string, SftpServerOptions, string]>([
    ['can only be read', { readOnly: true }, 'gives Cardinal no permission for orders/'],
    ['is full', { largestFile: 100 }, 'as it does when its disk is full'],
  ])('to a server that %s, on which nothing is left behind', async (_, options, sentence) => {
    const photo = photoOf(randomBytes(200_000))
    await withServer(options, async (server) => {
      expect(await notDelivered(onServer(server).submit(batchOf(photo), [photo]))).toContain(sentence)
      expect(exchange.names('orders', server)).toEqual([])
    })
  })
})

describe('a connection that is lost', () => {
  const photo = photoOf(randomBytes(700_000)) // Large enough to be uploaded in several parts.

  it('during the upload has delivered nothing, and what is left of it goes with the next attempt', async () => {
    await withServer({ cuts: true }, async (server) => {
      server.cut('write')
      const said = vi.spyOn(console, 'log')
      const warned = vi.spyOn(console, 'error')
      expect(await notDelivered(onServer(server).submit(batchOf(photo), [photo]))).toContain('the connection to the server was lost')
      expect([...said.mock.calls, ...warned.mock.calls]).toEqual([])
      expect(exchange.names('orders', server)).toEqual([expect.stringMatching(/^\.batch-12-.*\.part-/)])
      server.cut('never')
      await onServer(server).submit(batchOf(photo), [photo])
      expect(exchange.names('orders', server)).toEqual([NAME])
    })
  })

  it.each<['rename' | 'renamed', number]>([
    ['rename', 0],
    ['renamed', 1],
  ])('at the rename leaves it unclear, and the repeat makes it clear: %s', async (at, visible) => {
    await withServer({ cuts: true }, async (server) => {
      server.cut(at)
      const error = await failure(onServer(server).submit(batchOf(photo), [photo]))
      expect(error).not.toBeInstanceOf(NotDelivered)
      expect(error.message).toBe(
        'It is unclear whether batch 12 reached the bureau: the connection to the server was lost. It is given again until it is clear.',
      )
      expect(exchange.names('orders', server).filter((name) => name === NAME)).toHaveLength(visible)
      server.cut('never')
      await onServer(server).submit(batchOf(photo), [photo])
      expect(exchange.names('orders', server)).toEqual([NAME])
    })
  })
})

const onServer = (server: SftpServer) => bureauOn(exchange, server)

async function notDelivered(work: Promise<unknown>): Promise<string> {
  const error = await failure(work)
  expect(error).toBeInstanceOf(NotDelivered)
  expect(error.message).toMatch(/^Batch 12 was not handed over: .*\.$/)
  return error.message
}

async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>()
  const zip = await fromBufferPromise(bytes)
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk)
    entries.set(entry.fileName, Buffer.concat(chunks))
    if (entry.fileName.startsWith('photos/')) expect(entry.compressionMethod).toBe(0)
  }
  return entries
}

function otherClientKey(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cardinal-key-'))
  try {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')])
    return readFileSync(join(folder, 'key'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const expiredKey = (gnupg: Exchange['gnupg']) => gnupg.exportKey(gnupg.makeKey('expired', { at: '20200101T000000', lasts: '30d' }))

function revokedKey(gnupg: Exchange['gnupg']): string {
  const key = gnupg.makeKey('revoked')
  gnupg.revoke(key)
  return gnupg.exportKey(key)
}

async function expiredPrivateKey(): Promise<string> {
  const { generateKey } = await import('openpgp')
  const { privateKey } = await generateKey({
    userIDs: { name: 'Cardinal' },
    date: new Date(Date.UTC(2020, 0, 1)),
    keyExpirationTime: 30 * 86_400,
  })
  return privateKey
}
