import { type Static, Type } from 'typebox'
import { BureauDefinition } from '../../catalog/bureau-definition.ts'
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

/** A bureau as it is in force. Secrets are never shown, only whether they were entered. */
export const Bureau = Type.Object(
  { name: Type.String(), definition: DefinedBureau, version: Type.String(), secrets: Type.Array(BureauSecret) },
  { $id: 'Bureau' },
)
export type Bureau = Static<typeof Bureau>
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
