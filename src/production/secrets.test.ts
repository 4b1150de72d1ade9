import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { testClock } from '../../test/desk.ts'
import { cipherKeyOf } from '../kit/cipher.ts'
import { fillRandom } from '../kit/id.ts'
import type { Database } from '../store/database.ts'
import { givenKeys, openSecrets, type SecretKeys, type Secrets } from './secrets.ts'

const clock = testClock('2026-11-25T08:00:00Z')
const [first, second, third] = [1, 2, 3].map((byte) => cipherKeyOf(new Uint8Array(32).fill(byte))) as [Key, Key, Key]
type Key = ReturnType<typeof cipherKeyOf>

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
beforeEach(async () => void (await db.query('delete from secret')))
afterAll(() => db.close())

const secretsWith = (...[key, ...others]: [Key, ...Key[]]): Secrets => secretsOf(givenKeys('the setting SECRET_KEY', key, ...others))
const secretsOf = (keys: SecretKeys): Secrets => openSecrets({ db, keys, clock, fill: fillRandom })
const stored = () => db.query<{ name: string; sealed: string }>('select name, sealed, changed_at, changed_by from secret order by name')
const nothing: SecretKeys = {
  from: 'the file /data/secret.key',
  known: async () => [],
  make: () => Promise.reject(new Error('A key was made.')),
}

it('a secret is entered, replaced and forgotten; who did it when is told, and it is never shown', async () => {
  const secrets = secretsWith(first)
  expect(await secrets.read('bureau/token')).toBeUndefined()
  await secrets.write(db, 'bureau/token', 'the first', 'Ada')
  await db.transaction((tx) => secrets.write(tx, 'bureau/token', 'the second', 'Bo'))
  expect(await secrets.read('bureau/token')).toBe('the second')
  expect(await secrets.names()).toEqual([{ name: 'bureau/token', changedAt: clock.now(), changedBy: 'Bo' }])
  expect([await secrets.forget('bureau/token'), await secrets.forget('bureau/token')]).toEqual([true, false])
  expect(await secrets.read('bureau/token')).toBeUndefined()
})

it('the database never sees it, and the same text twice does not look the same', async () => {
  const secrets = secretsWith(first)
  await secrets.write(db, 'one', 'open sesame', 'Ada')
  await secrets.write(db, 'two', 'open sesame', 'Ada')
  const [one, two] = await stored()
  expect(JSON.stringify(await stored())).not.toContain('sesame')
  expect(one?.sealed).not.toBe(two?.sealed)
})

it('what is entered only where there is none leaves the other alone', async () => {
  const secrets = secretsWith(first)
  expect(await secrets.writeFirst(db, 'one', 'mine', 'Ada')).toBe(true)
  expect(await secrets.writeFirst(db, 'one', 'yours', 'Bo')).toBe(false)
  expect(await secrets.read('one')).toBe('mine')
})

it('with a wrong key a sentence says which key, where, and that nothing was changed', async () => {
  await secretsWith(first).write(db, 'bureau/token', 'open sesame', 'Ada')
  const before = await stored()
  const wrong = secretsWith(second, third)
  const sentence = `The secret bureau/token in the database is sealed with the key ${first.id}, and the setting SECRET_KEY has only the keys ${second.id}, ${third.id}. `
  await expect(wrong.read('bureau/token')).rejects.toThrow(sentence)
  await expect(wrong.rotate()).rejects.toThrow('Nothing was changed.')
  expect(await stored()).toEqual(before)
})

it('no key is made beside the secrets of one that is not there', async () => {
  await secretsWith(first).write(db, 'bureau/token', 'open sesame', 'Ada')
  const before = await stored()
  const lost = secretsOf(nothing)
  await expect(lost.read('bureau/token')).rejects.toThrow('the file /data/secret.key has no key')
  await expect(lost.write(db, 'other', 'text', 'Ada')).rejects.toThrow('Nothing was changed.')
  await expect(lost.rotate()).rejects.toThrow('Nothing was changed.')
  expect(await stored()).toEqual(before)
})

it('with two keys both open, the first seals, and after a rotation the second is needed no more', async () => {
  await secretsWith(first).write(db, 'one', 'under the first', 'Ada')
  const overlap = secretsWith(second, first)
  await overlap.write(db, 'two', 'under the second', 'Ada')
  expect([await overlap.read('one'), await overlap.read('two')]).toEqual(['under the first', 'under the second'])
  expect([await overlap.rotate(), await overlap.rotate()]).toEqual([1, 0])
  const later = secretsWith(second)
  expect([await later.read('one'), await later.read('two')]).toEqual(['under the first', 'under the second'])
  await expect(secretsWith(first).read('one')).rejects.toThrow('sealed with the key')
})

it('a rotation that meets one secret it cannot read changes none', async () => {
  await secretsWith(first).write(db, 'a', 'text', 'Ada')
  await secretsWith(third).write(db, 'b', 'text', 'Ada')
  const before = await stored()
  await expect(secretsWith(second, first).rotate()).rejects.toThrow('The secret b ')
  expect(await stored()).toEqual(before)
})

it('a secret that was moved to another name, or altered, is not read', async () => {
  const secrets = secretsWith(first)
  await secrets.write(db, 'mine', 'open sesame', 'Ada')
  await db.query("update secret set name = 'yours'")
  await expect(secrets.read('yours')).rejects.toThrow('The secret yours in the database is not what was sealed under this name')
  await db.query("update secret set name = 'mine', sealed = 'open sesame'")
  await expect(secrets.read('mine')).rejects.toThrow('Nothing was changed.')
})
