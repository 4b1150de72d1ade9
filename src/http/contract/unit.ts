import { type Static, Type } from 'typebox'

const Counted = Type.Integer({ description: 'How many users are in it: exact up to ten thousand; 10,001 where there are more.' })

/** The tree of units, and the units of users that have no place in it. `ETag` names its version. */
export const Units = Type.Object(
  {
    items: Type.Array(Type.Object({ name: Type.String(), above: Type.Union([Type.String(), Type.Null()]), users: Counted })),
    strays: Type.Array(Type.Object({ name: Type.String(), users: Counted })),
  },
  { $id: 'Units' },
)
export type Units = Static<typeof Units>

export const UnitsChange = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        name: Type.String({ maxLength: 1000 }),
        above: Type.Union([Type.String({ maxLength: 1000 }), Type.Null()], { description: 'The unit above it; null at the top.' }),
      }),
      { maxItems: 20_000 },
    ),
    why: Type.Optional(Type.String({ maxLength: 500, description: 'A line for Versions.' })),
  },
  { $id: 'UnitsChange' },
)
export type UnitsChange = Static<typeof UnitsChange>
