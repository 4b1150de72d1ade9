/** The tokens of a program's account, for whoever may see the account; and each token itself, once, for whoever issued it. */
import { account as template } from '../catalog/objects/account.ts'
import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { revealToken, showableUntil } from '../identity/api-token.ts'
import { type FillRandom, fillRandom, isId } from '../kit/id.ts'
import { type ApiToken, tokensOf } from '../store/api-token.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { get } from './find.ts'
import { journalRefused } from './journal-refused.ts'
import type { World } from './world.ts'

/** A token, and until when whoever asks may have it shown; null where they may not. */
export type ListedToken = ApiToken & { readonly showableUntil: Date | null }

export async function listTokens(world: World, actor: Actor, accountId: string): Promise<ListedToken[] | Refusal> {
  const profile = await get(world, actor, template.name, accountId)
  if ('code' in profile) return profile
  const now = world.clock.now()
  return (await tokensOf(world.db, accountId)).map((token) => ({ ...token, showableUntil: showableUntil(token, actor.id, now) }))
}

/** The token itself. It is kept nowhere: once it was answered, nobody can see it again. */
export async function showTokenOnce(
  world: World,
  actor: Actor,
  { accountId, tokenId, chance = fillRandom }: { accountId: string; tokenId: string; chance?: FillRandom },
): Promise<{ token: string } | Refusal> {
  const profile = await get(world, actor, template.name, accountId)
  if ('code' in profile) return journalRefused(world, actor, profile)
  const now = world.clock.now()
  return world.db.transaction(async (tx) => {
    const isIts = (await tokensOf(tx, accountId)).some(({ id }) => id === tokenId)
    const secret = isIts && isId(tokenId) && actor.id ? await revealToken(tx, { id: tokenId, by: actor.id, now, chance }) : undefined
    const entry = { template: template.name, objectId: accountId } as const
    await appendEntries(tx, [
      secret === undefined
        ? entryBy(actor, now, world.newId(), { ...entry, kind: 'refused', facts: { code: notShown.code, sentence: notShown.sentence } })
        : entryBy(actor, now, world.newId(), { ...entry, kind: 'other', facts: { why: 'A token was shown to whoever issued it.' } }),
    ])
    return secret === undefined ? notShown : { token: secret }
  })
}

const notShown = refuse(
  'token_not_shown',
  'The token cannot be shown: it was shown before, it is over, or it was issued by somebody else or more than a quarter of an hour ago. Nothing was changed.',
  'Revoke it, and issue another.',
)
