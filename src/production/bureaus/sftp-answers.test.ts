import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { encrypt, readKey, readMessage } from 'openpgp'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ZipFile } from 'yazl'
import {
  BATCH,
  bureauOn,
  bytesOf,
  clockOff,
  collected,
  type Exchange,
  failure,
  fingerprintOf,
  openExchange,
  produced,
  withServer,
  workedOff,
} from '../../../test/sftp-exchange.ts'
import type { SftpServer } from '../../../test/sftp-server.ts'
import { sha256 } from '../../kit/hash.ts'
import type { Delivery } from '../bureau.ts'
import { generateKeyPair } from './openpgp-keys.ts'

let exchange: Exchange
let stranger = ''
let expired = ''
let revoked = ''

beforeAll(async () => {
  exchange = await openExchange()
  const { gnupg } = exchange
  stranger = gnupg.makeKey('stranger')
  expired = gnupg.makeKey('expired', { at: '20200101T000000', lasts: '30d' })
  revoked = gnupg.makeKey('revoked')
})
afterAll(() => exchange.close())
afterEach(() => {
  exchange.clear()
  vi.restoreAllMocks()
})

describe('answers are collected', () => {
  it('when GnuPG signed and encrypted them, acknowledged, and moved away, each once', async () => {
    exchange.answer('0001.json.pgp', produced(7))
    const [answer, ...others] = await collected(exchange.bureau())
    expect(others).toEqual([])
    expect(said(answer)).toEqual(['0001.json.pgp', produced(7)])
    expect(exchange.names('answers')).toEqual(['0001.json.pgp'])

    await answer?.done()
    expect(exchange.names('answers')).toEqual(['done'])
    expect(exchange.names('answers/done')).toEqual(['0001.json.pgp'])
    expect(exchange.names('acknowledgements')).toEqual([`${produced(7).message}.json.pgp`])
    const { bytes, signedBy } = exchange.gnupg.open(exchange.file(`acknowledgements/${produced(7).message}.json.pgp`))
    expect(signedBy).toBe(exchange.ourFingerprint)
    expect(JSON.parse(String(bytes))).toMatchObject({ kind: 'acknowledged', of: produced(7).message })
    expect(await collected(exchange.bureau())).toEqual([])
  })

  it('in the order of their names, also from an archive, which is done when its last message is', async () => {
    exchange.answer('0002.json.pgp', produced(9))
    exchange.answer(
      '0001.zip.pgp',
      await zipped([
        ['b.json', produced(8)],
        ['a.json', produced(7)],
      ]),
    )
    exchange.put('answers/.0000.json.pgp', 'still being written')
    exchange.put('answers/0000.json.pgp.part', 'still being written')
    const answers = await collected(exchange.bureau())
    expect(answers.map(said)).toEqual([
      ['0001.zip.pgp, a.json', produced(7)],
      ['0001.zip.pgp, b.json', produced(8)],
      ['0002.json.pgp', produced(9)],
    ])
    await answers[0]?.done()
    expect(exchange.names('.')).toEqual(['answers', 'orders'])
    await answers[1]?.done()
    expect(exchange.names('answers/done')).toEqual(['0001.zip.pgp'])
    expect(exchange.names('acknowledgements')).toEqual([7, 8].map((number) => `${produced(number).message}.json.pgp`))
    expect(exchange.names('answers')).toEqual(['.0000.json.pgp', '0000.json.pgp.part', '0002.json.pgp', 'done'])
  })

  it('again where they were given again, without a second acknowledgement, and beside a name that is taken', async () => {
    for (let count = 0; count < 2; count++) {
      exchange.answer('0001.json.pgp', produced(7))
      expect((await workedOff(exchange.bureau())).map(said)).toEqual([['0001.json.pgp', produced(7)]])
    }
    expect(exchange.names('answers/done')).toEqual(['0001.2.json.pgp', '0001.json.pgp'])
    expect(exchange.names('acknowledgements')).toHaveLength(1)
  })

  it('by two at once without harm', async () => {
    exchange.answer('0001.json.pgp', produced(7))
    const [one] = await collected(exchange.bureau())
    const [other] = await collected(exchange.bureau())
    await one?.done()
    await other?.done()
    expect(exchange.names('answers/done')).toEqual(['0001.json.pgp'])
    expect(exchange.names('acknowledgements')).toHaveLength(1)
  })

  it.each([-1, 1, -25, 25])('also when our clock is %i hours off', async (hours) => {
    exchange.answer('0001.json.pgp', produced(7))
    expect((await workedOff(exchange.bureau({ clock: clockOff(hours) }))).map(said)).toEqual([['0001.json.pgp', produced(7)]])
    expect(exchange.names('answers/done')).toEqual(['0001.json.pgp'])
  })

  it('armored too, and signed by any key of the bureau’s', async () => {
    const { gnupg, theirs, ourFingerprint } = exchange
    exchange.put('answers/0001.json.pgp', gnupg.seal(bytesOf(produced(7)), { for: ourFingerprint, by: stranger, armored: true }))
    const bureauKeys = [gnupg.exportKey(theirs), gnupg.exportKey(stranger)]
    expect((await workedOff(exchange.bureau({ connection: { bureauKeys } }))).map(said)).toEqual([['0001.json.pgp', produced(7)]])
  })

  it('while our key is changed, also those that are encrypted for the one before', async () => {
    exchange.answer('0001.json.pgp', produced(7))
    const next = await generateKeyPair('Cardinal, next', 'another', clockOff(0))
    const { privateKey } = exchange.ours
    const secrets = { 'pgp-key': next.privateKey, 'pgp-passphrase': 'another', 'pgp-key-previous': privateKey }
    const passphrase = { 'pgp-passphrase-previous': 'a passphrase of ours' }
    expect((await failure(collected(exchange.bureau({ secrets })))).message).toContain('Enter pgp-passphrase-previous')
    const answers = await workedOff(exchange.bureau({ secrets: { ...secrets, ...passphrase } }))
    expect(answers.map(said)).toEqual([['0001.json.pgp', produced(7)]])
    exchange.gnupg.importKey(next.publicKey)
    const { signedBy } = exchange.gnupg.open(exchange.file(`acknowledgements/${produced(7).message}.json.pgp`))
    expect(signedBy).toBe(await fingerprintOf(next.publicKey))
  })
})

