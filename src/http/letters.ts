import { printLetters } from '../runtime/code-delivery.ts'
import { organisationOf } from '../runtime/me.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Letters } from './contract/account.ts'
import { Id } from './contract/parameters.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'
import { addressOf } from './whence.ts'

/** Letters with one-time codes. To print one changes what the code is, so it is no reading. */
export function registerLetters(app: App, { world }: Api): void {
  app.post(
    '/runs/:id/letters',
    {
      config: { guarded: 'signed in', repeats: 'no' },
      schema: {
        operationId: 'printLetters',
        tags: ['Runs'],
        summary: 'The letters of a run, to print: for whoever began it, once',
        description: 'The codes are made now and kept nowhere; whoever asks again is refused.',
        params: Id,
        response: answers({ 200: Letters }, [401, 403, 404, 415]),
      },
    },
    async (request, reply) => {
      const letters = await printLetters(world, actorOn(request), request.params.id)
      if ('code' in letters) return sendRefusal(reply, letters)
      const items = letters.map(({ accountId, until, ...letter }) => ({ ...letter, account: accountId, until: until.toISOString() }))
      return reply.header('cache-control', 'no-store').send({
        items,
        organisation: await organisationOf(world),
        address: `${addressOf(world, request)}/welcome`,
      } satisfies Letters)
    },
  )
}
