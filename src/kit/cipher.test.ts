import { expect, it } from 'vitest'
import { cipherKeyOf, cipherKeysIn, decrypt, encrypt, keyIdIn } from './cipher.ts'

const key = cipherKeyOf(new Uint8Array(32).fill(7))
const other = cipherKeyOf(new Uint8Array(32).fill(8))
const nonce = Uint8Array.from({ length: 12 }, (_, at) => at)

it('a text comes back as it was, whatever it holds, and also none', () => {
  for (const text of ['', 'token', 'Grüße, 漢字\n', 'x'.repeat(10_000)])
    expect(decrypt(key, encrypt(key, text, 'bureau/token', nonce), 'bureau/token')).toBe(text)
})

it('says which key it needs, and nothing of the text', () => {
  const sealed = encrypt(key, 'a very plain text', 'name', nonce)
  expect(sealed).toMatch(/^v1\.[0-9a-f]{16}\.AAECAwQFBgcICQoL\.[\w-]{44}$/)
  expect(keyIdIn(sealed)).toBe(key.id)
  expect(keyIdIn('a very plain text')).toBeUndefined()
  expect(key.id).not.toBe(other.id)
})

it('is not read with another key, nor under another name', () => {
  const sealed = encrypt(key, 'token', 'bureau/token', nonce)
  expect(decrypt(other, sealed, 'bureau/token')).toBeUndefined()
  expect(decrypt(other, sealed.replace(key.id, other.id), 'bureau/token')).toBeUndefined()
  expect(decrypt(key, sealed, 'bureau/passphrase')).toBeUndefined()
})

it('is not read when any character of it was changed', () => {
  const sealed = encrypt(key, 'token', 'name', nonce)
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    expect(decrypt(key, changed, 'name'), `changed at ${at}`).toBeUndefined()
  }
  for (const cut of [1, 5, 20, 30]) expect(decrypt(key, sealed.slice(0, -cut), 'name'), `${cut} cut off`).toBeUndefined()
})

it('keys are read from a list, and a list that holds anything else is none', () => {
  const [one, two] = [key, other].map(({ bytes }) => Buffer.from(bytes).toString('base64'))
  expect(cipherKeysIn(`${one},${two}`)?.map(({ id }) => id)).toEqual([key.id, other.id])
  expect(cipherKeysIn(`# the key, of Monday\n${one?.replace('=', '')}\n\n  # before\n${two}\n`)).toHaveLength(2)
  for (const wrong of ['', '# nothing', `${one},short`, `${one}${two}`, 'correct horse battery staple', `${one}!`])
    expect(cipherKeysIn(wrong), wrong).toBeUndefined()
})

it('a key or a nonce of another length is a bug', () => {
  expect(() => cipherKeyOf(new Uint8Array(16))).toThrow('32 bytes')
  expect(() => encrypt(key, 'token', 'name', new Uint8Array(16))).toThrow('12 bytes')
})
