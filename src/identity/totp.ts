/** Codes of an authenticator app: RFC 6238 with SHA-1, six digits and steps of thirty seconds, which is what all apps know. */
import { createHmac } from 'node:crypto'
import type { FillRandom } from '../kit/id.ts'

const STEP = 30_000
/** How far the clock of a telephone may be off, in steps. */
const DRIFT = 1

/** 160 bits, in base32 as apps take it. */
export function someTotpSecret(chance: FillRandom): string {
  const bytes = new Uint8Array(20)
  chance(bytes)
  return base32(bytes)
}

/** The step whose code this is, now or a step away; undefined where it is none of them. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const typed = code.replaceAll(/\s/g, '')
  const current = Math.floor(now.getTime() / STEP)
  const steps = Array.from({ length: 2 * DRIFT + 1 }, (_, at) => current - DRIFT + at)
  return steps.find((step) => codeAt(secret, step) === typed)
}

/** The code at a time, as an app shows it. */
export const totpCode = (secret: string, now: Date): string => codeAt(secret, Math.floor(now.getTime() / STEP))

/** What the QR code says to an app. */
export const totpAddress = (secret: string, account: string, issuer: string): string =>
  `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`

function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 0xf
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join('')
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
