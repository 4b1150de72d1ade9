import type { Socket } from 'node:net'
import Fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify'
import type { Log } from '../kit/log.ts'
import { registerAccessReports } from './access-reports.ts'
import type { Api, App } from './api.ts'
import { registerApiTokens } from './api-tokens.ts'
import { registerApprovals } from './approvals.ts'
import { registerBureaus } from './bureaus.ts'
import { registerCommands } from './commands.ts'
import { refuseOtherSites } from './cross-site.ts'
import { registerDefinitions } from './definitions.ts'
import { registerDuties } from './duties.ts'
import { registerEvents } from './events.ts'
import { registerEvidence } from './evidence.ts'
import { registerGrants } from './grants.ts'
import { demandGuards } from './guard.ts'
import { registerHealth } from './health.ts'
import { registerHome } from './home.ts'
import { registerIdempotency } from './idempotency.ts'
import { registerImports } from './imports.ts'
import { registerJournal } from './journal.ts'
import { takeJsonOnly } from './json-body.ts'
import { registerLayouts } from './layouts.ts'
import { registerLetters } from './letters.ts'
import { registerMyAccount } from './my-account.ts'
import { whatIsNoHttp } from './not-http.ts'
import { registerObjects } from './objects.ts'
import { registerDocument, registerOpenApi } from './openapi.ts'
import { registerPhotos } from './photos.ts'
import { registerPreview } from './preview.ts'
import { registerPrivacy } from './privacy.ts'
import { sendFailure } from './problem.ts'
import { registerProduction } from './production.ts'
import { registerProviders } from './providers.ts'
import { registerRateLimit } from './rate-limit.ts'
import { registerRecallDesk } from './recall-desk.ts'
import { registerReceipts } from './receipts.ts'
import { registerRoles } from './roles.ts'
import { registerRuns } from './runs.ts'
import { validatorOf } from './schema.ts'
import { securityHeaders, sendSecurityHeaders } from './security-headers.ts'
import { registerSecurityTxt } from './security-txt.ts'
import { serializerOf } from './serializer.ts'
import { registerSession } from './session.ts'
import { registerSignIn } from './sign-in.ts'
import { registerUnits } from './units.ts'
import { refuseUnkeepable } from './unkeepable.ts'
import { registerWeb } from './web.ts'
import { registerWebhooks } from './webhooks.ts'
import { registerWhy } from './why.ts'

/** Whoever sends the head of a request more slowly, in milliseconds, is not waited for. */
const HEADERS_WITHIN = 20_000

