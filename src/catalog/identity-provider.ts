import type { Scope } from '../engine/permit.ts'

/** An identity provider as an administrator publishes it: OpenID Connect. Its client secret is among the secrets. */
export interface IdentityProvider {
  /** As the button on the sign-in page calls it. */
  readonly label: string
  readonly issuer: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Who comes in that has not come this way before. */
  readonly strangers: 'refuse' | 'link-by-email' | 'create'
  /** Which claims give which roles, at each sign-in. */
  readonly mappings: readonly ClaimMapping[]
  /** Nobody comes in this way for now. */
  readonly off: boolean
}

/** Whoever has this value in this claim, or among its values, is granted the role. */
export interface ClaimMapping {
  readonly claim: string
  readonly value: string
  readonly role: string
  readonly scope: Scope
  readonly unit: string | null
}
