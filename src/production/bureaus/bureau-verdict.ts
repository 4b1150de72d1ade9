/**
 * What an answer to a message means for the message. This is where it is decided whether a bureau may have it, and every doubt is decided
 * for *may*: an order that was given twice is known by its id, and an order that was aborted and produced cannot be mended.
 */
import type { HttpOutcome } from './http-call.ts'
import { problemSentence } from './problem-sentence.ts'
import type { RepeatedOutcome } from './repeated-call.ts'

export type Verdict =
  /** The bureau has it, and has said these things to it, as they came. */
  | { readonly taken: true; readonly answers: readonly unknown[] }
  /** The bureau does not have it and will not. */
  | { readonly taken: false; readonly why: string }
  | { readonly taken: 'perhaps'; readonly why: string }

/** The header with which a bureau promises, beside a status of failure, that it has taken nothing of the request: `Cardinal-Taken: no`. */
const PROMISE = 'cardinal-taken'

/** A definite no counts only where no earlier attempt may have arrived. */
export function verdictOf({ last, earlier }: RepeatedOutcome, path: string): Verdict {
  const verdict = verdictOfOne(last, path)
  if (verdict.taken !== false || earlier.every((outcome) => verdictOfOne(outcome, path).taken === false)) return verdict
  return { taken: 'perhaps', why: `${verdict.why} An attempt before that got no clear answer.` }
}

function verdictOfOne(outcome: HttpOutcome, path: string): Verdict {
  if (!('status' in outcome)) return { taken: outcome.sent ? 'perhaps' : false, why: outcome.why }
  if (TAKEN.has(outcome.status)) return taken(outcome.body)
  return { taken: meansNo(outcome) ? false : 'perhaps', why: whyNot(outcome, path) }
}

const TAKEN = new Set([200, 202, 204])

/** What never takes anything, by the meaning that HTTP gives it. 302 and 303 may follow on something that was taken. */
const NO = new Set([301, 307, 308, 400, 401, 403, 404, 405, 410, 413, 415, 422, 425, 429])

const REFUSED = new Set([400, 413, 415, 422])

type Answer = Extract<HttpOutcome, { status: number }>

/** A bare 503 is no promise: what stands before a bureau also says it when the bureau was silent for too long. */
const meansNo = ({ status, headers }: Answer): boolean =>
  NO.has(status) || ((status === 408 || status >= 500) && String(headers[PROMISE]).toLowerCase() === 'no')

/** Something else than the contract's JSON may come from whoever stands between, so it does not show that the bureau has the message. */
function taken(body: Buffer): Verdict {
  if (body.length === 0) return { taken: true, answers: [] }
  const read = readMessages(body)
  return 'why' in read ? { taken: 'perhaps', why: read.why } : { taken: true, answers: read.messages }
}

/** The list in `{ "messages": [] }`, as it came, or in a sentence why there is none. */
export function readMessages(body: Uint8Array): { readonly messages: readonly unknown[] } | { readonly why: string } {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof value === 'object' && value !== null && 'messages' in value && Array.isArray(value.messages))
      return { messages: value.messages }
  } catch {
    return { why: 'The bureau answered with something that is not JSON in UTF-8. See whether the address is that of its interface.' }
  }
  return { why: 'The bureau answered with JSON that has no list of messages. See whether the address is that of its interface.' }
}

/** Why a request was not answered as wished, in sentences for the operator. */
export function whyNot(outcome: HttpOutcome, path: string): string {
  if (!('status' in outcome)) return outcome.why
  const { status } = outcome
  if (status === 401 || status === 403)
    return `The bureau does not accept the token (status ${status}). Nothing was taken; enter a token that it accepts.`
  if (status === 404 || status === 405 || status === 410)
    return `The bureau has nothing at ${path} (status ${status}). Nothing was taken; correct the address of the bureau.`
  if (status === 409)
    return 'The bureau has a message with this id already, with another content (status 409). Nothing was changed there; settle with the bureau which one holds.'
  if (status >= 300 && status < 400)
    return `The bureau points to another address (status ${status}), which is never followed. Enter the address itself.`
  const said = problemSentence(outcome)
  if (REFUSED.has(status))
    return said
      ? `The bureau refuses it (status ${status}): “${said}” Nothing was taken; settle it with the bureau.`
      : `The bureau refuses it and does not say why (status ${status}). Nothing was taken; settle it with the bureau.`
  if (meansNo(outcome)) return `The bureau takes nothing for now (status ${status})${said ? `: “${said}”` : ''}. Try it again later.`
  return `The bureau answered with status ${status}, which is no clear answer.`
}
