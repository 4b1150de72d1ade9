/**
 * The proof of non-production: for an aborted card, a signed list of every manifest that was sealed while the card could have been in one.
 * Whoever has the manifests, as a bureau has, can look for themselves that the card is in none; the list cannot be changed afterwards.
 */
import { type Static, Type } from 'typebox'
import { canonical, sha256 } from '../kit/hash.ts'
import type { Signer } from '../kit/signature.ts'
import type { OrderFacts, SealedFacts, TakingBatch } from '../store/receipt.ts'
import { Uuid } from './contract/message.ts'

const closed = { additionalProperties: false }
const Moment = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$', description })
const Count = (description: string) => Type.Integer({ minimum: 0, description })

const sealed = {
  batch: Uuid('The batch, as its manifest names it.'),
  number: Count('The number of the batch, for people who talk about it.'),
  bureau: Type.String({ description: 'Which bureau it was for.' }),
  hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the manifest in canonical JSON (RFC 8785), in hexadecimal.' }),
  orders: Count('How many orders it holds.'),
  sealedAt: Moment('When it was fixed.'),
}

export const Receipt = Type.Object(
  {
    format: Type.Literal('cardinal-receipt'),
    version: Type.Literal(1),
    id: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'Made from what the receipt says.' }),
    at: Moment('When it was made.'),
    organisation: Type.String({ description: 'Whose card it is.' }),
    card: Type.Object(
      { id: Uuid('The card, as manifests name it.'), number: Count('The number that would have been printed on it.') },
      closed,
    ),
    orders: Type.Array(
      Type.Object(
        {
          id: Uuid('The order, as manifests name it.'),
          bureau: Type.String({ description: 'Whose queue it was in.' }),
          queuedAt: Moment('When it entered the queue.'),
          withdrawnAt: Type.Union([Moment('When it was taken out of the queue.'), Type.Null()], {
            description: 'Null for an order that was not in the queue, and whose batch did not reach the bureau.',
          }),
        },
        closed,
      ),
      { description: 'Every order there was for the card; none where only a request was aborted.' },
    ),
    outcome: Type.Literal('aborted'),
    abortedAt: Moment('When the card was aborted. It has no way out of this state.'),
    statement: Type.String({ description: 'What the receipt says, in one sentence.' }),
    manifests: Type.Object(
      {
        count: Count('How many there are in the list.'),
        from: Moment('One day before the card was made, so that clocks that disagree leave nothing out.'),
        to: Moment('When the receipt was made.'),
        list: Type.Array(
          Type.Object(
            {
              ...sealed,
              sentAt: Type.Union([Moment('When the bureau had it.'), Type.Null()], { description: 'Null while that is not known.' }),
            },
            closed,
          ),
        ),
      },
      {
        ...closed,
        description: 'Every manifest that was sealed in this time and reached, or may have reached, a bureau. The card is in none.',
      },
    ),
    returned: Type.Array(
      Type.Object({ ...sealed, card: Type.Boolean({ description: 'Whether the card was in it, or may have been.' }) }, closed),
      { description: 'Manifests that were sealed in this time and definitely did not reach a bureau; their orders went back.' },
    ),
    signature: Type.Object(
      {
        key: Type.String({ pattern: '^[0-9a-f]{16}$', description: 'The id of the key, as it is published at /api/v1/keys.' }),
        value: Type.String({
          description:
            'Ed25519 signature in base64 of the text "cardinal receipt <hash>": SHA-256 of the receipt without this signature, in canonical JSON.',
        }),
      },
      closed,
    ),
  },
  { ...closed, title: 'Proof of non-production', description: 'That an aborted card is in none of the manifests that Cardinal sealed.' },
)
export type Receipt = Static<typeof Receipt>

/** What a receipt is made from. */
export interface ReceiptFacts {
  readonly at: Date
  readonly organisation: string
  readonly card: { readonly id: string; readonly number: number; readonly madeAt: Date }
  readonly abortedAt: Date
  readonly orders: readonly OrderFacts[]
  /** The batches of runs that took the card along. */
  readonly took: readonly TakingBatch[]
  /** Every batch that was sealed since `listedSince(card.madeAt)`. */
  readonly sealed: readonly SealedFacts[]
}

/** From when on a card's receipt lists manifests: a day before it was made, for nodes whose clocks disagree. */
export const listedSince = (madeAt: Date): Date => new Date(madeAt.getTime() - 86_400_000)

/**
 * The batch that gave the card to a bureau, or may have; undefined where there is none, and a receipt can be made. A batch that was
 * returned did not: it is called so only when no attempt can have delivered it.
 */
export function handedOverIn(orders: readonly OrderFacts[], took: readonly TakingBatch[]): { readonly number: number | null } | undefined {
  const handedOver = orders.find(({ batch, sentAt }) => sentAt !== null || (batch !== null && batch.status !== 'returned'))
  if (handedOver) return { number: handedOver.batch?.number ?? null }
  // A run of several batches can have given the card back from one while others reached the bureau; its orders tell that, above.
  return took.find(({ runId }) => took.every((batch) => batch.runId !== runId || batch.status !== 'returned'))
}

/**
 * Makes and signs a receipt. The same facts give the same receipt, to the last byte. Throws for a card that was handed over, or whose order
 * is not withdrawn: to such a card no receipt may ever be given.
 */
export function makeReceipt({ at, organisation, card, abortedAt, orders, took, sealed }: ReceiptFacts, signer: Signer): Receipt {
  const live = orders.some(({ status }) => status === 'queued' || status === 'claimed')
  if (live || handedOverIn(orders, took)) throw new Error(`Card ${card.id} may reach a bureau, or has; it gets no receipt.`)
  const list = sealed.filter(({ status }) => status !== 'returned')
  const [from, to] = [listedSince(card.madeAt).toISOString(), at.toISOString()]
  const said = {
    format: 'cardinal-receipt' as const,
    version: 1 as const,
    at: to,
    organisation,
    card: { id: card.id, number: card.number },
    orders: orders.map(({ id, bureau, queuedAt, withdrawnAt }) => ({
      id,
      bureau,
      queuedAt: queuedAt.toISOString(),
      withdrawnAt: withdrawnAt?.toISOString() ?? null,
    })),
    outcome: 'aborted' as const,
    abortedAt: abortedAt.toISOString(),
    statement:
      `Card ${card.number} was aborted at ${abortedAt.toISOString()}, and is in none of the manifests that Cardinal sealed from ${from} to ${to} ` +
      `and that reached, or may have reached, a bureau (in number: ${list.length}).`,
    manifests: {
      count: list.length,
      from,
      to,
      list: list.map((batch) => ({ ...sealedOf(batch), sentAt: batch.sentAt?.toISOString() ?? null })),
    },
    returned: sealed
      .filter(({ status }) => status === 'returned')
      .map((batch) => ({
        ...sealedOf(batch),
        card: [...took, ...orders.map((order) => order.batch)].some((held) => held?.id === batch.id),
      })),
  }
  const receipt = { ...said, id: sha256(canonical(said)).slice(0, 32) }
  return { ...receipt, signature: { key: signer.keyId, value: signer.sign(signedText(receipt)) } }
}

/** The text that is signed, of a receipt without its signature. */
export const signedText = (receipt: Omit<Receipt, 'signature'>): string => `cardinal receipt ${sha256(canonical(receipt))}`

const sealedOf = ({ id, number, bureau, hash, orders, sealedAt }: SealedFacts) => ({
  batch: id,
  number,
  bureau,
  hash,
  orders,
  sealedAt: sealedAt.toISOString(),
})
