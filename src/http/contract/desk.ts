import { type Static, Type } from 'typebox'
import { Time } from './object.ts'

const Nullable = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** The card that a recall or an incident is about. */
export const AboutCard = Type.Object({
  id: Type.String(),
  template: Type.String(),
  state: Type.String(),
  title: Type.String({ description: '"Card 10482 · Ada Berg"' }),
  blockOnArrival: Nullable(Type.String({ description: 'Why it is to be blocked when it is produced; null where it is not.' })),
})
export type AboutCard = Static<typeof AboutCard>

/** A bureau by its name and by what people call it. */
export const NamedBureau = Type.Object({ name: Type.String(), label: Type.String() })
export type NamedBureau = Static<typeof NamedBureau>

/** A recall as the recall desk shows it. */
export const DeskRecall = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer(),
    state: Type.String(),
    card: Nullable(AboutCard),
    bureau: NamedBureau,
    reason: Type.String(),
    askedBy: Type.String(),
    askedAt: Time,
    deadline: Time,
    sentAt: Nullable(Time),
    answeredAt: Nullable(Time),
    answer: Nullable(Type.String()),
    trouble: Nullable(Type.String({ description: 'Why the bureau could not be asked yet.' })),
  },
  { $id: 'DeskRecall' },
)
export type DeskRecall = Static<typeof DeskRecall>

/** The recall desk: what waits for an answer, and what has come to an end. */
export const RecallDesk = Type.Object(
  {
    open: Type.Array(DeskRecall, { description: 'The one that is due first in front; on the first page alone.' }),
    ended: Type.Array(DeskRecall, { description: 'The newest first.' }),
    next: Nullable(Type.String({ description: 'Give it back as `after` for more that have ended; null at the end.' })),
    counts: Type.Record(Type.String(), Type.Integer(), { description: 'How many are in each state.' }),
  },
  { $id: 'RecallDesk' },
)
export type RecallDesk = Static<typeof RecallDesk>

export const RecallDeskQuery = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 60, description: 'Only recalls in this state.' })),
  after: Type.Optional(Type.String({ maxLength: 20 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'How many that have ended; 30 unless told.' })),
})

/** An incident as a task: what does not fit, and who looks into it. */
export const IncidentTask = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer(),
    state: Type.String(),
    kind: Type.String(),
    what: Type.String(),
    owner: Nullable(Type.String()),
    mine: Type.Boolean(),
    bureau: Nullable(NamedBureau),
    card: Nullable(AboutCard),
    openedAt: Time,
  },
  { $id: 'IncidentTask' },
)
export type IncidentTask = Static<typeof IncidentTask>
