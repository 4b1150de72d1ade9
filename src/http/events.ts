import { type Permissions, readPermission } from '../engine/permit.ts'
import { permissionsOfActor } from '../runtime/world.ts'
import { type Api, type App, actorOn } from './api.ts'
import { answers } from './schema.ts'

/** Proxies close a connection on which nothing is said for a while; and in this way we learn of those that are gone. */
const HEARTBEAT = 15_000
/** After so long the browser connects anew, and its session is looked at again. */
const LONGEST = 10 * 60_000
const MOST_IDS = 200

/**
 * What happens elsewhere, as server-sent events: `{"type":"definitions"}` after a publication, `{"type":"objects","ids":[…]}` about a second
 * after something happened to them, `{"type":"many"}` where they are too many.
 */
export function registerEvents(app: App, { world, news, stopping }: Api): void {
  app.get(
    '/events',
    {
      exposeHeadRoute: false,
      config: { guarded: 'signed in' },
      schema: {
        operationId: 'events',
        tags: ['Home'],
        summary: 'What happens elsewhere, as server-sent events',
        description:
          '`{"type":"definitions"}` after a publication; `{"type":"objects","ids":["…"]}` when something happened to these objects; `{"type":"many"}` when something happened to more than can be named. A hint to read again, and no more.',
        response: answers({ 200: { description: 'The events.', content: { 'text/event-stream': { schema: { type: 'string' } } } } }, [401]),
      },
    },
    (request, reply) => {
      const permissions = permissionsOfActor(world, actorOn(request))
      const { raw } = reply
      const headers = Object.entries(reply.getHeaders()).filter((header): header is [string, string | number] => header[1] !== undefined)
      reply.hijack()
      raw.writeHead(200, {
        ...Object.fromEntries(headers),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        connection: 'close',
      })
      raw.write('retry: 2000\n\n')
      const say = (event: object): void => void raw.write(`data: ${JSON.stringify(event)}\n\n`)

      const unfollow = news.follow((happening) => {
        if (happening.type !== 'objects') say(happening)
        else {
          const mine = happening.objects.filter(({ template }) => permissions.has(readPermission(template)))
          // Whoever reaches a part is not told which others there are.
          if (mine.some(({ template }) => !reachesAll(permissions, template))) return say({ type: 'many' })
          const ids = mine.map(({ id }) => id)
          if (ids.length > MOST_IDS) say({ type: 'many' })
          else if (ids.length > 0) say({ type: 'objects', ids })
        }
      })
      const heartbeat = setInterval(() => raw.write(': here\n\n'), HEARTBEAT)
      const longest = setTimeout(() => raw.end(), LONGEST)
      const end = (): void => void raw.end()
      stopping.addEventListener('abort', end, { once: true })
      raw.once('close', () => {
        unfollow()
        clearInterval(heartbeat)
        clearTimeout(longest)
        stopping.removeEventListener('abort', end)
      })
    },
  )
}

const reachesAll = (permissions: Permissions, template: string): boolean =>
  permissions.reach(readPermission(template)).some(({ scope }) => scope === 'all')
