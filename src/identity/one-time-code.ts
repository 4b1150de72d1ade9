/** Codes that let somebody choose how to sign in, once: the first administrator, whoever was invited, whoever forgot. */
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { Queryable } from '../store/database.ts'
import { type CodePurpose, type OneTimeCode, readCode, writeCode } from '../store/one-time-code.ts'
import { hashOfCode, someCode } from './code.ts'
import { chanceOf, type SignInWorld } from './sign-in-world.ts'

const HOUR = 3_600_000

/** By mail somebody is quick; a letter, or what was printed at a start, may lie until tomorrow. */
export const CODE_LIMIT = { mailed: HOUR, handed: 24 * HOUR }

/** Makes a code, in place of the one there was. It is kept nowhere: what is stored is its hash. */
export async function giveCode(
  on: Queryable,
  world: SignInWorld,
  { purpose, accountId, limit }: { purpose: CodePurpose; accountId: string | null; limit: number },
): Promise<string> {
  const code = someCode(chanceOf(world))
  const hash = hashOfCode(code) ?? ''
  await writeCode(on, { hash, purpose, accountId, expiresAt: new Date(world.clock.now().getTime() + limit) })
  return code
}

/** What a code is good for; it stays so until it is used. */
export async function codeFor({ db, clock }: SignInWorld, typed: string): Promise<OneTimeCode | Refusal> {
  const hash = hashOfCode(typed)
  return (hash && (await readCode(db, hash, clock.now()))) || noSuchCode
}

export const noSuchCode = refuse(
  'no_such_code',
  'This code is not valid: it was used, it has run out, or it is mistyped. Nothing was changed.',
  'Check it; where it is right, ask for a new one.',
)
