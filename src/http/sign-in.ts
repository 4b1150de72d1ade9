import { passkeyToUse } from '../identity/passkey.ts'
import { signInWithPasskey } from '../identity/passkey-sign-in.ts'
import { giveSecondFactor, proveIdentity } from '../identity/second-factor.ts'
import { signOut } from '../identity/session.ts'
import { signIn } from '../identity/sign-in.ts'
import { certificateRule, signInWithCertificate } from '../runtime/certificate-sign-in.ts'
import { forgot } from '../runtime/code-delivery.ts'
import { providersToShow } from '../runtime/identity-providers.ts'
import { meOf, organisationOf } from '../runtime/me.ts'
import { signInWorld } from '../runtime/sign-in-world.ts'
import { type Api, type App, actorOn, sessionOn } from './api.ts'
import { certificateOf } from './client-certificate.ts'
import { Forgotten, PasskeyOptions, PasskeySignIn, Proof, SecondFactor, SignInWays } from './contract/account.ts'
import { Me, SignedIn, SignIn } from './contract/sign-in.ts'
import { cookieSettings } from './cookie.ts'
import { noPasskeysHere, openConfig, sendOutcome, setsCookie, tags } from './open-route.ts'
import { forgetPreview } from './preview.ts'
import { sendRefusal } from './problem.ts'
import { registerProviderSignIn } from './providers.ts'
import { answers } from './schema.ts'
import { cookieName, inPlaceOfSession, keepToken } from './session-cookie.ts'
import { registerWelcome } from './welcome.ts'
import { siteOf, whenceOf } from './whence.ts'

/** Signing in by each way there is, and out. */
export function registerSignIn(app: App, api: Api): void {
  registerWays(app, api)
  registerPassword(app, api)
  registerPasskeys(app, api)
  registerWelcome(app, api)
  registerProof(app, api)
  registerCertificate(app, api)
  registerProviderSignIn(app, api)
}

function registerWays(app: App, { world, certificates }: Api): void {
  app.get(
    '/sign-in',
    {
      config: { guarded: 'nobody' },
      schema: { operationId: 'signInWays', tags, summary: 'Which ways to sign in there are', response: answers({ 200: SignInWays }, []) },
    },
    async (request): Promise<SignInWays> => ({
      organisation: await organisationOf(world),
      passkeys: siteOf(world, request) !== undefined,
      forgotten: world.mailer !== undefined,
      certificate: certificates !== undefined && certificateRule(world) !== undefined,
      providers: (await providersToShow(world)).map(({ downSince, ...shown }) => ({
        ...shown,
        downSince: downSince?.toISOString() ?? null,
      })),
    }),
  )
}

function registerPassword(app: App, { world }: Api): void {
  app.post(
    '/sign-in',
    {
      config: openConfig,
      schema: {
        operationId: 'signIn',
        tags,
        summary: 'Sign in',
        description: setsCookie,
        body: SignIn,
        response: answers({ 200: SignedIn }, [400, 401, 415, 429]),
      },
    },
    async (request, reply) =>
      sendOutcome(reply, await inPlaceOfSession({ world }, request, signIn(signInWorld(world), request.body, whenceOf(request)))),
  )
  app.post(
    '/sign-in/second-factor',
    {
      config: { guarded: 'own session', repeats: 'no', pending: ['second-factor'], rateLimit: openConfig.rateLimit },
      schema: {
        operationId: 'giveSecondFactor',
        tags,
        summary: 'Give the second factor that is still asked for',
        body: SecondFactor,
        response: answers({ 200: SignedIn }, [400, 401, 403, 415, 422, 429]),
      },
    },
    async (request, reply) => {
      const session = sessionOn(request)
      const given = await giveSecondFactor(signInWorld(world), siteOf(world, request), session, request.body, whenceOf(request))
      if ('code' in given) return sendRefusal(reply, given)
      return keepToken(reply, given.token).send({ csrf: session.csrf, stage: 'open' } satisfies SignedIn)
    },
  )
  app.post(
    '/sign-in/forgotten',
    {
      config: { ...openConfig, rateLimit: { max: 10, timeWindow: 60_000 } },
      schema: {
        operationId: 'forgotten',
        tags,
        summary: 'Have a code mailed to choose a new password',
        description: 'Answers the same whether there is such an account or not.',
        body: Forgotten,
        response: answers(
          { 202: { type: 'null', description: 'Mailed where there is such an account with an e-mail address.' } },
          [400, 409, 415, 429],
        ),
      },
    },
    async (request, reply) => {
      const refusal = await forgot(world, request.body.name)
      return refusal ? sendRefusal(reply, refusal) : reply.code(202).send()
    },
  )
  app.post(
    '/sign-out',
    {
      config: { guarded: 'signed in', repeats: 'no', looking: true, pending: ['second-factor', 'set-up'] },
      schema: {
        operationId: 'signOut',
        tags,
        summary: 'Sign out',
        response: answers({ 204: { type: 'null', description: 'Signed out.' } }, [401, 403]),
      },
    },
    async (request, reply) => {
      if (request.session) await signOut(world.db, request.session.token)
      forgetPreview(request, reply)
      return reply.clearCookie(cookieName(request), cookieSettings(request)).code(204).send()
    },
  )
  app.get(
    '/me',
    {
      config: { guarded: 'signed in' },
      schema: { operationId: 'me', tags, summary: 'Who is signed in', response: answers({ 200: Me }, [401]) },
    },
    async (request): Promise<Me> => {
      const { account, csrf } = sessionOn(request)
      return { id: account.id, name: account.name, ...(await meOf(world, actorOn(request))), csrf }
    },
  )
}

