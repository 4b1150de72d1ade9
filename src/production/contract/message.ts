/**
 * What Cardinal and a bureau say to each other: one JSON document a message, the same over every transport. This is the contract; its
 * AsyncAPI document, its JSON Schemas and its page for a bureau's engineers are made from these schemas.
 *
 * A message has an id that its sender makes, and keeps when it repeats the message: a repeat is harmless. Only what a layout maps leaves
 * the house, and a bureau's messages name orders and cards by id alone, never by name.
 */
import { type Static, Type } from 'typebox'

/** The most lines in one message of a bureau; whoever has more to say gives several messages. */
export const MOST_LINES = 10_000

/** A bureau remembers the ids of messages for so long, and so does Cardinal. */
export const DUPLICATE_WINDOW_DAYS = 90

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
export const Uuid = (description: string) => Type.String({ pattern: UUID, description })
const Sha256 = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description })
/** Control characters by their numbers, since not every validator of JSON Schema knows them by their category. */
const OneLine = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F]*$', description })
const Moment = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?(Z|[+-]\\d{2}:\\d{2})$', description })

/** What every message begins with. */
const envelope = <const K extends string>(kind: K) => ({
  format: Type.Literal('cardinal-bureau'),
  version: Type.Literal(1),
  kind: Type.Literal(kind),
  message: Uuid('The id of this message, made by whoever sends it; a repeat carries the same.'),
  at: Moment('When it was said, by the clock of whoever says it. It is shown, and nothing is decided by it.'),
})

const order = Uuid('The order, as the batch named it.')
const card = Uuid('The card, as the batch named it.')
const lines = <T extends import('typebox').TSchema>(line: T, description: string) =>
  Type.Array(line, { minItems: 1, maxItems: MOST_LINES, description })
/** A bureau's message with a field that the contract does not know is refused: it may mean something. */
const closed = { additionalProperties: false }
/** Cardinal may add fields in a later version; a bureau passes over those it does not know. */
const open = {}

/** One order of a batch: which card, in which layout, and what is printed on it. */
export const ManifestLine = Type.Object({
  order: Uuid('Cardinal’s id of the order; everything that is said about it names it.'),
  card: Uuid('Cardinal’s id of the card. A card that failed may be ordered again: it is then the same card in another order.'),
  cardNumber: Type.Integer({ minimum: 0, description: 'The number printed on the card and in its barcode.' }),
  layout: Type.String({ description: 'The card layout, by the name that was agreed on.' }),
  fields: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]), {
    description: 'The input fields of the layout. A field without a value is null.',
  }),
  photo: Type.Union([Sha256('SHA-256 of the photo’s bytes, by which it is found beside the batch.'), Type.Null()], {
    description: 'Null where the layout has no photo.',
  }),
})
export type ManifestLine = Static<typeof ManifestLine>

/** What a bureau is asked to produce, fixed and hashed when the batch is sealed. */
export const Manifest = Type.Object({
  version: Type.Literal(1),
  batch: Uuid('The id of the batch; the same as the message’s.'),
  number: Type.Integer({ minimum: 0, description: 'The number of the batch, for people who talk about it.' }),
  bureau: Type.String({ description: 'Which bureau it is for, as Cardinal calls it.' }),
  orders: Type.Array(ManifestLine),
})
export type Manifest = Static<typeof Manifest>

export const OrderBatch = Type.Object(
  {
    ...envelope('order-batch'),
    hash: Sha256('SHA-256 of the manifest in canonical JSON (RFC 8785), in hexadecimal.'),
    signature: Type.Union(
      [
        Type.Object({
          key: Type.String({ description: 'The id of the key, as it is published at /api/v1/keys.' }),
          value: Type.String({ description: 'Ed25519 signature of the text "cardinal manifest <hash>", in base64.' }),
        }),
        Type.Null(),
      ],
      { description: 'Cardinal’s signature of the manifest.' },
    ),
    manifest: Manifest,
  },
  { ...open, title: 'Order batch', description: 'Cardinal asks for cards. The message is the batch: its id is the batch’s.' },
)
export type OrderBatch = Static<typeof OrderBatch>

export const Recall = Type.Object(
  {
    ...envelope('recall'),
    lines: lines(
      Type.Object({ recall: Uuid('Cardinal’s id of the recall; the answer names it.'), order, card }),
      'The orders that Cardinal asks to stop.',
    ),
  },
  { ...open, title: 'Recall', description: 'Cardinal asks the bureau not to produce orders that it has. Each line is answered.' },
)
export type Recall = Static<typeof Recall>

