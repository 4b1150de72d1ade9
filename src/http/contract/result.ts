import { type Static, Type } from 'typebox'

/** What became of one object. Every object is named; none is left out. */
export const Result = Type.Object(
  {
    object: Type.String(),
    label: Type.String(),
    outcome: Type.Union([Type.Literal('done'), Type.Literal('refused')]),
    state: Type.Optional(Type.String({ description: 'The state it is in now.' })),
    made: Type.Optional(Type.String({ description: 'The id of the object that was made for it: the card that was ordered for a user.' })),
    code: Type.Optional(Type.String()),
    sentence: Type.Optional(Type.String()),
    remedy: Type.Optional(Type.String()),
  },
  { $id: 'Result' },
)
export type Result = Static<typeof Result>
