/** Whether somebody has to prove who they are before they do what is risky. A session that was left open shall not be enough for that. */
import type { Actor } from './permit.ts'
import { type Refusal, refuse } from './refusal.ts'

/** What makes a use case risky: whatever it is done to, or more objects at once than the option of this name says. */
export type Risk = 'always' | { readonly above: string }

export const isRisky = (risk: Risk | undefined, objects: number, options: Readonly<Record<string, unknown>>): boolean =>
  risk === 'always' || (risk !== undefined && objects > Number(options[risk.above]))

/**
 * Refused where whoever asks last proved who they are more than so many minutes ago. Those who do not sign in, such as the system or a
 * program with a token, cannot be asked and are not.
 */
export function proofRefusal({ provedAt }: Pick<Actor, 'provedAt'>, minutes: number, now: Date): Refusal | undefined {
  if (!provedAt || now.getTime() - provedAt.getTime() < minutes * 60_000) return undefined
  return refuse(
    'prove_identity',
    `This is risky, and it is more than ${minutes} minutes since you proved who you are. Nothing was changed.`,
    'Prove it with your password, a code or a passkey, and do it again.',
  )
}
