import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createMessage, decrypt, encrypt, generateKey, type PrivateKey, readKey, readMessage, readPrivateKey, sign } from 'openpgp'
import Client from 'ssh2-sftp-client'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import {
  acknowledgementOf,
  type BoxAtWork,
  batchOf,
  boxAtWork,
  comes,
  orderOf,
  readAnswer,
  recallOf,
} from '../../../test/bureau-messages.ts'
import { sha256 } from '../../kit/hash.ts'
import type { FromBureau, OrderBatch } from '../contract/message.ts'
import type { BoxSettings } from './box.ts'
import type { SftpSettings } from './transport.ts'

const clock = { now: 0 }
let folder = ''
let cardinal: PrivateKey
let stranger: PrivateKey
let sessions: Client[] = []

beforeAll(async () => {
  ;[cardinal, stranger] = (await Promise.all(['Cardinal', 'Stranger'].map(makeKey))) as [PrivateKey, PrivateKey]
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-box-sftp-'))
  writeFileSync(join(folder, 'cardinal-key.asc'), cardinal.toPublic().armor())
  clock.now = Date.UTC(2026, 5, 1)
  sessions = []
})
afterEach(async () => {
  for (const session of sessions) await session.end().catch(() => undefined)
  rmSync(folder, { recursive: true })
})

describe('over SFTP, signed and encrypted both ways', () => {
  it('a batch with its photos and a recall are taken and answered, and the answers are moved away', async () => {
    const box = await opened()
    const client = await signedIn(box)
    const photo = sha256('a photo')
    await put(client, 'batch-1', '.zip.pgp', await sealed(await zipOf(batchOf(1, 2, { line: { photo } }), ['a photo'])))
    await box.hears('Batch 1: taken')
    await put(client, 'recall-1', '.json.pgp', await sealed(Buffer.from(JSON.stringify(recallOf(1, [1])))))
    const first = await heard(client, 3)
    expect(first.map(({ kind }) => kind)).toEqual(['acknowledged', 'cut-off', 'recall-accepted'])
    expect(first[0]).not.toHaveProperty('refused')
    clock.now += 30_000
    const rest = await heard(client, 2)
    expect(rest).toMatchObject([{ kind: 'in-production' }, { kind: 'produced', lines: [orderOf(0)] }])
    const { message } = first[0] as FromBureau
    const acknowledgement = await sealed(Buffer.from(JSON.stringify(acknowledgementOf(message, 1))))
    await put(client, message, '.json.pgp', acknowledgement, '/acknowledgements')
    await comes(() => remembered().includes('"isAcknowledged":true'), 'it is noted')
    await box.close()
    expect([readdirSync(join(folder, 'orders')), readdirSync(join(folder, 'taken')).sort()]).toEqual([
      [],
      [`${message}.json.pgp`, 'batch-1.zip.pgp', 'recall-1.json.pgp'].sort(),
    ])
  })

  it('what is not signed by Cardinal, not encrypted, changed, or no archive is not taken', async () => {
    const box = await opened()
    const client = await signedIn(box)
    const text = Buffer.from(JSON.stringify(recallOf(1, [0])))
    const changed = Buffer.from(await sealed(text))
    changed.writeUInt8(changed.readUInt8(changed.length - 40) ^ 1, changed.length - 40)
    const unsigned = await encrypt({ message: await createMessage({ binary: text }), encryptionKeys: await bureauKey(), format: 'binary' })
    const foreign = await sealed(text, stranger)
    const open = await sign({ message: await createMessage({ binary: text }), signingKeys: cardinal, date: at(), format: 'binary' })
    await put(client, 'a-changed', '.json.pgp', changed)
    await put(client, 'b-unsigned', '.json.pgp', unsigned as Uint8Array)
    await put(client, 'c-foreign', '.json.pgp', foreign)
    await put(client, 'd-open', '.json.pgp', open as Uint8Array)
    await put(client, 'e-text', '.zip.pgp', await sealed(text))
    await comes(() => readdirSync(join(folder, 'refused')).length === 5, 'all are refused')
    await box.rounds(3)
    await box.close()
    expect(box.said.filter((line) => line.includes('is not taken')).length).toBe(5)
    expect([readdirSync(join(folder, 'taken')), readdirSync(join(folder, 'answers')).sort()]).toEqual([[], ['done', 'refused']])
  })

  it('keeps its keys over a restart, and reads Cardinal’s when it is put there', async () => {
    rmSync(join(folder, 'cardinal-key.asc'))
    let box = await opened()
    const before = box.said.filter((line) => /key is|password is/.test(line))
    const client = await signedIn(box)
    await put(client, 'batch-1', '.zip.pgp', await sealed(await zipOf(batchOf(1, 1), [])))
    await box.hears('Cardinal’s OpenPGP public key is not there')
    writeFileSync(join(folder, 'cardinal-key.asc'), cardinal.toPublic().armor())
    expect((await heard(client, 2)).length).toBe(2)
    await box.close()
    box = await opened()
    expect(box.said.filter((line) => /key is|password is/.test(line))).toEqual(before)
    await box.close()
  })
})

