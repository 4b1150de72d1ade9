import { acceptCode, lookAtCode, passkeyForCode } from '../runtime/welcome.ts'
import type { Api, App } from './api.ts'
import { Code, CodeChoice, CodeInfo, CodePasskey, PasskeyOptions } from './contract/account.ts'
import { SignedIn } from './contract/sign-in.ts'
import { noPasskeysHere, openConfig, sendOutcome, setsCookie, tags } from './open-route.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'
import { inPlaceOfSession } from './session-cookie.ts'
import { siteOf, whenceOf } from './whence.ts'

/** The page that a one-time code opens. The code comes in a body, for an address would be in logs. */
export function registerWelcome(app: App, { world }: Api): void {
  app.post(
    '/welcome/look',
    {
      config: openConfig,
      schema: {
        operationId: 'lookAtCode',
        tags,
        summary: 'What a one-time code is good for',
        body: Code,
        response: answers({ 200: CodeInfo }, [400, 404, 415, 429]),
      },
    },
    async (request, reply) => {
      const view = await lookAtCode(world, request.body.code)
      return 'code' in view ? sendRefusal(reply, view) : reply.send(view satisfies CodeInfo)
    },
  )
  app.post(
    '/welcome/passkey-options',
    {
      config: openConfig,
      schema: {
        operationId: 'welcomePasskeyOptions',
        tags,
        summary: 'What a browser needs to make a passkey by a one-time code',
        body: CodePasskey,
        response: answers({ 200: PasskeyOptions }, [400, 404, 409, 415, 429]),
      },
    },
    async (request, reply) => {
      const site = siteOf(world, request)
      const options = site ? await passkeyForCode(world, site, request.body) : noPasskeysHere
      return 'code' in options ? sendRefusal(reply, options) : reply.send(options)
    },
  )
  app.post(
    '/welcome',
    {
      config: openConfig,
      schema: {
        operationId: 'acceptCode',
        tags,
        summary: 'Choose how to sign in, by a one-time code',
        description: `Uses the code up, and ends other sessions of the account. ${setsCookie}`,
        body: CodeChoice,
        response: answers({ 200: SignedIn }, [400, 404, 409, 415, 422, 429]),
      },
    },
    async (request, reply) =>
      sendOutcome(
        reply,
        await inPlaceOfSession({ world }, request, acceptCode(world, siteOf(world, request), request.body, whenceOf(request))),
      ),
  )
}
