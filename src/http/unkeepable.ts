import { refuse } from '../engine/refusal.ts'
import type { App } from './api.ts'
import { Refused, sendRefusal } from './problem.ts'

/** Refuses an address with the character zero in it, whatever it is the address of: no database keeps such text, not even in a journal. */
export function refuseUnkeepable(app: App): void {
  app.addHook('onRequest', async (request, reply) => (request.url.includes('%00') ? sendRefusal(reply, unkeepable) : undefined))
}

/** What is to be thrown for a body with the character zero in one of its texts, or half a character; null where there is none. */
export const unkeepableIn = (json: string, value: unknown): Refused | null =>
  ESCAPED.test(json) && WRITTEN.test(JSON.stringify(value)) ? new Refused(unkeepable) : null

/** Either can be said only by its number. Most bodies have none, and are not looked at again. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i
/** As we write it ourselves: the halves of a whole character are not escaped, and a backslash is one of two. */
const WRITTEN = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

const unkeepable = refuse(
  'invalid_request',
  'The request holds a character that cannot be kept. Nothing was changed.',
  'Leave out the character zero, and halves of characters.',
)