describe('its SFTP server', () => {
  it('lets in by its password or by the key that it was told, with the host key whose fingerprint it prints', async () => {
    const key = join(folder, 'client')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const box = await opened({}, { clientKey: readFileSync(`${key}.pub`, 'utf8'), password: 'a password' })
    await signedIn(box, { password: 'a password' })
    await signedIn(box, { privateKey: readFileSync(key) })
    await expect(signedIn(box, { password: 'another' })).rejects.toThrow(/authentication/i)
    await expect(signedIn(box, { username: 'somebody', password: 'a password' })).rejects.toThrow(/authentication/i)
    const told = (await box.hears('host key')).split(' ').at(-1)
    writeFileSync(join(folder, 'host-key.pub'), execFileSync('ssh-keygen', ['-y', '-f', join(folder, '.host-key')]))
    expect(execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'host-key.pub')], { encoding: 'utf8' })).toContain(` ${told} `)
    await box.close()
  })

  it('serves OpenSSH’s own client, which finds the host key that it was told', async () => {
    const key = join(folder, 'client')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const box = await opened({}, { clientKey: readFileSync(`${key}.pub`, 'utf8') })
    const [, host, port] = /on ([\d.]+), port (\d+)/.exec(await box.hears('listens for SFTP')) ?? []
    const hostKey = execFileSync('ssh-keygen', ['-y', '-f', join(folder, '.host-key')], { encoding: 'utf8' })
    writeFileSync(join(folder, 'known'), `[${host}]:${port} ${hostKey}`)
    const batch = ['cd orders', `put ${join(folder, 'known')} one.part`, 'rename one.part one', 'ls', 'get one /dev/null', '']
    writeFileSync(join(folder, 'commands'), batch.join('\n'))
    const options = ['StrictHostKeyChecking=yes', `UserKnownHostsFile=${join(folder, 'known')}`].flatMap((option) => ['-o', option])
    const args = ['-q', '-b', join(folder, 'commands'), ...options, '-i', key, '-P', String(port), `cardinal@${host}`]
    const { stdout } = await promisify(execFile)('sftp', args)
    expect(stdout.split('\n').map((line) => line.trim())).toContain('one')
    expect(readFileSync(join(folder, 'orders', 'one'), 'utf8')).toContain('ssh-ed25519')
    await box.close()
  })

  it('shows its three folders and nothing else of its folder', async () => {
    const box = await opened()
    const client = await signedIn(box)
    expect((await client.list('/')).map(({ name, type }) => [type, name]).sort()).toEqual([
      ['d', 'acknowledgements'],
      ['d', 'answers'],
      ['d', 'orders'],
    ])
    for (const path of ['/.password', '/orders/../.host-key', 'answers/../../etc/passwd', '/taken'])
      expect([path, await client.exists(path)]).toEqual([path, false])
    expect(await client.realPath('/orders/../..')).toBe('/')
    await expect(client.get('/orders/../.password')).rejects.toThrow(/no such file/i)
    await expect(client.put(Buffer.from('x'), '/orders/../stolen')).rejects.toThrow()
    await client.put(Buffer.from('x'), '/answers/one')
    await client.put(Buffer.from('y'), '/answers/two')
    await expect(client.rename('/answers/one', '/answers/two')).rejects.toThrow()
    expect(String(await client.get('/answers/two'))).toBe('y')
    await client.delete('/answers/two')
    await client.mkdir('/answers/kept')
    await client.rename('/answers/one', '/answers/kept/one')
    expect((await client.list('/answers/kept')).map(({ name, size }) => [name, size])).toEqual([['one', 1]])
    await box.close()
    expect(readdirSync(folder)).not.toContain('stolen')
  })

  it('lets nobody in while the bureau is down', async () => {
    const box = await opened({ secondsDown: 3600 })
    await expect(signedIn(box)).rejects.toThrow(/authentication/i)
    clock.now += 3_600_000
    await signedIn(box)
    await box.close()
  })
})

