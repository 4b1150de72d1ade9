/** OpenID Connect, authorization code with PKCE, state and nonce. The protocol and its signatures are left to openid-client. */
import * as client from 'openid-client'
import type { IdentityProvider } from '../catalog/identity-provider.ts'
import type { Clock } from '../kit/clock.ts'
import { canonical, sha256 } from '../kit/hash.ts'

/** In seconds: whoever waits at the sign-in page does not wait for a provider that hangs. */
const PATIENCE = 4
/** What a provider says of itself is read anew after so long. */
const KNOWN_FOR = 10 * 60_000

/** What a provider says of somebody. */
export interface Claims {
  readonly sub: string
  readonly [claim: string]: unknown
}

/** It could not be reached, or answered what is no answer; `message` is a sentence without personal data. */
export class ProviderDown extends Error {}

const known = new Map<string, { readonly at: number; readonly configuration: client.Configuration }>()

/** What a provider says of itself; `isAfresh` asks it also where it was asked a moment ago. Throws `ProviderDown`. */
export async function discover(
  provider: IdentityProvider,
  secret: string | undefined,
  clock: Clock,
  isAfresh = false,
): Promise<client.Configuration> {
  const key = sha256(canonical([provider.issuer, provider.clientId, secret]))
  const now = clock.now().getTime()
  const before = known.get(key)
  if (before && !isAfresh && now - before.at < KNOWN_FOR) return before.configuration
  const issuer = new URL(provider.issuer)
  // Without TLS only on the own machine, for trying it out.
  const isPlain = issuer.protocol === 'http:' && isOwnMachine(issuer.hostname)
  // Tokens must be signed by a key of the provider, also where they came from it over TLS.
  const execute = [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])]
  try {
    const configuration = await client.discovery(issuer, provider.clientId, secret, undefined, { execute, timeout: PATIENCE })
    known.set(key, { at: now, configuration })
    return configuration
  } catch (error) {
    known.delete(key)
    throw new ProviderDown(sentenceOf(error))
  }
}

/** What is made for one way to a provider and back, and must be the same at the end. */
export interface Journey {
  readonly redirect: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Where the browser is sent. */
export async function wayOut(configuration: client.Configuration, { scopes }: IdentityProvider, journey: Journey): Promise<string> {
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: journey.redirect,
    scope: [...new Set(['openid', ...scopes])].join(' '),
    state: journey.state,
    nonce: journey.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
    code_challenge_method: 'S256',
  })
  return address.href
}

/** Who came back, as the provider signed it; undefined where it did not let them in, or anything does not fit. */
export async function claimsAfter(configuration: client.Configuration, back: URL, journey: Journey): Promise<Claims | undefined> {
  try {
    const tokens = await client.authorizationCodeGrant(configuration, back, {
      pkceCodeVerifier: journey.verifier,
      expectedState: journey.state,
      expectedNonce: journey.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) return undefined
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined
    const more = hasMore ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub).catch(() => ({})) : {}
    return { ...more, ...claims }
  } catch (error) {
    if (isUnreachable(error)) throw new ProviderDown(sentenceOf(error))
    return undefined
  }
}

export const isOwnMachine = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host)

const isUnreachable = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof Error && (error.name === 'TimeoutError' || ('code' in error && error.code === 'OAUTH_TIMEOUT')))

/** What went wrong, as far as it helps: an address may be wrong, and a secret is in none of these. */
function sentenceOf(error: unknown): string {
  const code = causeOf(error)
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'Nothing answers at its address.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The name of its server is not known.'
  if (error instanceof Error && (error.name === 'TimeoutError' || ('code' in error && error.code === 'OAUTH_TIMEOUT')))
    return 'It does not answer in time.'
  if (code?.includes('CERT') || code?.includes('SELF_SIGNED')) return 'Its certificate is not one that we trust.'
  return 'It does not answer as an OpenID provider does.'
}

function causeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string' && !at.code.startsWith('OAUTH')) return at.code
  return undefined
}
