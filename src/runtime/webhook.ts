import { type Refusal, refuse } from '../engine/refusal.ts'
import { verifyWebhook } from '../production/bureaus/standard-webhook.ts'
import { readFromBureau } from '../production/contract/read-message.ts'
import { keepMessage } from '../store/bureau-message.ts'
import { secretOf } from './bureaus.ts'
import type { World } from './world.ts'

/** A webhook as it came: its three headers, and its bytes. */
export interface Webhook {
  readonly id: string | undefined
  readonly timestamp: string | undefined
  readonly signature: string | undefined
  readonly body: Uint8Array
}

/**
 * Takes what a bureau says by a webhook: it is kept, and recorded by a job that was enqueued with it, so that a bureau that was told
 * "taken" need never say it again. A repeat is taken as well, and changes nothing. A stranger is not told which bureaus there are.
 */
export async function takeWebhook(world: World, name: string, { id, timestamp, signature, body }: Webhook): Promise<Refusal | undefined> {
  const connection = world.definitions.current().bureaus.get(name)?.connection
  const isExpected = connection?.kind === 'rest' && connection.answers === 'webhook'
  const secrets = isExpected ? await secretsOf(world, name) : []
  const verdict =
    secrets.length > 0
      ? verifyWebhook({ headers: { id, timestamp, signature }, body, secrets, now: world.clock.now() })
      : { why: 'The signature is not one that is known here.' }
  if ('why' in verdict) return refuse('not_signed', verdict.why, 'Sign the message with the secret that was agreed on, and send it again.')
  const read = readFromBureau(body)
  if ('why' in read) return refuse('not_a_message', `${read.why} Nothing was changed.`, 'Correct the message, and send it again.')
  const { message } = read
  if (message.message !== id?.toLowerCase())
    return refuse(
      'not_a_message',
      'The header webhook-id is not the id of the message. Nothing was changed.',
      'Send the message under its own id.',
    )
  await world.db.transaction(async (tx) => {
    const kept = {
      bureau: name,
      message: message.message,
      kind: message.kind,
      source: 'a webhook',
      saidAt: new Date(message.at),
      body: message,
      lines: 'lines' in message ? message.lines.length : 0,
    }
    const { isRecorded } = await keepMessage(tx, kept, world.clock.now())
    if (!isRecorded) await world.enqueue(tx, 'collect-answers', { bureau: name })
  })
  return undefined
}

async function secretsOf(world: World, name: string): Promise<string[]> {
  const read = ['webhook-secret', 'webhook-secret-previous'].map((secret) => world.secrets.read(secretOf(name, secret)))
  return (await Promise.all(read)).flatMap((secret) => secret ?? [])
}
