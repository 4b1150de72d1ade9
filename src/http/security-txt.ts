import { refuse } from '../engine/refusal.ts'
import type { Api, App } from './api.ts'
import { sendRefusal } from './problem.ts'

const DAY = 86_400_000
/** RFC 9116 wants less than a year; whoever keeps a copy of it for longer should look again. */
const GOOD_FOR = 90 * DAY

/**
 * To whom a weakness is reported, as RFC 9116 has it, for whoever asks: `/.well-known/security.txt`.
 * @param contacts addresses (`mailto:`, `https:` or `tel:`) in the order in which they are preferred; without any there is no such file
 */
export function registerSecurityTxt(app: App, { world }: Api, contacts: readonly string[]): void {
  app.get('/.well-known/security.txt', { config: { guarded: 'nobody' }, schema: { hide: true } }, async (_, reply) => {
    if (contacts.length === 0) return sendRefusal(reply, nobodyNamed)
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(securityTxt(contacts, world.clock.now()))
  })
}

/** The whole days since 1970 are counted, so that it stays the same all day. */
function securityTxt(contacts: readonly string[], now: Date): string {
  const expires = new Date(Math.floor(now.getTime() / DAY) * DAY + GOOD_FOR)
  const lines = [...contacts.map((contact) => `Contact: ${contact}`), `Expires: ${expires.toISOString().replace('.000Z', 'Z')}`]
  return lines.map((line) => `${line}\n`).join('')
}

const nobodyNamed = refuse(
  'no_such_file',
  'Nobody is named here to whom a weakness could be reported.',
  'Ask whoever runs this installation; they name somebody with the setting SECURITY_CONTACT.',
)
