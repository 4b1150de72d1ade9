import type { FastifyRequest } from 'fastify'
import { agentWords } from '../identity/agent-words.ts'
import type { Site } from '../identity/passkey.ts'
import type { Whence } from '../identity/sign-in-world.ts'
import type { World } from '../runtime/world.ts'

/** From where somebody asks: the browser in words, and the address. */
export const whenceOf = (request: FastifyRequest): Whence => ({ agent: agentWords(request.headers['user-agent']), address: request.ip })

/**
 * Where the pages are, as browsers bind passkeys to it: as the setting PUBLIC_URL says, else the own machine by its name. Undefined
 * elsewhere, for whoever asks must not say who we are, and where the address is a number.
 */
export function siteOf({ publicUrl }: Pick<World, 'publicUrl'>, request: FastifyRequest): Site | undefined {
  const address = publicUrl ?? (request.hostname === 'localhost' ? `${request.protocol}://${request.host}` : undefined)
  if (address === undefined) return undefined
  const { hostname, origin } = new URL(address)
  return /^[\d.]+$|:/.test(hostname) ? undefined : { host: hostname, origin, name: 'Cardinal' }
}

/** The address of the pages, for letters and for the ways back from other places. */
export const addressOf = ({ publicUrl }: Pick<World, 'publicUrl'>, request: FastifyRequest): string =>
  publicUrl ?? `${request.protocol}://${request.host}`
