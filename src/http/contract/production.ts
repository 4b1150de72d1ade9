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
        connector: Type.String({ description: 'directory' }),
        queued: Stage,
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
})
export type BatchItem = Static<typeof BatchItem>
export const Batches = Type.Object({ items: Type.Array(BatchItem), next: Nullable(Type.String()) }, { $id: 'Batches' })
export type Batches = Static<typeof Batches>

export const Batch = Type.Object(
  {
    ...BatchItem.properties,
    manifestHash: Nullable(Type.String()),
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

/** The answer to Send now. */
export const Release = Type.Object({ orders: Type.Integer(), batches: Type.Integer() }, { $id: 'Release' })
export type Release = Static<typeof Release>
