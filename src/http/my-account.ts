import { offerAuthenticator, removeAuthenticator, renewRecoveryCodes, takeAuthenticator } from '../runtime/authenticator.ts'
import {
  addPasskey,
  changePassword,
  endMyOtherSessions,
  endMySession,
  nameMyPasskey,
  passkeyForMe,
  readMyAccount,
  removePasskey,
} from '../runtime/my-account.ts'
import { type Api, type App, sessionOn } from './api.ts'
import {
  Authenticator,
  AuthenticatorCode,
  MyAccount,
  NewPasskey,
  PasskeyName,
  PasskeyOptions,
  PasswordChange,
  RecoveryCodes,
} from './contract/account.ts'
import { Id } from './contract/parameters.ts'
import { noPasskeysHere } from './open-route.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'
import { keepToken } from './session-cookie.ts'
import { siteOf } from './whence.ts'

const tags = ['My account']
const done = { 204: { type: 'null', description: 'Done.' } } as const
/** Whoever has to set up a second factor may do that before anything else. */
const settingUp = { guarded: 'own session', repeats: 'no', pending: ['set-up'] } as const

/** My account, for whoever is signed in. */
export function registerMyAccount(app: App, api: Api): void {
  registerReading(app, api)
  registerPasskeysOfMine(app, api)
  registerAuthenticator(app, api)
  registerSessionsOfMine(app, api)
}

function registerReading(app: App, { world }: Api): void {
  app.get(
    '/account',
    {
      config: { guarded: 'own session', pending: ['set-up', 'second-factor'] },
      schema: { operationId: 'myAccount', tags, summary: 'How I sign in, and where', response: answers({ 200: MyAccount }, [401]) },
    },
    async (request): Promise<MyAccount> => {
      const { factors, demandsSecondFactor, passkeys, sessions: all, email, ...who } = await readMyAccount(world, sessionOn(request))
      // Whoever has only the password is told no more than they need for the rest.
      const isKnown = sessionOn(request).stage !== 'second-factor'
      const sessions = isKnown ? all : []
      const { totpSince } = factors
      return {
        ...who,
        email: isKnown ? email : null,
        hasPassword: factors.hasPassword,
        secondFactorDemanded: demandsSecondFactor,
        stage: sessionOn(request).stage,
        mayUsePasskeys: siteOf(world, request) !== undefined,
        authenticator: totpSince && { since: totpSince.toISOString(), recoveryCodes: factors.recoveryCodes },
        passkeys: passkeys.map(({ id, name, createdAt, usedAt }) => ({
          id,
          name,
          createdAt: createdAt.toISOString(),
          usedAt: usedAt?.toISOString() ?? null,
        })),
        sessions: sessions.map((session) => ({
          ...session,
          createdAt: session.createdAt.toISOString(),
          usedAt: session.usedAt.toISOString(),
        })),
      }
    },
  )
  app.post(
    '/account/password',
    {
      config: { guarded: 'own session', repeats: 'no' },
      schema: {
        operationId: 'changePassword',
        tags,
        summary: 'Change my password',
        description: 'All other sessions of the account end.',
        body: PasswordChange,
        response: answers(done, [400, 401, 403, 415, 422]),
      },
    },
    async (request, reply) => {
      const changed = await changePassword(world, sessionOn(request), request.body)
      return 'code' in changed ? sendRefusal(reply, changed) : keepToken(reply, changed.token).code(204).send()
    },
  )
}

