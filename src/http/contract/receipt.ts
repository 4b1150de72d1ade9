import { type Static, Type } from 'typebox'
import { Time } from './object.ts'

/** The keys that verify what this installation signs: the one in use, and those before it. */
export const PublicKeys = Type.Object(
  {
    keys: Type.Array(
      Type.Object({
        id: Type.String({ description: 'As signatures name it: the first 16 hexadecimal digits of SHA-256 of the raw key.' }),
        algorithm: Type.Literal('Ed25519'),
        publicKey: Type.String({ description: 'The public key as PEM (SubjectPublicKeyInfo).' }),
        madeAt: Time,
        retiredAt: Type.Union([Time, Type.Null()], { description: 'Since when it signs nothing new; null for the one in use.' }),
      }),
      { description: 'The one in use first.' },
    ),
  },
  { $id: 'PublicKeys' },
)
export type PublicKeys = Static<typeof PublicKeys>