describe('an answer is refused, put aside with its reason, and stops no other', () => {
  const seal = (content: unknown, options: { for?: string; by?: string | undefined; at?: string } = {}) =>
    exchange.gnupg.seal(bytesOf(content), { for: exchange.ourFingerprint, by: exchange.theirs, ...options })

  it.each<[string, string, string, () => Uint8Array | string | Promise<Uint8Array>]>([
    ['that is not signed', 'json', 'It is not signed.', () => seal(produced(7), { by: undefined })],
    ['that a stranger signed', 'json', 'a key that is none of the bureau’s', () => seal(produced(7), { by: stranger })],
    ['that was tampered with', 'json', 'It cannot be decrypted', () => tampered(seal(produced(7)))],
    ['whose signature is of something else', 'json', 'Its signature does not fit', () => encryptedForUs(forged())],
    ['that is encrypted for another', 'json', 'It is encrypted for another key', () => seal(produced(7), { for: stranger })],
    [
      'that is signed and not encrypted',
      'json',
      'It is not encrypted for a key',
      () => exchange.gnupg.sign(bytesOf(produced(7)), exchange.theirs),
    ],
    ['from days ahead', 'json', 'more than a day in the future', () => seal(produced(7), { at: '20991231T000000' })],
    ['that is garbage', 'json', 'It is not an OpenPGP message.', () => 'garbage'],
    ['that is empty', 'json', 'It is not an OpenPGP message.', () => ''],
    ['that is larger than 50 MB', 'json', 'It is larger than 50 MB', () => new Uint8Array(50 * 1024 * 1024 + 1)],
    ['that inflates to more than 20 MB', 'json', 'It holds more than 20 MB', () => seal(Buffer.alloc(21 * 1024 * 1024, ' '))],
    ['that is an XML entity bomb', 'json', 'It is not JSON', () => seal(XML)],
    ['that is not of the contract', 'json', 'has a field that the contract does not know', () => seal({ ...produced(7), extra: 1 })],
    ['that is no archive', 'zip', 'It is not an archive', () => seal(produced(7))],
    [
      'whose archive has one bad message',
      'zip',
      'b.json: It is not JSON',
      async () =>
        seal(
          await zipped([
            ['a.json', produced(7)],
            ['b.json', '<'],
          ]),
        ),
    ],
    ['whose archive is a bomb', 'zip', 'larger than 20 MB a message or 100 MB in all', async () => seal(await zipped([['a.json', BOMB]]))],
    [
      'whose archive leads elsewhere',
      'zip',
      'in a folder or with a path',
      async () => seal(renamed(await zipped([['aaa.json', produced(7)]]), '../.json')),
    ],
  ])('%s', async (_, ending, why, make) => {
    exchange.put(`answers/0001.${ending}.pgp`, await make())
    exchange.answer('0002.json.pgp', produced(9))
    const [refused, good, ...others] = await workedOff(exchange.bureau())
    expect(others).toEqual([])
    expect(said(refused)).toEqual([`0001.${ending}.pgp`, expect.stringContaining(why)])
    expect(said(good)).toEqual(['0002.json.pgp', produced(9)])
    expect(exchange.names('answers')).toEqual(['done', 'refused'])
    expect(exchange.names('answers/refused')).toEqual([`0001.${ending}.pgp`, `0001.${ending}.pgp.why.txt`])
    expect(String(exchange.file(`answers/refused/0001.${ending}.pgp.why.txt`))).toContain(why)
    expect(exchange.names('acknowledgements')).toEqual([`${produced(9).message}.json.pgp`])
  })

  it('that is signed by a key of the bureau’s that has expired, even if it was good when it signed', async () => {
    const signed = exchange.gnupg.sign(bytesOf(produced(7)), expired, { at: '20200110T000000' })
    exchange.put('answers/0001.json.pgp', await encryptedForUs(signed))
    expect(await refusedWith(expired)).toBe('The bureau’s OpenPGP key 2, which signed it, expired on 2020-01-31.')
  })

  it('that is signed by a key of the bureau’s that was revoked since', async () => {
    exchange.put('answers/0001.json.pgp', seal(produced(7), { by: revoked }))
    exchange.gnupg.revoke(revoked)
    expect(await refusedWith(revoked)).toBe('The bureau’s OpenPGP key 2, which signed it, was revoked by its owner.')
  })

  it('that is a link, a folder, or has a name that may be about a person', async () => {
    exchange.answer('Ada Lovelace.json.pgp', produced(7))
    symlinkSync('/etc/hostname', join(exchange.server.folder, 'answers', '0001.json.pgp'))
    mkdirSync(join(exchange.server.folder, 'answers', '0002.json.pgp'))
    execFileSync('mkfifo', [join(exchange.server.folder, 'answers', '0003.json.pgp')])
    const neutral = `answer-${sha256('Ada Lovelace.json.pgp').slice(0, 12)}.json.pgp`
    expect((await workedOff(exchange.bureau())).map(said)).toEqual([
      ['0001.json.pgp', 'It is a link, and only files are read.'],
      ['0002.json.pgp', 'It is not a file.'],
      ['0003.json.pgp', 'It is not a file.'],
      [neutral, expect.stringContaining('Its name')],
    ])
    expect(exchange.names('answers')).toEqual(['refused'])
    expect(exchange.names('answers/refused')).toContain(neutral)
    expect(exchange.names('answers/refused')).toHaveLength(8)
  })
})

