import { expect, it } from 'vitest'
import { testSigner } from '../../test/keys.ts'
import { privateKeyOf, signerOf, signersIn } from './signature.ts'
import { noteSigner, readNote, readVerifier, signedBy, signNote } from './signed-note.ts'

const text = 'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'

it('a note is believed when a key signed it, and no letter of it was changed', () => {
  const signer = noteSigner('example.org/journal', testSigner)
  const other = noteSigner('example.org/journal', signerOf(privateKeyOf(new Uint8Array(32).fill(8))))
  const note = signNote(text, [other, signer])
  const read = readNote(note)
  expect(read?.text).toBe(text)
  expect(read && signedBy(read, [signer.verifier])).toBe(signer.verifier)
  const altered = readNote(note.replace('problem is', 'trouble is'))
  expect(altered && signedBy(altered, [signer.verifier, other.verifier])).toBeUndefined()
  expect(readNote(text)).toBeUndefined()
  expect(readNote(`${text}\n— nonsense\n`)).toBeUndefined()
})

it('a public key in words is read where its hash fits', () => {
  // The example of the specification of signed notes.
  const verifier = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  expect(readVerifier(verifier)).toMatchObject({ name: 'PeterNeumann', hash: 'c74f20a3' })
  expect(readVerifier(verifier.replace('c74f20a3', 'c74f20a4'))).toBeUndefined()
  const note =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
  const read = readNote(note)
  expect(read && signedBy(read, [verifier])).toBe(verifier)
})

it('private keys are read as PEM or as 32 bytes in base64, several with commas or line ends between', () => {
  const pem = privateKeyOf(new Uint8Array(32).fill(7))
  const seed = Buffer.alloc(32, 8).toString('base64')
  expect(signersIn(`${pem},${seed}`)?.map(({ keyId }) => keyId)).toEqual([testSigner.keyId, signersIn(seed)?.[0]?.keyId])
  for (const none of ['', 'nonsense', `${seed},x`, pem.replace('MC4', 'XX4')]) expect(signersIn(none)).toBeUndefined()
})
