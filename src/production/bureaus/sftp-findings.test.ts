import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { Server } from 'ssh2'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bureauOn, type Exchange, openExchange, withServer } from '../../../test/sftp-exchange.ts'

let exchange: Exchange
beforeAll(async () => {
  exchange = await openExchange()
})
afterAll(() => exchange.close())
afterEach(() => exchange.clear())

describe('a connection is tested', () => {
  it('step by step, and leaves nothing behind', async () => {
    const { server, theirs, ourFingerprint } = exchange
    expect(await exchange.bureau().test()).toEqual(
      [
        `127.0.0.1:${server.port} answers.`,
        `Its host key is the pinned one, ${server.hostKey}.`,
        `Cardinal is signed in as ${server.user}.`,
        'The folders orders/ and answers/ are there, and Cardinal can write and remove files in both.',
        'Cardinal’s OpenPGP key opens with its passphrase, and does not expire.',
        `Batches are encrypted for the bureau’s key ${theirs}, which can be used. Compare it with what the bureau says.`,
        `Tell the bureau the fingerprint of Cardinal’s key: ${ourFingerprint}.`,
      ].map((sentence) => ({ ok: true, sentence })),
    )
    expect(exchange.names('.')).toEqual(['answers', 'orders'])
    expect([...exchange.names('orders'), ...exchange.names('answers')]).toEqual([])
  })

  it('with the keys of a rotation', async () => {
    const { gnupg, theirs, ours } = exchange
    const next = gnupg.makeKey('next')
    const secrets = { 'pgp-key-previous': ours.privateKey, 'pgp-passphrase-previous': 'a passphrase of ours' }
    const bureauKeys = [gnupg.exportKey(next), gnupg.exportKey(theirs)]
    const sentences = (await exchange.bureau({ connection: { bureauKeys }, secrets }).test()).map(({ sentence }) => sentence)
    expect(sentences).toHaveLength(8)
    expect(sentences[5]).toBe('The previous OpenPGP key opens too; answers that are encrypted for it are still read.')
    expect(sentences[6]).toContain(`for the bureau’s key ${next}`)
    expect(sentences[6]).toContain(`signed by it or by ${theirs}.`)
  })

  it.each<[string, number, () => Parameters<Exchange['bureau']>[0], string]>([
    ['the name is unknown', 0, () => ({ connection: { host: 'bureau.invalid' } }), 'cannot be reached'],
    ['the host key is another', 1, () => ({ connection: { hostKey: `SHA256:${'A'.repeat(43)}` } }), 'shows another host key'],
    ['the password is wrong', 2, () => ({ secrets: { 'sftp-key': undefined, 'sftp-password': 'wrong' } }), 'does not let Cardinal sign in'],
    ['the folder is not there', 3, () => ({ connection: { folder: '/nowhere' } }), 'The folder /nowhere is not there'],
    ['a folder is not mounted', 3, unmounted, 'The folder answers/ is not there'],
    ['our key does not open', 4, () => ({ secrets: { 'pgp-passphrase': 'wrong' } }), 'does not open with the passphrase'],
    ['the bureau’s key is none', 5, () => ({ connection: { bureauKeys: ['none'] } }), 'key 1 cannot be read'],
    ['its second key has expired', 5, () => ({ connection: { bureauKeys: withExpired() } }), 'key 2 expired on 2020-01-31'],
  ])('up to where %s', async (_, works, changed, sentence) => {
    const findings = await exchange.bureau(changed()).test()
    expect(findings.map(({ ok }) => ok)).toEqual([...Array.from({ length: works }, () => true), false])
    expect(findings.at(-1)?.sentence).toContain(sentence)
    expect(findings.at(-1)?.sentence).toMatch(/^[A-Z1].*\.$/)
  })

  it('up to where the server can only be read', async () => {
    await withServer({ readOnly: true }, async (server) => {
      const findings = await bureauOn(exchange, server).test()
      expect(findings.map(({ ok }) => ok)).toEqual([true, true, true, false])
      expect(findings.at(-1)?.sentence).toMatch(/^The server gives Cardinal no permission for orders\/\.cardinal-test-/)
    })
  })

  it('up to where what answers is no SFTP server', async () => {
    const web = createServer((socket) => void socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await once(web, 'listening')
    const { port } = web.address() as AddressInfo
    const findings = await exchange.bureau({ connection: { port } }).test()
    expect(findings.map(({ ok }) => ok)).toEqual([true, false])
    expect(findings.at(-1)?.sentence).toContain('not as an SFTP server does')
    web.close()
  })
})

describe('a password signs in', () => {
  // OpenSSH checks passwords of accounts of the machine alone, which a test has not got.
  it.each(['password', 'keyboard-interactive'] as const)(
    'to a server that asks for it as %s, and only after its host key',
    async (method) => {
      const asked: string[] = []
      const server = await passwordServer(method, 'right', asked)
      const findings = async (password: string, hostKey = exchange.server.hostKey) =>
        exchange
          .bureau({ connection: { port: server.port, hostKey }, secrets: { 'sftp-key': undefined, 'sftp-password': password } })
          .test()
          .then((all) => all.map(({ sentence }) => sentence))
      expect((await findings('right', `SHA256:${'A'.repeat(43)}`)).at(-1)).toContain('shows another host key')
      expect(asked).toEqual([])
      expect((await findings('wrong')).at(-1)).toContain('does not let Cardinal sign in')
      expect((await findings('right')).at(-1)).toContain('let Cardinal sign in, and offers no SFTP')
      expect(asked).toContain(method)
      await server.close()
    },
  )
})

async function passwordServer(method: 'password' | 'keyboard-interactive', password: string, asked: string[]) {
  const server = new Server({ hostKeys: [exchange.server.privateHostKey] }, (client) => {
    client.on('error', () => {})
    client.on('authentication', (context) => {
      asked.push(context.method)
      if (context.method !== method) context.reject([method])
      else if (context.method === 'password') context.password === password ? context.accept() : context.reject()
      else if (context.method === 'keyboard-interactive')
        context.prompt('Password: ', ([answer]) => (answer === password ? context.accept() : context.reject()))
    })
    client.on('session', (accept) => void accept())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

function unmounted(): undefined {
  rmSync(join(exchange.server.folder, 'answers'), { recursive: true })
}

function withExpired(): string[] {
  const { gnupg, theirs } = exchange
  return [theirs, gnupg.makeKey('expired', { at: '20200101T000000', lasts: '30d' })].map((key) => gnupg.exportKey(key))
}