describe('what cannot be fetched stays where it is, and is told in a sentence', () => {
  it('when the folder is not there, and it is not created', async () => {
    rmSync(join(exchange.server.folder, 'answers'), { recursive: true })
    expect((await failure(collected(exchange.bureau()))).message).toBe('The answers of the bureau cannot be read: answers/ is not there.')
    expect(exchange.names('.')).toEqual(['orders'])
  })

  it('when our key does not open', async () => {
    exchange.answer('0001.json.pgp', produced(7))
    const error = await failure(collected(exchange.bureau({ secrets: { 'pgp-passphrase': 'wrong' } })))
    expect(error.message).toMatch(/^The answers of the bureau cannot be read: .* does not open with the passphrase/)
    expect(exchange.names('answers')).toEqual(['0001.json.pgp'])
  })

  it('when the connection is lost, at once and without a line on the console', async () => {
    await withServer({ cuts: true }, async (server) => {
      const lines = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')]
      for (const name of ['0001.json.pgp', '0002.json.pgp']) copyTo(server, name)
      server.cut('read')
      expect((await failure(collected(onServer(server)))).message).toBe(
        'The answers that were not read yet are left where they are: the connection to the server was lost.',
      )
      expect(lines.flatMap(({ mock }) => mock.calls)).toEqual([])
      server.cut('never')
      expect(await collected(onServer(server))).toHaveLength(2)
      expect(exchange.names('answers', server)).toEqual(['0001.json.pgp', '0002.json.pgp'])
    })
  })

  it('when the connection is lost before one is done, which is then done on another', async () => {
    await withServer({ cuts: true }, async (server) => {
      copyTo(server, '0001.json.pgp')
      server.cut('rename')
      const answers = onServer(server).collect()[Symbol.asyncIterator]()
      const { value: answer } = await answers.next()
      expect((await failure(answer?.done())).message).toContain('will be read again: the connection to the server was lost.')
      server.cut('never')
      await answer?.done()
      expect((await answers.next()).done).toBe(true)
      expect(exchange.names('answers/done', server)).toEqual(['0001.json.pgp'])
    })
  })

  it('when the server can only be read: it is read, and given again until it can be moved', async () => {
    await withServer({ readOnly: true }, async (server) => {
      copyTo(server, '0001.json.pgp')
      for (let count = 0; count < 2; count++) {
        const [answer] = await collected(onServer(server))
        expect(said(answer)).toEqual(['0001.json.pgp', produced(7)])
        expect((await failure(answer?.done() ?? Promise.resolve())).message).toContain('could not be acknowledged and moved away')
      }
      expect(exchange.names('answers', server)).toEqual(['0001.json.pgp'])
    })
  })
})

