import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { Signer } from '../kit/signature.ts'
import { handedOverIn, listedSince, makeReceipt, type Receipt } from '../production/receipt.ts'
import { lastMovedTo } from '../store/journal.ts'
import { batchesThatTook, ordersOfCard, sealedSince } from '../store/receipt.ts'
import { readSigningKeys, type StoredSigningKey } from '../store/signing-key.ts'
import { get } from './find.ts'
import { organisationOf } from './me.ts'
import type { World } from './world.ts'

export { Receipt } from '../production/receipt.ts'

/**
 * The proof that an aborted card was not ordered, for whoever may see the card. Refuses for a card that is not Aborted, and for one that
 * is in a manifest which reached a bureau, or may have. It reads and changes nothing, and can be asked for again at any time.
 */
export async function receiptFor(world: World, actor: Actor, signer: Signer, template: string, id: string): Promise<Receipt | Refusal> {
  const profile = await get(world, actor, template, id)
  if ('code' in profile) return profile
  const { object } = profile
  if (object.state !== 'aborted')
    return refuse(
      'card_not_aborted',
      `This card is ${profile.template.states[object.state]?.label ?? object.state}. Only an aborted card has a proof of non-production. Nothing was changed.`,
      'Abort its order first, while that can be done.',
    )
  const [[aborted], orders, took] = await Promise.all([
    lastMovedTo(world.db, [id], 'aborted'),
    ordersOfCard(world.db, id),
    batchesThatTook(world.db, id),
  ])
  const handedOver = handedOverIn(orders, took)
  if (handedOver) return wasHandedOver(handedOver.number)
  const facts = {
    at: world.clock.now(),
    organisation: await organisationOf(world),
    card: { id, number: Number(object.fields['number']), madeAt: object.createdAt },
    abortedAt: aborted?.at ?? object.changedAt,
    orders,
    took,
    // Last, when the card is known to be aborted: what is sealed from now on cannot hold it.
    sealed: await sealedSince(world.db, listedSince(object.createdAt)),
  }
  return makeReceipt(facts, signer)
}

/** The public keys that verify what this installation signs and has signed; open to everyone. */
export const publicKeys = ({ db }: Pick<World, 'db'>): Promise<StoredSigningKey[]> => readSigningKeys(db)

const wasHandedOver = (number: number | null): Refusal =>
  refuse(
    'card_was_handed_over',
    `This card is in ${number === null ? 'a manifest' : `the manifest of batch ${number}`}, which reached the bureau or may have, so there is no proof that it was not ordered. Nothing was changed.`,
    'What the bureau answered is in the history of the card; ask the bureau for its own proof that the card was not produced, or was destroyed.',
  )