export interface HttpSettings {
  readonly log: Log
  /** The folder of the built pages. */
  readonly web: string
  /** Whom to believe what they say of the client: addresses of proxies, as Fastify's `trustProxy` takes them. */
  readonly trustProxy?: string | boolean
  /** To whom a weakness is reported; see `registerSecurityTxt`. */
  readonly securityContacts?: readonly string[]
  /** The header in which a trusted proxy passes the certificate of a browser on. */
  readonly clientCertHeader?: string | undefined
  /** How often one address may ask the API in a minute; without it, or with 0, as often as it likes. */
  readonly requestsAMinute?: number
  /** Speaks TLS with this certificate. With authorities, clients are asked for a certificate, which they need not have. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer; readonly ca?: Buffer } | undefined
}

/** The HTTP server: the public API, on which the pages stand as well, the pages themselves, and what monitors ask. It holds no rule. */
export async function createServer(
  given: Api,
  { log, web, trustProxy = false, securityContacts = [], clientCertHeader, requestsAMinute = 0, tls }: HttpSettings,
): Promise<App> {
  const takesCertificates = tls?.ca !== undefined || clientCertHeader !== undefined
  const api: Api = takesCertificates ? { ...given, certificates: { header: clientCertHeader, trustProxy } } : given
  const careful = securityHeaders()
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    requestIdHeader: false,
    genReqId: api.world.newId,
    bodyLimit: 1024 * 1024,
    trustProxy,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    exposeHeadRoutes: true,
    requestTimeout: 120_000,
    // Where the address cannot be read there is no route, and no hook sends the headers.
    frameworkErrors: (error, request, reply) => sendFailure(error, request, reply.headers(careful)),
    clientErrorHandler: whatIsNoHttp(careful),
    ...(tls && { https: { ...tls, requestCert: tls.ca !== undefined, rejectUnauthorized: false } }),
  }) as unknown as App
  app.server.headersTimeout = HEADERS_WITHIN
  app.setValidatorCompiler(validatorOf)
  app.setSerializerCompiler(serializerOf)
  app.setErrorHandler(sendFailure)
  dropUnasked(app)
  takeJsonOnly(app)
  refuseUnkeepable(app)
  tellOfRequests(app, api)
  sendSecurityHeaders(app, careful)
  demandGuards(app)
  await registerOpenApi(app)
  registerHealth(app, api)
  registerSecurityTxt(app, api, securityContacts)
  await registerWeb(app, web)
  await app.register(
    async (scope) => {
      const routes = scope as unknown as App
      await registerRateLimit(routes, requestsAMinute)
      // What a route lets a browser keep, it says.
      routes.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))
      refuseOtherSites(routes)
      await registerSession(routes, api)
      registerIdempotency(routes, api)
      registerSignIn(routes, api)
      registerMyAccount(routes, api)
      registerLetters(routes, api)
      registerHome(routes, api)
      registerObjects(routes, api)
      registerLayouts(routes, api)
      registerCommands(routes, api)
      registerRuns(routes, api)
      registerApprovals(routes, api)
      registerDefinitions(routes, api)
      registerDuties(routes, api)
      registerRoles(routes, api)
      registerUnits(routes, api)
      registerGrants(routes, api)
      registerWhy(routes, api)
      registerPreview(routes, api)
      registerProviders(routes, api)
      registerProduction(routes, api)
      registerBureaus(routes, api)
      registerReceipts(routes, api)
      registerEvidence(routes, api)
      registerApiTokens(routes, api)
      registerAccessReports(routes, api)
      registerPrivacy(routes, api)
      registerJournal(routes, api)
      registerRecallDesk(routes, api)
      await routes.register(async (webhooks) => registerWebhooks(webhooks as unknown as App, api))
      await routes.register(async (photos) => registerPhotos(photos as unknown as App, api))
      await routes.register(async (imports) => registerImports(imports as unknown as App, api))
      registerEvents(routes, api)
    },
    { prefix: '/api/v1' },
  )
  registerDocument(app)
  await app.ready()
  return app
}

/** Browsers open connections in advance, and ask nothing on some of them: a server that stops does not wait for those. */
function dropUnasked(app: App): void {
  // By where they come from: over TLS, what a request comes on is not the socket that was accepted.
  const unasked = new Map<string, Socket>()
  app.server.on('connection', (socket: Socket) => {
    const from = placeOf(socket)
    unasked.set(from, socket)
    socket.once('close', () => unasked.get(from) === socket && unasked.delete(from))
  })
  app.server.on('request', ({ socket }) => unasked.delete(placeOf(socket)))
  app.addHook('preClose', async () => {
    for (const socket of unasked.values()) socket.destroy()
  })
}

const placeOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

/** One line in the log and one measurement a request: the pattern of the route, never the address, which may hold a name. */
function tellOfRequests(app: App, { metrics, stopping }: Api): void {
  // A connection that is kept would keep a server from stopping.
  app.addHook('onSend', async (_, reply) => {
    if (stopping.aborted) reply.header('connection', 'close')
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request)
    const milliseconds = reply.elapsedTime
    // A line that is kept open says nothing about how fast we are.
    if (!route.endsWith('/events')) metrics.answered(route, request.method, reply.statusCode, milliseconds / 1000)
    const level = reply.statusCode >= 500 ? 'error' : MONITORS.has(route) ? 'debug' : 'info'
    request.log[level]({
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(milliseconds * 10) / 10,
      request: request.id,
    })
  })
}

/** What is asked every few seconds would drown the rest. */
const MONITORS = new Set(['/healthz', '/readyz', '/metrics'])

const routeOf = (request: FastifyRequest): string => (request.is404 ? 'none' : (request.routeOptions.url ?? 'none'))
