/**
 * Messages that a bureau sends by itself are signed as Standard Webhooks (https://www.standardwebhooks.com) says: HMAC-SHA256 of
 * `id.timestamp.body` with a secret that both sides have. What is deliberately absent: a memory of ids. The signature keeps strangers and
 * old recordings out; a message that comes twice is known by its own id.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { clockDifference } from './clock-difference.ts'

/** So long a signature is accepted, before and after the moment that it names. */
export const WEBHOOK_TOLERANCE_SECONDS = 300

/** The three headers, as they came. */
export interface WebhookHeaders {
  /** `webhook-id` */
  readonly id: string | undefined
  /** `webhook-timestamp`, in seconds since 1970 */
  readonly timestamp: string | undefined
  /** `webhook-signature`: one or several `v1,<base64>`, with spaces between them */
  readonly signature: string | undefined
}

export interface SignedWebhook {
  readonly headers: WebhookHeaders
  /** The bytes that came, before anything read them. */
  readonly body: Uint8Array
  /** The secret, and during a rotation the former one; any of them may have signed. One that is not of the form `whsec_…` signs nothing. */
  readonly secrets: readonly string[]
  readonly now: Date
  readonly toleranceSeconds?: number
}

/**
 * Whether a message was signed with one of the secrets, and lately; or in a sentence why it is not accepted. The time is looked at only
 * when the signature is right, so a stranger learns nothing, and the bureau is told how far its clock is off.
 */
export function verifyWebhook(given: SignedWebhook): { readonly ok: true } | { readonly why: string } {
  const { id, timestamp, signature } = given.headers
  for (const [name, value] of Object.entries({ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }))
    if (!value) return { why: `The message lacks the header ${name}. Nothing was changed; sign it, and send it again.` }
  if (!ID.test(id ?? ''))
    return { why: 'The header webhook-id is not an id of up to 100 letters, digits, hyphens and underscores. Nothing was changed.' }
  if (!TIMESTAMP.test(timestamp ?? ''))
    return { why: 'The header webhook-timestamp is not a number of seconds since 1970. Nothing was changed.' }

  const keys = given.secrets.map(webhookKey).filter((key) => key !== undefined)
  if (keys.length === 0)
    return {
      why: 'No webhook secret is entered for this bureau, so nothing it sends can be checked. Nothing was changed; enter the secret.',
    }
  if (!isSignedWith(keys, `${id}.${timestamp}.`, given.body, signature ?? ''))
    return {
      why: 'The signature is not one that the webhook secret makes for these bytes. Nothing was changed. See whether both sides have the same secret, and whether what is signed is what is sent.',
    }

  const theirs = new Date(Number(timestamp) * 1000)
  const tolerance = given.toleranceSeconds ?? WEBHOOK_TOLERANCE_SECONDS
  if (Math.abs(given.now.getTime() - theirs.getTime()) <= tolerance * 1000) return { ok: true }
  const old = theirs < given.now ? ', or the message was signed that long ago' : ''
  return {
    why: `The bureau’s clock is ${clockDifference(theirs, given.now)}${old}. Nothing was changed. Set the clock, sign the message anew, and send it again; a signature is accepted for ${tolerance} seconds.`,
  }
}

/** The headers of a message, as a bureau makes them. Throws where the secret is not of the form `whsec_…`. */
export function signWebhook(given: { readonly id: string; readonly at: Date; readonly body: Uint8Array; readonly secret: string }): {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
} {
  const key = webhookKey(given.secret)
  if (!key) throw new Error('A webhook secret is whsec_ and then 24 to 64 bytes in base64.')
  const timestamp = String(Math.floor(given.at.getTime() / 1000))
  const signature = signatureOf(key, `${given.id}.${timestamp}.`, given.body).toString('base64')
  return { 'webhook-id': given.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

/** The key that a secret stands for; undefined where it is not `whsec_` and then 24 to 64 bytes in base64. */
export function webhookKey(secret: string): Uint8Array | undefined {
  const text = SECRET.exec(secret)?.[1]
  if (text === undefined) return undefined
  const key = Buffer.from(text, 'base64')
  return key.length >= 24 && key.length <= 64 ? key : undefined
}

/** Every signature is compared with that of every key, each in the same time, whether it is right or wrong. */
function isSignedWith(keys: readonly Uint8Array[], before: string, body: Uint8Array, signatures: string): boolean {
  const given = signatures.split(' ').flatMap((one) => {
    const text = SIGNATURE.exec(one)?.[1]
    return text === undefined ? [] : [Buffer.from(text, 'base64')]
  })
  let right = false
  for (const key of keys) {
    const ours = signatureOf(key, before, body)
    for (const theirs of given) if (theirs.length === ours.length && timingSafeEqual(theirs, ours)) right = true
  }
  return right
}

const signatureOf = (key: Uint8Array, before: string, body: Uint8Array): Buffer =>
  createHmac('sha256', key).update(before).update(body).digest()

/** Without a dot, so that what is signed can be divided in one way only. */
const ID = /^[A-Za-z0-9_-]{1,100}$/
const TIMESTAMP = /^\d{1,11}$/
const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/
const SIGNATURE = /^v1,([A-Za-z0-9+/]{43}=)$/
