import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { testClock } from '../../test/desk.ts'
import { cipherKeyOf } from '../kit/cipher.ts'
import { createIds, fillRandom } from '../kit/id.ts'
import type { Database } from '../store/database.ts'
import { openPersonal, sealPersonal } from './personal-keys.ts'
import { givenKeys, openSecrets } from './secrets.ts'

const clock = testClock('2026-11-25T08:00:00Z')
const newId = createIds(clock)
const [first, second] = [cipherKeyOf(new Uint8Array(32).fill(1)), cipherKeyOf(new Uint8Array(32).fill(2))]

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const worldWith = (key: typeof first, ...others: (typeof first)[]) => ({
  newId,
  fill: fillRandom,
  secrets: openSecrets({ db, keys: givenKeys('the setting SECRET_KEY', key, ...others), clock, fill: fillRandom }),
})

it('what is sealed about two people is read with the key of each, also after the key of the secrets was changed', async () => {
  const [ada, bo] = [newId(), newId()]
  const wanted = [ada, bo, ada].map((subject, at) => ({ subject, belongsTo: `line ${at}`, words: { reason: `Said ${at}` } }))
  const sealed = (await sealPersonal(worldWith(first), db, wanted, clock.now())).map((each, at) => ({ ...each, belongsTo: `line ${at}` }))
  expect(new Set(sealed.map(({ key }) => key)).size).toBe(2)
  const said = [0, 1, 2].map((at) => ({ reason: `Said ${at}` }))
  expect(await openPersonal(worldWith(first), db, sealed)).toEqual(said)

  const overlap = worldWith(second, first)
  expect([await overlap.secrets.rotate(), await overlap.secrets.rotate()]).toEqual([2, 0])
  expect(await openPersonal(worldWith(second), db, sealed)).toEqual(said)
  await expect(openPersonal(worldWith(first), db, sealed)).rejects.toThrow('is sealed with the key')
})

it('a key that was destroyed opens nothing, and seals nothing more about that person', async () => {
  const ada = newId()
  const line = { subject: ada, belongsTo: 'line', words: { reason: 'Said' } }
  const [sealed] = await sealPersonal(worldWith(second), db, [line], clock.now())
  await db.query('update personal_key set sealed = null where subject_id = $1', [ada])
  const later = await sealPersonal(worldWith(second), db, [line], clock.now())
  expect(later).toEqual([{ key: sealed?.key, text: null }])
  expect(await openPersonal(worldWith(second), db, [{ key: '', text: null, ...sealed, belongsTo: 'line' }])).toEqual([undefined])
})
