import { createHmac } from 'node:crypto'

/** Statuses that say the message will not be taken, however often it is sent. */
const REFUSED = new Set([400, 409, 413, 422])
const PATIENCE = 15_000

/**
 * Sends a message as Standard Webhooks (https://www.standardwebhooks.com) says, signed with a secret that both sides have. Returns the
 * status where it is refused for good; throws where it is to be sent again.
 */
export async function sendToWebhook(
  { url, secret }: { readonly url: string; readonly secret: string },
  id: string,
  text: string,
  at: Date,
): Promise<number | undefined> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', keyIn(secret)).update(`${id}.${timestamp}.${text}`).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: text,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error) => {
    throw new Error('The webhook cannot be reached.', { cause: error })
  })
  await response.body?.cancel()
  if (response.ok) return undefined
  if (REFUSED.has(response.status)) return response.status
  throw new Error(`The webhook answered with status ${response.status}.`)
}

/** The bytes that a secret of the form `whsec_…` stands for. */
export function keyIn(secret: string): Uint8Array {
  const text = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
  const key = Buffer.from(text ?? '', 'base64')
  if (key.length < 24 || key.length > 64) throw new Error('The webhook secret is not whsec_ and then 24 to 64 bytes in base64.')
  return key
}