const said = (delivery: Delivery | undefined) => delivery && [delivery.source, 'message' in delivery ? delivery.message : delivery.why]

/** Why the one answer is refused where the bureau has this second key. */
async function refusedWith(second: string): Promise<unknown> {
  const { gnupg, theirs } = exchange
  const bureauKeys = [gnupg.exportKey(theirs), gnupg.exportKey(second)]
  const [[, why] = [], ...others] = (await workedOff(exchange.bureau({ connection: { bureauKeys } }))).map((each) => said(each) ?? [])
  expect(others).toEqual([])
  expect(exchange.names('answers')).toEqual(['refused'])
  return why
}

/** What is signed already, encrypted as it is. */
async function encryptedForUs(signed: Buffer): Promise<Uint8Array> {
  const message = await readMessage({ binaryMessage: new Uint8Array(signed) })
  const [{ signature } = {}] = await message.verify([])
  message.packets.push(...((await signature)?.packets ?? [])) // It stands behind what it signs, where it is not read at first.
  return encrypt({ message, encryptionKeys: await readKey({ armoredKey: exchange.ours.publicKey }), format: 'binary' })
}

/** The chip has another number than the one that was signed. */
function forged(): Buffer {
  const signed = exchange.gnupg.sign(bytesOf(produced(7)), exchange.theirs)
  return Buffer.from(signed.toString('latin1').replace('04:A1', '04:A2'), 'latin1')
}

/** Gives an answer to another server than the one of the exchange. */
function copyTo(server: SftpServer, name: string): void {
  exchange.answer(name, produced(7))
  copyFileSync(join(exchange.server.folder, 'answers', name), join(server.folder, 'answers', name))
}

const onServer = (server: SftpServer) => bureauOn(exchange, server)

const BOMB = Buffer.alloc(21 * 1024 * 1024, ' ')
const XML = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "${BATCH}"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>`

function tampered(sealed: Buffer): Buffer {
  const changed = Buffer.from(sealed)
  changed[changed.length - 40] = (changed.at(-40) ?? 0) ^ 1
  return changed
}

async function zipped(entries: readonly [string, unknown][]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of entries) zip.addBuffer(Buffer.from(bytesOf(content)), name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** The same archive with another name of the same length in it, which no honest program writes. */
const renamed = (zip: Buffer, name: string): Buffer => Buffer.from(zip.toString('latin1').replaceAll('aaa.json', name), 'latin1')
