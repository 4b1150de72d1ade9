import { type Static, Type } from 'typebox'
import { Time } from './object.ts'

const Nullable = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Stage = Type.Object({ count: Type.Integer(), oldest: Nullable(Time) })

/** A bureau's line of life: queue, batches under way, in production, produced. */
export const Production = Type.Object(
  {
    bureaus: Type.Array(
      Type.Object({
        name: Type.String(),
        label: Type.String(),
        id: Nullable(Type.String({ description: 'The bureau as an object, whose press is stopped and started.' })),
        connector: Type.String({ description: 'directory, sftp or rest' }),
        takesNewOrders: Type.Boolean(),
        stoppedAt: Nullable(Time),
        stoppedWhy: Nullable(Type.String()),
        queued: Stage,
        held: Stage,
        claimed: Stage,
        ordered: Stage,
        inProduction: Stage,
        produced: Stage,
        failed: Stage,
        schedule: Type.Object({
          cron: Type.String(),
          timeZone: Type.String(),
          next: Nullable(Time),
          words: Type.String({ description: '"on weekdays at 10:00 and 16:00"' }),
        }),
      }),
    ),
  },
  { $id: 'Production' },
)
export type Production = Static<typeof Production>

export const BatchItem = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  bureau: Type.String(),
  status: Type.Union([
    Type.Literal('open'),
    Type.Literal('sealed'),
    Type.Literal('sent'),
    Type.Literal('acknowledged'),
    Type.Literal('returned'),
  ]),
  orders: Type.Integer(),
  openedAt: Time,
  sealedAt: Nullable(Time),
  sentAt: Nullable(Time),
  acknowledgedAt: Nullable(Time),
  attempts: Type.Integer(),
  lastError: Nullable(Type.String()),
  cutOffAt: Nullable(Time),
})
export type BatchItem = Static<typeof BatchItem>
export const Batches = Type.Object({ items: Type.Array(BatchItem), next: Nullable(Type.String()) }, { $id: 'Batches' })
export type Batches = Static<typeof Batches>

export const Batch = Type.Object(
  {
    ...BatchItem.properties,
    manifestHash: Nullable(Type.String()),
    manifestErasedAt: Nullable(
      Type.String({ format: 'date-time', description: 'When its text was erased, because it named somebody who was.' }),
    ),
    signature: Nullable(Type.Object({ key: Type.String(), value: Type.String() })),
    tries: Type.Array(
      Type.Object({
        number: Type.Integer(),
        at: Time,
        endedAt: Nullable(Time),
        outcome: Nullable(Type.Union([Type.Literal('taken'), Type.Literal('not delivered'), Type.Literal('unclear')])),
        why: Nullable(Type.String()),
      }),
      { description: 'Every attempt to hand it over, oldest first; of many, the last hundred.' },
    ),
    lines: Type.Array(
      Type.Object({
        card: Type.String(),
        label: Type.String(),
        state: Type.String(),
        order: Type.String(),
        status: Type.String(),
        bureauReference: Nullable(Type.String()),
      }),
      { description: 'The first thousand.' },
    ),
  },
  { $id: 'Batch' },
)
export type Batch = Static<typeof Batch>

/** Something that a bureau said, and what became of it. */
export const BureauMessage = Type.Object({
  bureau: Type.String(),
  message: Type.String(),
  kind: Type.String(),
  source: Type.String(),
  saidAt: Nullable(Time),
  receivedAt: Time,
  repeats: Type.Integer(),
  recordedAt: Nullable(Time),
  lines: Type.Integer(),
  recorded: Type.Integer(),
  unmatched: Type.Array(
    Type.Object({
      order: Type.String(),
      card: Type.String(),
      label: Nullable(Type.String({ description: '"Card 10482"; null where the card is none of ours.' })),
      why: Type.String(),
    }),
    { description: 'The first hundred lines that did not fit.' },
  ),
  incidents: Type.Array(Type.Object({ id: Type.String(), number: Type.Integer(), state: Type.String() }), {
    description: 'What it led to that a person must look into.',
  }),
  sentence: Nullable(Type.String()),
})
export type BureauMessage = Static<typeof BureauMessage>
export const BureauMessages = Type.Object({ items: Type.Array(BureauMessage), next: Nullable(Type.String()) }, { $id: 'BureauMessages' })
export type BureauMessages = Static<typeof BureauMessages>

/** The answer to Send now. */
export const Release = Type.Object({ orders: Type.Integer(), batches: Type.Integer() }, { $id: 'Release' })
export type Release = Static<typeof Release>
