/** What the routes have in common that are open to whoever is not signed in yet. */
import type { FastifyReply } from 'fastify'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { SignedIn as Outcome } from '../identity/sign-in.ts'
import type { SignedIn } from './contract/sign-in.ts'
import { sendRefusal } from './problem.ts'
import { keepToken } from './session-cookie.ts'

/** From one address; an office behind one address has many people, and an account guards itself besides. */
const SIGN_INS_A_MINUTE = 60
export const openConfig = { guarded: 'nobody', repeats: 'no', rateLimit: { max: SIGN_INS_A_MINUTE, timeWindow: 60_000 } } as const
export const tags = ['Session']
export const setsCookie =
  'Sets the session cookie. The answer holds the token to send back as `x-csrf-token` with everything that changes something.'

export const noPasskeysHere = refuse(
  'no_passkeys_here',
  'Passkeys cannot be used at this address. Nothing was changed.',
  'Open Cardinal by its name rather than a number; an administrator gives that name in the setting PUBLIC_URL.',
)

/** What a way to sign in came to: a session, or a refusal. */
export function sendOutcome(reply: FastifyReply, outcome: Outcome | Refusal): FastifyReply {
  if ('code' in outcome) return sendRefusal(reply, outcome)
  return keepToken(reply, outcome.token).send({ csrf: outcome.csrf, stage: outcome.stage } satisfies SignedIn)
}
