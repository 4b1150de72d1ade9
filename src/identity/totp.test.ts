import { expect, it } from 'vitest'
import { someTotpSecret, stepOfCode, totpAddress, totpCode } from './totp.ts'

/** The secret of RFC 6238's own examples, `12345678901234567890`. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number): Date => new Date(seconds * 1000)

it('makes the codes of RFC 6238', () => {
  expect([59, 1_111_111_109, 1_234_567_890, 20_000_000_000].map((seconds) => totpCode(secret, at(seconds)))).toEqual([
    '287082',
    '081804',
    '005924',
    '353130',
  ])
})

it('takes a code a step early or late, and no other', () => {
  const code = totpCode(secret, at(3000))
  expect([-31, -30, 0, 29, 59, 60].map((away) => stepOfCode(secret, code, at(3000 + away)))).toEqual([
    undefined,
    100,
    100,
    100,
    100,
    undefined,
  ])
  expect(stepOfCode(secret, `${code.slice(0, 3)} ${code.slice(3)}`, at(3000))).toBe(100)
  expect(stepOfCode(secret, '', at(3000))).toBeUndefined()
})

it('makes secrets of 160 bits, and tells an app whose they are', () => {
  expect(someTotpSecret((bytes) => bytes.fill(0xff))).toBe('7'.repeat(32))
  expect(totpAddress(secret, 'ada', 'Nord & Co')).toBe(`otpauth://totp/Nord%20%26%20Co%3Aada?secret=${secret}&issuer=Nord%20%26%20Co`)
})