/** Said by either side. Cardinal’s acknowledgement of a bureau’s message has no `refused` and no `references`. */
export const Acknowledged = Type.Object(
  {
    ...envelope('acknowledged'),
    of: Uuid('The message that is acknowledged.'),
    refused: Type.Optional(
      lines(
        Type.Object(
          {
            order,
            card,
            code: OneLine(60, 'Why, as a word for programs.'),
            text: OneLine(500, 'Why, in one line for the operator, without personal data.'),
            field: Type.Optional(OneLine(60, 'The input field of the layout that it is about.')),
          },
          closed,
        ),
        'Orders of the batch that are not taken. All others are.',
      ),
    ),
    references: Type.Optional(
      lines(
        Type.Object({ order, reference: OneLine(100, 'What the bureau calls the order.') }, closed),
        'What the bureau calls the orders.',
      ),
    ),
  },
  { ...closed, title: 'Acknowledged', description: 'The message arrived, and what it asks for is taken on.' },
)
export type Acknowledged = Static<typeof Acknowledged>

export const InProduction = Type.Object(
  { ...envelope('in-production'), lines: lines(Type.Object({ order, card }, closed), 'The cards that are being produced.') },
  { ...closed, title: 'In production', description: 'The bureau has begun to produce these cards.' },
)
export type InProduction = Static<typeof InProduction>

export const Produced = Type.Object(
  {
    ...envelope('produced'),
    lines: lines(
      Type.Object(
        {
          order,
          card,
          chipNumber: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9:._-]{1,40}$', description: 'Read from the chip.' })),
          serialNumber: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9:._/-]{1,40}$', description: 'Printed on the blank card.' })),
        },
        closed,
      ),
      'The cards that are produced, with what was read from them.',
    ),
  },
  { ...closed, title: 'Produced', description: 'These cards are produced. `shipped` may follow, with the shipment.' },
)
export type Produced = Static<typeof Produced>

export const Shipped = Type.Object(
  {
    ...envelope('shipped'),
    carrier: OneLine(80, 'Who carries the shipment.'),
    tracking: Type.Optional(OneLine(80, 'The carrier’s number of the shipment.')),
    part: Type.Optional(
      Type.Object(
        { number: Type.Integer({ minimum: 1, maximum: 1000 }), of: Type.Integer({ minimum: 1, maximum: 1000 }) },
        { ...closed, description: 'Where a batch is shipped in parts: which part this is, of how many.' },
      ),
    ),
    lines: lines(Type.Object({ order, card }, closed), 'The cards in the shipment.'),
  },
  { ...closed, title: 'Shipped', description: 'These cards left the bureau. A card that is shipped is produced.' },
)
export type Shipped = Static<typeof Shipped>

export const Failed = Type.Object(
  {
    ...envelope('failed'),
    lines: lines(
      Type.Object(
        {
          order,
          card,
          code: OneLine(60, 'Why, as a word for programs.'),
          text: OneLine(500, 'Why, in one line for the operator, without personal data.'),
          field: Type.Optional(OneLine(60, 'The input field of the layout that it is about.')),
        },
        closed,
      ),
      'The cards that will not be produced under these orders.',
    ),
  },
  { ...closed, title: 'Failed', description: 'The bureau will not produce these cards under these orders.' },
)
export type Failed = Static<typeof Failed>

const recall = Uuid('The recall, as Cardinal named it.')

export const RecallAccepted = Type.Object(
  { ...envelope('recall-accepted'), lines: lines(Type.Object({ recall, order, card }, closed), 'The orders that are stopped.') },
  { ...closed, title: 'Recall accepted', description: 'These cards will not be produced, or are destroyed at the bureau.' },
)
export type RecallAccepted = Static<typeof RecallAccepted>

export const RecallRefused = Type.Object(
  {
    ...envelope('recall-refused'),
    lines: lines(
      Type.Object(
        {
          recall,
          order,
          card,
          code: OneLine(60, 'Why, as a word for programs.'),
          text: OneLine(500, 'Why, in one line for the operator.'),
        },
        closed,
      ),
      'The orders that go on.',
    ),
  },
  { ...closed, title: 'Recall refused', description: 'It is too late for these orders; the cards will come.' },
)
export type RecallRefused = Static<typeof RecallRefused>

export const CutOff = Type.Object(
  {
    ...envelope('cut-off'),
    batch: Uuid('The batch that it is about.'),
    until: Moment('Until then a recall of an order in this batch can be accepted.'),
  },
  { ...closed, title: 'Cut-off announced', description: 'The bureau says until when orders of a batch can be recalled.' },
)
export type CutOff = Static<typeof CutOff>

/** What Cardinal says. */
export const toBureau = [OrderBatch, Recall, Acknowledged] as const
export type ToBureau = OrderBatch | Recall | Acknowledged

/** What a bureau says. */
export const fromBureau = [Acknowledged, InProduction, Produced, Shipped, Failed, RecallAccepted, RecallRefused, CutOff] as const
export type FromBureau = Acknowledged | InProduction | Produced | Shipped | Failed | RecallAccepted | RecallRefused | CutOff
