import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { testClock } from '../../test/desk.ts'
import { cipherKeyOf } from '../kit/cipher.ts'
import { fillRandom } from '../kit/id.ts'
import { verifySignature } from '../kit/signature.ts'
import type { Database } from '../store/database.ts'
import { readSigningKeys } from '../store/signing-key.ts'
import { givenKeys, openSecrets } from './secrets.ts'
import { rotateSigningKey, type SigningKeySettings, signerOfInstallation } from './signing-key.ts'

const clock = testClock('2026-11-25T08:00:00Z')
const [right, wrong] = [cipherKeyOf(new Uint8Array(32).fill(1)), cipherKeyOf(new Uint8Array(32).fill(2))]

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const nodeWith = (key = right): SigningKeySettings => ({
  db,
  clock,
  fill: fillRandom,
  secrets: openSecrets({ db, keys: givenKeys('the setting SECRET_KEY', key), clock, fill: fillRandom }),
})

it('eight nodes that start at once sign with one key, whose private half is nowhere in the clear', async () => {
  const signers = await Promise.all(Array.from({ length: 8 }, () => signerOfInstallation(nodeWith())))
  const [signer] = signers
  expect(new Set(signers.map(({ keyId }) => keyId)).size).toBe(1)
  expect(await readSigningKeys(db)).toEqual([{ id: signer?.keyId, publicKey: signer?.publicKey, madeAt: clock.now(), retiredAt: null }])
  expect(verifySignature(signer?.publicKey ?? '', 'a text', signers[7]?.sign('a text') ?? '')).toBe(true)
  expect(await db.query('select 1 from secret where sealed like $1', ['%PRIVATE%'])).toEqual([])
})

it('after a rotation a new key signs, and what the old one signed still verifies', async () => {
  const old = await signerOfInstallation(nodeWith())
  const signature = old.sign('a text')
  clock.forward(60)
  const [one, two] = await Promise.all([rotateSigningKey(nodeWith(), 'Ada'), rotateSigningKey(nodeWith(), 'Bo')])
  const now = await signerOfInstallation(nodeWith())
  expect([one.keyId, two.keyId]).toContain(now.keyId)
  const keys = await readSigningKeys(db)
  expect(keys.map(({ retiredAt }) => retiredAt !== null)).toEqual([false, true, true])
  expect(keys[0]?.id).toBe(now.keyId)
  const published = keys.find(({ id }) => id === old.keyId)
  expect(verifySignature(published?.publicKey ?? '', 'a text', signature)).toBe(true)
})

it('with a wrong key there is no signer, and no new key in its place', async () => {
  const before = await Promise.all([readSigningKeys(db), db.query('select * from secret')])
  await expect(signerOfInstallation(nodeWith(wrong))).rejects.toThrow('The secret signing-key in the database is sealed with the key')
  await expect(rotateSigningKey(nodeWith(wrong), 'Ada')).rejects.toThrow('Nothing was changed.')
  expect(await Promise.all([readSigningKeys(db), db.query('select * from secret')])).toEqual(before)
})