function registerPasskeysOfMine(app: App, { world }: Api): void {
  app.post(
    '/account/passkeys/options',
    {
      config: settingUp,
      schema: {
        operationId: 'newPasskeyOptions',
        tags,
        summary: 'What a browser needs to make a passkey for me',
        response: answers({ 200: PasskeyOptions }, [401, 403, 409, 415]),
      },
    },
    async (request, reply) => {
      const site = siteOf(world, request)
      const options = site ? await passkeyForMe(world, site, sessionOn(request)) : noPasskeysHere
      return 'code' in options ? sendRefusal(reply, options) : reply.send(options)
    },
  )
  app.post(
    '/account/passkeys',
    {
      config: settingUp,
      schema: {
        operationId: 'addPasskey',
        tags,
        summary: 'Add a passkey',
        body: NewPasskey,
        response: answers(done, [400, 401, 403, 409, 415, 422]),
      },
    },
    async (request, reply) => {
      const site = siteOf(world, request)
      const added = site ? await addPasskey(world, site, sessionOn(request), request.body) : noPasskeysHere
      if ('code' in added) return sendRefusal(reply, added)
      return (added.token === undefined ? reply : keepToken(reply, added.token)).code(204).send()
    },
  )
  app.put(
    '/account/passkeys/:id',
    {
      config: { guarded: 'own session' },
      schema: {
        operationId: 'namePasskey',
        tags,
        summary: 'Name a passkey',
        params: Id,
        body: PasskeyName,
        response: answers(done, [400, 401, 403, 404, 415]),
      },
    },
    async (request, reply) => {
      const refusal = await nameMyPasskey(world, sessionOn(request), request.params.id, request.body.name)
      return refusal ? sendRefusal(reply, refusal) : reply.code(204).send()
    },
  )
  app.delete(
    '/account/passkeys/:id',
    {
      config: { guarded: 'own session' },
      schema: {
        operationId: 'removePasskey',
        tags,
        summary: 'Remove a passkey',
        params: Id,
        response: answers(done, [401, 403, 404, 409]),
      },
    },
    async (request, reply) => {
      const refusal = await removePasskey(world, sessionOn(request), request.params.id)
      return refusal ? sendRefusal(reply, refusal) : reply.code(204).send()
    },
  )
}

function registerAuthenticator(app: App, { world }: Api): void {
  app.post(
    '/account/authenticator',
    {
      config: settingUp,
      schema: {
        operationId: 'offerAuthenticator',
        tags,
        summary: 'Begin to set up an authenticator app',
        response: answers({ 200: Authenticator }, [401, 403, 415]),
      },
    },
    async (request, reply) => {
      const offered = await offerAuthenticator(world, sessionOn(request))
      return 'code' in offered
        ? sendRefusal(reply, offered)
        : reply.header('cache-control', 'no-store').send(offered satisfies Authenticator)
    },
  )
  app.post(
    '/account/authenticator/code',
    {
      config: settingUp,
      schema: {
        operationId: 'takeAuthenticator',
        tags,
        summary: 'Show a first code of the app, and get recovery codes',
        body: AuthenticatorCode,
        response: answers({ 200: RecoveryCodes }, [400, 401, 403, 415, 422]),
      },
    },
    async (request, reply) => {
      const taken = await takeAuthenticator(world, sessionOn(request), request.body.code)
      if ('code' in taken) return sendRefusal(reply, taken)
      const { recoveryCodes } = taken
      return keepToken(reply, taken.token)
        .header('cache-control', 'no-store')
        .send({ recoveryCodes } satisfies RecoveryCodes)
    },
  )
  app.post(
    '/account/recovery-codes',
    {
      config: { guarded: 'own session', repeats: 'no' },
      schema: {
        operationId: 'renewRecoveryCodes',
        tags,
        summary: 'New recovery codes in place of those there were',
        response: answers({ 200: RecoveryCodes }, [401, 403, 409, 415]),
      },
    },
    async (request, reply) => {
      const renewed = await renewRecoveryCodes(world, sessionOn(request))
      return 'code' in renewed
        ? sendRefusal(reply, renewed)
        : reply.header('cache-control', 'no-store').send(renewed satisfies RecoveryCodes)
    },
  )
  app.delete(
    '/account/authenticator',
    {
      config: { guarded: 'own session' },
      schema: {
        operationId: 'removeAuthenticator',
        tags,
        summary: 'Remove the authenticator app',
        response: answers(done, [401, 403, 409]),
      },
    },
    async (request, reply) => {
      const refusal = await removeAuthenticator(world, sessionOn(request))
      return refusal ? sendRefusal(reply, refusal) : reply.code(204).send()
    },
  )
}

function registerSessionsOfMine(app: App, { world }: Api): void {
  app.delete(
    '/account/sessions/:id',
    {
      config: { guarded: 'own session' },
      schema: {
        operationId: 'endSession',
        tags,
        summary: 'End one of my sessions',
        params: Id,
        response: answers(done, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const refusal = await endMySession(world, sessionOn(request), request.params.id)
      return refusal ? sendRefusal(reply, refusal) : reply.code(204).send()
    },
  )
  app.delete(
    '/account/sessions',
    {
      config: { guarded: 'own session' },
      schema: {
        operationId: 'endOtherSessions',
        tags,
        summary: 'End all my other sessions',
        response: answers(done, [401, 403]),
      },
    },
    async (request, reply) => {
      await endMyOtherSessions(world, sessionOn(request))
      return reply.code(204).send()
    },
  )
}