function registerPasskeys(app: App, { world }: Api): void {
  app.post(
    '/sign-in/passkey-options',
    {
      config: openConfig,
      schema: {
        operationId: 'signInPasskeyOptions',
        tags,
        summary: 'What a browser needs to sign in with a passkey',
        response: answers({ 200: PasskeyOptions }, [409, 415, 429]),
      },
    },
    async (request, reply) => {
      const site = siteOf(world, request)
      return site ? reply.send(await passkeyToUse(signInWorld(world), site, 'sign-in')) : sendRefusal(reply, noPasskeysHere)
    },
  )
  app.post(
    '/sign-in/passkey',
    {
      config: openConfig,
      schema: {
        operationId: 'signInWithPasskey',
        tags,
        summary: 'Sign in with a passkey',
        description: setsCookie,
        body: PasskeySignIn,
        response: answers({ 200: SignedIn }, [400, 401, 409, 415, 422, 429]),
      },
    },
    async (request, reply) => {
      const site = siteOf(world, request)
      if (!site) return sendRefusal(reply, noPasskeysHere)
      return sendOutcome(
        reply,
        await inPlaceOfSession({ world }, request, signInWithPasskey(signInWorld(world), site, request.body, whenceOf(request))),
      )
    },
  )
}

function registerProof(app: App, { world }: Api): void {
  app.post(
    '/session/passkey-options',
    {
      config: { guarded: 'own session', repeats: 'no', pending: ['second-factor'] },
      schema: {
        operationId: 'provePasskeyOptions',
        tags,
        summary: 'What a browser needs to prove with a passkey who is signed in',
        response: answers({ 200: PasskeyOptions }, [401, 403, 409, 415]),
      },
    },
    async (request, reply) => {
      const site = siteOf(world, request)
      if (!site) return sendRefusal(reply, noPasskeysHere)
      return reply.send(await passkeyToUse(signInWorld(world), site, 'prove', sessionOn(request).account.id))
    },
  )
  app.post(
    '/session/prove',
    {
      config: { guarded: 'own session', repeats: 'no', rateLimit: openConfig.rateLimit },
      schema: {
        operationId: 'proveIdentity',
        tags,
        summary: 'Prove once more who is signed in',
        description:
          'With a password, a code of an authenticator app, a recovery code or a passkey. What was refused with `prove_identity` can then be done.',
        body: Proof,
        response: answers({ 204: { type: 'null', description: 'Proved.' } }, [400, 401, 403, 415, 422, 429]),
      },
    },
    async (request, reply) => {
      const given = await proveIdentity(signInWorld(world), siteOf(world, request), sessionOn(request), request.body)
      return 'code' in given ? sendRefusal(reply, given) : keepToken(reply, given.token).code(204).send()
    },
  )
}

function registerCertificate(app: App, { world, certificates }: Api): void {
  app.post(
    '/sign-in/certificate',
    {
      config: openConfig,
      schema: {
        operationId: 'signInWithCertificate',
        tags,
        summary: 'Sign in with the certificate that the browser showed',
        description: setsCookie,
        response: answers({ 200: SignedIn }, [401, 409, 415, 429]),
      },
    },
    async (request, reply) => {
      const shown = certificates && certificateOf(request, certificates)
      return sendOutcome(reply, await inPlaceOfSession({ world }, request, signInWithCertificate(world, shown, whenceOf(request))))
    },
  )
}
