import { type Static, Type } from 'typebox'

const Moment = Type.Union([Type.String(), Type.Null()])

export const ApiTokens = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        isShown: Type.Boolean({ description: 'Whether it has been shown; until then nobody can use it.' }),
        showableUntil: Type.Union([Type.String(), Type.Null()], {
          description: 'Until when whoever asks may have it shown; null where they may not.',
        }),
        only: Type.Union([Type.Array(Type.String()), Type.Null()], {
          description: 'The only permissions it gives; null for all that the account holds.',
        }),
        addresses: Type.Array(Type.String()),
        rate: Type.Integer(),
        createdAt: Type.String(),
        expiresAt: Type.String(),
        revokedAt: Moment,
        lastUsedAt: Moment,
        lastAddress: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
  },
  { $id: 'ApiTokens' },
)
export type ApiTokens = Static<typeof ApiTokens>

export const ShownToken = Type.Object(
  { token: Type.String({ description: 'The token itself, to be sent as `Authorization: Bearer …`. It is shown this once.' }) },
  { $id: 'ShownToken' },
)
export type ShownToken = Static<typeof ShownToken>
