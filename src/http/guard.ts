import type { FastifyContextConfig } from 'fastify'
import type { App } from './api.ts'

/**
 * Who may have the answer of a route: whoever holds a permission, by its word, or whom one of these says. `{group}` is the group of Admin
 * under which the template in the address is kept, `{useCase}` the use case that is asked about, `{template}` that of its objects.
 */
export type Guard =
  | 'nobody'
  | 'signature'
  | 'signed in'
  | 'own session'
  | 'who began the run'
  | `admin:${string}`
  | `read:${string}`
  | `start:${string}`
  | `report:${string}`
  | `evidence:${string}`
  | `approve:${string}`

/** The guards of a route; each of them must let pass. */
export const guardsOf = ({ guarded }: FastifyContextConfig): readonly Guard[] =>
  (typeof guarded === 'string' ? [guarded] : guarded) as readonly Guard[]

/** Whether a route is reached without a session: nothing guards it, or a bureau's signature does. */
export const isOpen = (config: FastifyContextConfig): boolean =>
  guardsOf(config).every((guard) => guard === 'nobody' || guard === 'signature')

/**
 * Has the server refuse to start with a route that does not say what guards it. The rule itself is kept in the runtime; what is said here
 * goes into the document, and the tests of access hold the one to the other.
 */
export function demandGuards(app: App): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (url !== FILES && (config?.guarded?.length ?? 0) === 0) throw new Error(`The route ${method} ${url} does not say what guards it.`)
  })
}

/** The files of the pages tell of nobody. */
const FILES = '/*'
