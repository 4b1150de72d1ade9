/** A real identity provider on a free port of the own machine, at which everybody is let in as whoever they say they are. */
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import { freePort } from './free-port.ts'

export interface TestProvider {
  readonly issuer: string
  /** What it says of whoever signs in as this. */
  readonly people: Map<string, Record<string, unknown>>
  /** From now on, whether what it signs is spoilt on its way. */
  spoil(isSpoilt: boolean): void
  /** Nothing answers any more. */
  close(): Promise<void>
}

export const clientId = 'cardinal'
export const clientSecret = 'a-secret-between-the-two'

export async function openTestProvider(callbacks: readonly string[], port?: number): Promise<TestProvider> {
  const at = port ?? (await freePort())
  const issuer = `http://127.0.0.1:${at}`
  const people = new Map<string, Record<string, unknown>>()
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...callbacks],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username', 'groups'] },
    scopes: ['openid', 'email', 'profile'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    jwks: {
      keys: [
        {
          ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
          use: 'sig',
          alg: 'RS256',
          kid: 'one',
        },
      ],
    },
    cookies: { keys: ['for the tests'] },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people.get(sub) }) }),
  })
  const answer = provider.callback()
  let isSpoilt = false
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    if (isSpoilt && url.pathname === '/token') spoilSignature(response)
    if (!url.pathname.startsWith('/interaction/')) return void answer(request, response)
    const login = url.searchParams.get('login')
    if (request.method === 'GET' && login === null) {
      response.setHeader('content-type', 'text/html')
      return void response.end(
        '<title>Test provider</title><form><label>Who are you? <input name="login"></label><button>Let me in</button></form>',
      )
    }
    void letIn(provider, request, response, login ?? '')
  })
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  return {
    issuer,
    people,
    spoil: (is) => {
      isSpoilt = is
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Sends the ID token with its signature turned round. */
function spoilSignature(response: ServerResponse): void {
  const end = response.end.bind(response)
  const turned = (_: string, said: string, signature: string): string => `${said}${[...signature].reverse().join('')}"`
  response.end = ((body: unknown) => end(String(body).replace(/("id_token":"[^".]+\.[^".]+\.)([^"]+)"/, turned))) as typeof response.end
}

/** Says who it is, and agrees to everything that was asked for. */
async function letIn(
  provider: Provider,
  request: Parameters<Provider['interactionDetails']>[0],
  response: Parameters<Provider['interactionDetails']>[1],
  login: string,
): Promise<void> {
  const details = await provider.interactionDetails(request, response)
  const grant = new provider.Grant({ accountId: login, clientId })
  grant.addOIDCScope(String(details.params['scope']))
  const consent = { grantId: await grant.save() }
  await provider.interactionFinished(request, response, { login: { accountId: login }, consent }, { mergeWithLastSubmission: false })
}
