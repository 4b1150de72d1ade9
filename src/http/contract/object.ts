import { type Static, Type } from 'typebox'
import { Refusal } from './refusal.ts'

export const Time = Type.String({ format: 'date-time' })
const Nullable = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const AbortableUntil = Type.Union([Time, Type.Null()], {
  description: 'When a queued order leaves. Null: it is not in the queue, it is held, the press is stopped, or no release is planned.',
})
const StoppedAt = Type.Union([Time, Type.Null()], {
  description: 'Since when the press of the bureau that a queued order waits for is stopped; null while it runs.',
})

/** One row of a result list: its columns by field name. */
export const Row = Type.Object(
  {
    id: Type.String(),
    template: Type.String(),
    state: Type.String(),
    label: Type.String({ description: 'How a person calls it: "Card 10482" or "Ada Berg".' }),
    fields: Type.Record(Type.String(), Type.Unknown()),
    abortableUntil: Type.Optional(AbortableUntil),
    heldAt: Type.Optional(Nullable(Time)),
    stoppedAt: Type.Optional(StoppedAt),
  },
  { $id: 'Row', description: 'A card also says until when its order can be aborted.' },
)
export type Row = Static<typeof Row>

export const Rows = Type.Object(
  { items: Type.Array(Row), next: Nullable(Type.String({ description: 'Give it back as `after` for the next page; null at the end.' })) },
  { $id: 'Rows' },
)
export type Rows = Static<typeof Rows>

/** How many match: exact up to 10,000, "more than 10,000" beyond. */
export const Count = Type.Object({ count: Type.Integer(), more: Type.Boolean() }, { $id: 'Count' })
export type Count = Static<typeof Count>

/** A card's place on its way to the bureau. */
export const Order = Type.Object(
  {
    id: Type.String(),
    status: Type.Union([
      Type.Literal('queued'),
      Type.Literal('claimed'),
      Type.Literal('sent'),
      Type.Literal('answered'),
      Type.Literal('withdrawn'),
      Type.Literal('recalled'),
    ]),
    bureau: Type.String(),
    queuedAt: Time,
    queuedBy: Type.String(),
    abortableUntil: AbortableUntil,
    heldAt: Nullable(Time),
    heldBy: Nullable(Type.String()),
    heldWhy: Nullable(Type.String()),
    stoppedAt: StoppedAt,
    claimedAt: Nullable(Time),
    sentAt: Nullable(Time),
    answeredAt: Nullable(Time),
    withdrawnAt: Nullable(Time),
    batch: Nullable(Type.Object({ id: Type.String(), number: Type.Integer(), status: Type.String(), cutOffAt: Nullable(Time) })),
    bureauReference: Nullable(Type.String()),
  },
  { $id: 'Order' },
)
export type Order = Static<typeof Order>

export const Related = Type.Object({
  id: Type.String(),
  template: Type.String(),
  state: Type.String(),
  label: Type.String(),
  relation: Type.String({ description: 'Holder, Card, Earlier card' }),
})

/** One user or one card. `ETag` carries its version. */
export const OneObject = Type.Object(
  {
    id: Type.String(),
    template: Type.String(),
    state: Type.String(),
    version: Type.Integer(),
    label: Type.String(),
    title: Type.String({ description: '"Card 10482 · Ada Berg"' }),
    fields: Type.Record(Type.String(), Type.Unknown()),
    createdAt: Time,
    changedAt: Time,
    order: Type.Optional(Nullable(Order)),
    related: Type.Array(Related),
  },
  { $id: 'Object' },
)
export type OneObject = Static<typeof OneObject>

export const HistoryItem = Type.Object(
  {
    id: Type.String(),
    at: Time,
    actor: Type.Object({
      name: Type.String(),
      kind: Type.Union([Type.Literal('person'), Type.Literal('client'), Type.Literal('system'), Type.Literal('bureau')]),
    }),
    kind: Type.Union([
      Type.Literal('created'),
      Type.Literal('changed'),
      Type.Literal('moved'),
      Type.Literal('done'),
      Type.Literal('refused'),
      Type.Literal('cancelled'),
      Type.Literal('asked'),
      Type.Literal('approved'),
      Type.Literal('declined'),
      Type.Literal('lapsed'),
      Type.Literal('published'),
      Type.Literal('signed-in'),
      Type.Literal('other'),
    ]),
    sentence: Type.String(),
    useCase: Nullable(Type.String()),
    from: Nullable(Type.String()),
    to: Nullable(Type.String()),
    run: Nullable(Type.String()),
    object: Nullable(Type.Object({ id: Type.String(), template: Type.String(), label: Type.String() })),
  },
  { $id: 'HistoryItem' },
)
export type HistoryItem = Static<typeof HistoryItem>
export const History = Type.Object({ items: Type.Array(HistoryItem), next: Nullable(Type.String()) }, { $id: 'History' })
export type History = Static<typeof History>

const WhileQueued = Type.Optional(
  Type.Boolean({ description: 'True: it may be given only while the order waits in the queue, so it ends when the order leaves.' }),
)

/** May this person give this command to this object now? If not, why, and what would help. */
export const Offer = Type.Object(
  { useCase: Type.String(), label: Type.String(), may: Type.Boolean(), refusal: Type.Optional(Refusal), whileQueued: WhileQueued },
  { $id: 'Offer' },
)
export type Offer = Static<typeof Offer>
export const Offers = Type.Object({ items: Type.Array(Offer) }, { $id: 'Offers' })
export type Offers = Static<typeof Offers>

/** The same question for a selection: how many may, and for the others why not. */
export const SelectionOffer = Type.Object(
  {
    useCase: Type.String(),
    label: Type.String(),
    may: Type.Integer(),
    total: Type.Integer(),
    refusals: Type.Array(
      Type.Object({ refusal: Refusal, count: Type.Integer(), objects: Type.Array(Type.String(), { description: 'The first hundred.' }) }),
    ),
  },
  { $id: 'SelectionOffer' },
)
export type SelectionOffer = Static<typeof SelectionOffer>

/** The selection that is asked about. */
export const Selection = Type.Object(
  { objects: Type.Array(Type.String({ format: 'uuid' }), { maxItems: 10_000, uniqueItems: true }) },
  { $id: 'Selection' },
)
export const SelectionOffers = Type.Object({ items: Type.Array(SelectionOffer) }, { $id: 'SelectionOffers' })
export type SelectionOffers = Static<typeof SelectionOffers>
