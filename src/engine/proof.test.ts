import { expect, it } from 'vitest'
import { isRisky, proofRefusal } from './proof.ts'

const now = new Date('2027-03-01T08:00:00Z')
const provedAt = (minutesAgo: number): { provedAt: Date } => ({ provedAt: new Date(now.getTime() - minutesAgo * 60_000) })

it('asks whoever proved it too long ago, and nobody who does not sign in', () => {
  expect(proofRefusal(provedAt(9.99), 10, now)).toBeUndefined()
  expect(proofRefusal({}, 10, now)).toBeUndefined()
  expect(proofRefusal(provedAt(10), 10, now)).toMatchObject({ code: 'prove_identity' })
  expect(proofRefusal(provedAt(10), 10, now)?.sentence).toContain('Nothing was changed.')
})

it('takes for risky what always is, and what is done to more than an option says', () => {
  expect([isRisky('always', 1, {}), isRisky(undefined, 10_000, {})]).toEqual([true, false])
  expect([50, 51].map((objects) => isRisky({ above: 'Most' }, objects, { Most: 50 }))).toEqual([false, true])
})
