import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256 } from './hash.ts'
import { keyIdOf, privateKeyOf, signerOf, verifySignature } from './signature.ts'

/** The first test of RFC 8032, section 7.1. */
const SEED = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
const PUBLIC = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex')
const OF_NOTHING =
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'

const signer = signerOf(privateKeyOf(SEED))

it('signs as RFC 8032 does', () => {
  expect(Buffer.from(signer.sign(''), 'base64').toString('hex')).toBe(OF_NOTHING)
  expect(signer.keyId).toBe(sha256(PUBLIC).slice(0, 16))
  expect(keyIdOf(signer.publicKey)).toBe(signer.keyId)
})

it('verifies what was signed, and nothing else', () => {
  const signature = signer.sign('cardinal manifest 0a')
  const other = signerOf(privateKeyOf(new Uint8Array(32).fill(1)))
  expect(verifySignature(signer.publicKey, 'cardinal manifest 0a', signature)).toBe(true)
  expect(verifySignature(signer.publicKey, 'cardinal manifest 0b', signature)).toBe(false)
  expect(verifySignature(other.publicKey, 'cardinal manifest 0a', signature)).toBe(false)
  for (const wrong of ['', 'no signature', `A${signature.slice(1)}`, `${signature}=`, ` ${signature}`, signature.slice(0, -4)])
    expect(verifySignature(signer.publicKey, 'cardinal manifest 0a', wrong), wrong).toBe(false)
})

it('what is no Ed25519 public key has no id and verifies nothing', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'pem', type: 'spki' }).toString()
  for (const wrong of ['', 'a key', rsa, privateKeyOf(SEED), signer.publicKey.slice(0, 60)]) {
    expect(keyIdOf(wrong)).toBeUndefined()
    expect(verifySignature(wrong, '', signer.sign(''))).toBe(false)
  }
})

it('only an Ed25519 private key can sign', () => {
  expect(() => signerOf(signer.publicKey)).toThrow()
  expect(() => signerOf(generateKeyPairSync('ed448').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())).toThrow('Ed25519')
  expect(() => privateKeyOf(new Uint8Array(31))).toThrow('32 bytes')
})
