import { type Static, Type } from 'typebox'
import { BureauDefinition } from '../../catalog/bureau-definition.ts'
import { Layout } from '../../catalog/layout.ts'
import { Time } from './object.ts'

const Nullable = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** How a bureau is reached, when orders leave for it, and in which layouts. */
export const DefinedBureau = Type.Object({ ...BureauDefinition.properties }, { $id: 'BureauDefinition', additionalProperties: false })
export type DefinedBureau = Static<typeof DefinedBureau>

export const BureauSecret = Type.Object({
  name: Type.String(),
  means: Type.String(),
  enteredAt: Nullable(Time),
  enteredBy: Nullable(Type.String()),
})
export type BureauSecret = Static<typeof BureauSecret>

/** When orders leave. */
export const ScheduleWords = Type.Object({
  cron: Type.String(),
  timeZone: Type.String(),
  words: Type.String({ description: '"on weekdays at 10:00 and 16:00 (Europe/Copenhagen)"' }),
  next: Type.Array(Time, { description: 'The next releases, soonest first; none where it never comes due.' }),
})
export type ScheduleWords = Static<typeof ScheduleWords>

/** An OpenPGP public key of the bureau, or why it cannot be used. */
export const BureauPublicKey = Type.Object({
  fingerprint: Nullable(Type.String()),
  userId: Nullable(Type.String()),
  expires: Nullable(Time),
  why: Nullable(Type.String({ description: 'Why it cannot be used; null where it can.' })),
})
export type BureauPublicKey = Static<typeof BureauPublicKey>

/** A bureau as it is in force. Secrets are never shown, only whether they were entered. */
export const Bureau = Type.Object(
  {
    name: Type.String(),
    definition: DefinedBureau,
    version: Type.String(),
    secrets: Type.Array(BureauSecret),
    schedule: ScheduleWords,
    press: Nullable(
      Type.Object({
        id: Type.String({ description: 'The bureau as an object.' }),
        stoppedAt: Nullable(Time),
        stoppedWhy: Nullable(Type.String()),
      }),
    ),
    takesNewOrders: Type.Boolean(),
    plainLayout: Type.Object({ ...Layout.properties }, { description: 'What it is sent where no layout was agreed on.' }),
    keys: Type.Array(BureauPublicKey, { description: 'What its OpenPGP public keys are, in the order of its definition.' }),
  },
  { $id: 'Bureau' },
)
export type Bureau = Static<typeof Bureau>
/** The layout of a kind of card. */
export type BureauLayout = Bureau['plainLayout']
export const BureauList = Type.Object({ items: Type.Array(Bureau) }, { $id: 'BureauList' })
export type BureauList = Static<typeof BureauList>

/** The body is looked at place by place by whoever publishes it, so that each objection is a sentence. */
export const BureauChange = Type.Object(
  { definition: Type.Unknown({ description: 'A BureauDefinition.' }), why: Type.Optional(Nullable(Type.String({ maxLength: 500 }))) },
  { $id: 'BureauChange' },
)
export type BureauChange = Static<typeof BureauChange>

export const SecretValue = Type.Object({ value: Type.String({ minLength: 1, maxLength: 20_000 }) }, { $id: 'SecretValue' })
export type SecretValue = Static<typeof SecretValue>

/** Test connection: what works and what does not, step by step. */
export const Findings = Type.Object(
  { items: Type.Array(Type.Object({ ok: Type.Boolean(), sentence: Type.String() })) },
  { $id: 'Findings' },
)
export type Findings = Static<typeof Findings>

/** A schedule to be told in words; null stands for what the options say. */
export const AskedSchedule = Type.Object(
  {
    cron: Nullable(Type.String({ maxLength: 100 })),
    timeZone: Nullable(Type.String({ maxLength: 60 })),
    holidays: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 400 }),
  },
  { $id: 'AskedSchedule' },
)
export type AskedSchedule = Static<typeof AskedSchedule>

export const SchedulePreview = Type.Object(
  { schedule: Nullable(ScheduleWords), why: Nullable(Type.String({ description: 'In a sentence why it is no schedule.' })) },
  { $id: 'SchedulePreview' },
)
export type SchedulePreview = Static<typeof SchedulePreview>

/** The public part of our OpenPGP key for a bureau, to be given to it. The private part is never shown. */
export const OurKey = Type.Object(
  { publicKey: Type.String({ description: 'Armored.' }), fingerprint: Type.String(), userId: Type.String(), expires: Nullable(Time) },
  { $id: 'OurKey' },
)
export type OurKey = Static<typeof OurKey>
