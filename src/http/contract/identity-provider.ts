import { type Static, Type } from 'typebox'

const Mapping = Type.Object({
  claim: Type.String({ maxLength: 200 }),
  value: Type.String({ maxLength: 400 }),
  role: Type.String({ maxLength: 120 }),
  scope: Type.Enum(['all', 'unit', 'own']),
  unit: Type.Union([Type.String({ maxLength: 120 }), Type.Null()]),
})

/** Another place where people sign in: OpenID Connect. */
export const ProviderDefinition = Type.Object(
  {
    label: Type.String({ maxLength: 60, description: 'As the button on the sign-in page calls it.' }),
    issuer: Type.String({ maxLength: 400 }),
    clientId: Type.String({ maxLength: 400 }),
    scopes: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 20 }),
    strangers: Type.Enum(['refuse', 'link-by-email', 'create'], {
      description:
        'Who comes in that has not come this way before: nobody, whoever has an account with the checked e-mail address, everybody.',
    }),
    mappings: Type.Array(Mapping, { maxItems: 200, description: 'Which claims give which roles, at each sign-in.' }),
    off: Type.Boolean({ description: 'Nobody comes in this way for now.' }),
  },
  { $id: 'ProviderDefinition' },
)
export type ProviderDefinition = Static<typeof ProviderDefinition>

export const Provider = Type.Object(
  {
    name: Type.String(),
    definition: ProviderDefinition,
    version: Type.String({ description: 'Send as `If-Match` with a change of it.' }),
    hasSecret: Type.Boolean(),
    callback: Type.String({ description: 'The address to register at the provider.' }),
  },
  { $id: 'Provider' },
)
export type Provider = Static<typeof Provider>

export const Providers = Type.Object({ items: Type.Array(Provider) }, { $id: 'Providers' })
export type Providers = Static<typeof Providers>

export const ProviderChange = Type.Object({
  definition: ProviderDefinition,
  why: Type.Optional(Type.String({ maxLength: 500 })),
})

export const ClientSecret = Type.Object({ value: Type.String({ minLength: 1, maxLength: 4000 }) })

export const ProviderFindings = Type.Object(
  { items: Type.Array(Type.Object({ ok: Type.Boolean(), sentence: Type.String() })) },
  { $id: 'ProviderFindings' },
)
export type ProviderFindings = Static<typeof ProviderFindings>

export const ProviderName = Type.Object({ name: Type.String({ maxLength: 60 }) })
export const Leave = Type.Object({ back: Type.Optional(Type.String({ maxLength: 2000, description: 'The page that was wanted.' })) })
export const Departure = Type.Object({ address: Type.String({ description: 'Where to send the browser.' }) }, { $id: 'Departure' })
export type Departure = Static<typeof Departure>
