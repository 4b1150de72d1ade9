import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { certificateFor } from '../test/certificate.ts'
import { readTlsFiles } from './tls-files.ts'

let folder: string
const own = certificateFor(['cards.example.org'])
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardinal-tls-'))
  await writeFile(join(folder, 'cert.pem'), own.cert)
  await writeFile(join(folder, 'key.pem'), own.key)
  await writeFile(join(folder, 'other.pem'), certificateFor(['cards.example.org']).key)
})
afterAll(() => rm(folder, { recursive: true }))

const read = (certificate: string, key: string, clientAuthorities?: string) => {
  const [one, other, third] = [certificate, key, clientAuthorities].map((name) => name && join(folder, name))
  return readTlsFiles({ certificate: String(one), key: String(other), clientAuthorities: third })
}

it('a certificate, its key, and those who may sign for clients are read as they are', async () => {
  const cert = Buffer.from(own.cert)
  expect(await read('cert.pem', 'key.pem', 'cert.pem')).toEqual({ cert, key: Buffer.from(own.key), ca: cert })
})

it.each([
  ['gone.pem', 'key.pem', 'The setting TLS_CERT_FILE names'],
  ['cert.pem', 'gone.pem', 'The setting TLS_KEY_FILE names'],
  ['cert.pem', 'other.pem', 'are not a certificate and its key in PEM (ERR_OSSL_X509_KEY_VALUES_MISMATCH).'],
  ['key.pem', 'cert.pem', 'are not a certificate and its key in PEM'],
])('files that are none are told in a sentence: %s, %s', async (certificate, key, sentence) => {
  await expect(read(certificate, key)).rejects.toThrow(sentence)
})