const remembered = () => readFileSync(join(folder, '.bureau-in-a-box.json'), 'utf8')

const at = () => new Date(clock.now)

async function makeKey(name: string): Promise<PrivateKey> {
  const { privateKey } = await generateKey({ userIDs: { name }, date: new Date(Date.UTC(2026, 4, 1)), format: 'object' })
  return readPrivateKey({ armoredKey: privateKey.armor() })
}

const opened = (settings: Partial<BoxSettings> = {}, sftp: SftpSettings = {}): Promise<BoxAtWork> =>
  boxAtWork(clock, { folder, transport: { kind: 'sftp', ...sftp }, ...settings })

async function signedIn(box: BoxAtWork, given: { username?: string; password?: string; privateKey?: Buffer } = {}): Promise<Client> {
  const [, host, port] = /on ([\d.]+), port (\d+)/.exec(await box.hears('listens for SFTP')) ?? []
  const password = given.privateKey
    ? undefined
    : (box.said.find((line) => line.startsWith('Its password is '))?.slice('Its password is '.length) ?? '')
  const client = new Client('test', { error: () => undefined, end: () => undefined, close: () => undefined })
  sessions.push(client)
  await client.connect({ host: host ?? '', port: Number(port), username: 'cardinal', ...(password && { password }), ...given })
  return client
}

/** As Cardinal puts a file there: under another name, and then renamed. */
async function put(client: Client, name: string, ending: string, bytes: Uint8Array, to = '/orders'): Promise<void> {
  await client.put(Buffer.from(bytes), `${to}/.${name}.part`)
  await client.rename(`${to}/.${name}.part`, `${to}/${name}${ending}`)
}

const bureauKey = async () => readKey({ armoredKey: readFileSync(join(folder, 'bureau-key.asc'), 'utf8') })

async function sealed(bytes: Uint8Array, signer = cardinal): Promise<Uint8Array> {
  const message = await createMessage({ binary: new Uint8Array(bytes), date: at() })
  return encrypt({ message, encryptionKeys: await bureauKey(), signingKeys: signer, date: at(), format: 'binary' }) as Promise<Uint8Array>
}

async function zipOf(batch: OrderBatch, photos: string[]): Promise<Buffer> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(JSON.stringify(batch)), 'message.json')
  for (const photo of photos) zip.addBuffer(Buffer.from(photo), `photos/${sha256(photo)}.jpg`, { compress: false })
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}

/** The next so many answers, each decrypted, its signature verified, and moved away as Cardinal does. */
async function heard(client: Client, count: number): Promise<FromBureau[]> {
  const names = async () =>
    (await client.list('/answers'))
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.json.pgp'))
      .sort()
  await comes(async () => (await names()).length >= count, `${count} answers come`)
  const all: FromBureau[] = []
  for (const name of await names()) {
    const message = await readMessage({ armoredMessage: String(await client.get(`/answers/${name}`)) })
    const opened = await decrypt({ message, decryptionKeys: cardinal, verificationKeys: await bureauKey(), expectSigned: true, date: at() })
    all.push(readAnswer(String(opened.data)))
    await client.rename(`/answers/${name}`, `/answers/done/${name}`)
  }
  return all
}
