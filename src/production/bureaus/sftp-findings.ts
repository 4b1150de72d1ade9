/** Test connection for a bureau on SFTP: step by step, up to the first that does not work. */
import type { PrivateKey } from 'openpgp'
import type { Finding } from '../bureau.ts'
import { openSftp, type SftpBureau } from './open-sftp.ts'
import { nameOfKey, openOwnKey, openPreviousKey, readBureauKeys } from './openpgp-keyring.ts'
import { fingerprintOf, usableFrom, whyUnusable } from './openpgp-keys.ts'
import type { ConnectStep } from './sftp-connect.ts'
import type { SftpSession } from './sftp-session.ts'
import { Trouble } from './trouble.ts'

/** All that it leaves behind on the server is nothing: the hidden files that it writes it removes. */
export async function testSftp(given: SftpBureau): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const found = (sentence: string) => void findings.push({ ok: true, sentence })
  try {
    await connectAndWrite(given, found)
    await tryKeys(given, found)
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    findings.push({ ok: false, sentence: error.message.charAt(0).toUpperCase() + error.message.slice(1) })
  }
  return findings
}

async function connectAndWrite(given: SftpBureau, found: (sentence: string) => void): Promise<void> {
  const { host, port, hostKey, user } = given.connection
  const sentences: Readonly<Record<ConnectStep, string>> = {
    address: `${host}:${port} answers.`,
    'host key': `Its host key is the pinned one, ${hostKey}.`,
    'sign in': `Cardinal is signed in as ${user}.`,
  }
  const session = await openSftp(given, (step) => found(sentences[step]))
  try {
    for (const folder of ['orders', 'answers']) await writeAndRemove(session, folder, given.newId())
    found('The folders orders/ and answers/ are there, and Cardinal can write and remove files in both.')
  } finally {
    await session.close()
  }
}

async function writeAndRemove(session: SftpSession, folder: string, token: string): Promise<void> {
  const there = await session.look(folder)
  if (!there) throw new Trouble(`the folder ${folder}/ is not there. Ask the bureau to create or mount it; Cardinal never does.`)
  const path = `${folder}/.cardinal-test-${token}`
  await session.write(path, Buffer.from('Cardinal tests whether it can write here.\n'))
  await session.remove(path)
}

async function tryKeys({ connection, secret, clock }: SftpBureau, found: (sentence: string) => void): Promise<void> {
  const now = clock.now()
  const own = await openOwnKey(secret, now)
  found(`Cardinal’s OpenPGP key opens with its passphrase, and ${await lasting(own)}.`)
  if (await openPreviousKey(secret)) found('The previous OpenPGP key opens too; answers that are encrypted for it are still read.')
  const keys = await readBureauKeys(connection.bureauKeys)
  for (const [at, key] of keys.entries()) {
    const use = at === 0 ? 'encrypt' : 'sign'
    if (await usableFrom(key, use, now)) continue
    throw new Trouble(`${nameOfKey(at)} ${await whyUnusable(key, use, now)}. Ask the bureau for its new key, and replace this one.`)
  }
  const [first = '', ...others] = keys.map(fingerprintOf)
  const more = others.length > 0 ? ` Answers may be signed by it or by ${others.join(', ')}.` : ''
  found(`Batches are encrypted for the bureau’s key ${first}, which can be used. Compare it with what the bureau says.${more}`)
  found(`Tell the bureau the fingerprint of Cardinal’s key: ${fingerprintOf(own)}.`)
}

async function lasting(key: PrivateKey): Promise<string> {
  const expires = await key.getExpirationTime()
  return expires instanceof Date ? `is good until ${expires.toISOString().slice(0, 10)}` : 'does not expire'
}
