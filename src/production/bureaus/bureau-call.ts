/** How everything is asked of a bureau's HTTP interface: at its address, with its token, with repeats, and past the circuit breaker. */
import type { ReadSecret } from '../bureau.ts'
import { type HttpCall, type HttpOutcome, httpCall, linesTo, type NotAnswered } from './http-call.ts'
import { type RepeatedOutcome, type Repeating, repeatedCall } from './repeated-call.ts'
import { restAddress } from './rest-address.ts'

export interface BureauCall {
  readonly method: HttpCall['method']
  readonly path: string
  readonly mediaType?: string
  readonly body?: Uint8Array
  /** The id of the message, under which a repeat is known. */
  readonly key?: string
  /**
   * Over a line that nothing was sent over before, so that it is certain whether anything was sent. For what asks the bureau to act;
   * everything else may share lines.
   */
  readonly overNewLine?: boolean
}

export interface CallBureau {
  /** With repeats, and not while the bureau is left alone. */
  repeated(call: BureauCall): Promise<RepeatedOutcome>
  /** Once, and also while the bureau is left alone: for Test connection. */
  once(call: BureauCall): Promise<HttpOutcome>
}

export function callBureau(
  given: Repeating & { readonly url: string; readonly secret: ReadSecret; readonly authorities?: string | undefined },
): CallBureau {
  const address = restAddress(given.url)
  if ('why' in address) {
    const refused = notSent(address.why)
    return { repeated: async () => ({ last: refused, earlier: [] }), once: async () => refused }
  }
  const settings = { connectMs: given.patience.connectMs, authorities: given.authorities }
  const shared = linesTo(address, settings, true)
  const single = linesTo(address, settings, false)

  const prepare = async (call: BureauCall): Promise<((withinMs: number) => Promise<HttpOutcome>) | NotAnswered> => {
    const token = await readToken(given.secret)
    if (typeof token !== 'string') return token
    const { method, path, body } = call
    const asked: HttpCall = { method, path, headers: headersOf(call, token), ...(body && { body }) }
    const lines = call.overNewLine ? single : shared
    return async (withinMs) => withoutToken(await httpCall(address, lines, asked, withinMs), token)
  }
  return {
    async repeated(call) {
      const make = await prepare(call)
      return typeof make === 'function' ? repeatedCall(given, make) : { last: make, earlier: [] }
    },
    async once(call) {
      const make = await prepare(call)
      return typeof make === 'function' ? make(given.patience.wholeMs) : make
    },
  }
}

/** Read for each call, so that a new token is used at once. */
async function readToken(secret: ReadSecret): Promise<string | NotAnswered> {
  let token: string | undefined
  try {
    token = await secret('token')
  } catch {
    return notSent('The token of the bureau cannot be read. Nothing was sent; see whether the key that secrets are stored under is there.')
  }
  if (token === undefined) return notSent('No token is entered for this bureau. Nothing was sent; enter the token that the bureau gave.')
  // A line break in a header would begin another one.
  if (!/^[\x21-\x7e]{1,4096}$/.test(token))
    return notSent('The token holds spaces, or characters that a header cannot hold. Nothing was sent; enter it again.')
  return token
}

/** What a bureau says about a problem is shown, and it may repeat what it was sent. */
function withoutToken(outcome: HttpOutcome, token: string): HttpOutcome {
  if (!('status' in outcome) || outcome.status < 400 || !outcome.body.includes(token)) return outcome
  return { ...outcome, body: Buffer.from(outcome.body.toString('utf8').replaceAll(token, '…')) }
}

const notSent = (why: string): NotAnswered => ({ why, sent: false, again: false })

const headersOf = ({ mediaType, key }: BureauCall, token: string): Record<string, string> => ({
  accept: 'application/json',
  'accept-encoding': 'identity',
  authorization: `Bearer ${token}`,
  'cardinal-version': '1',
  'user-agent': 'Cardinal',
  ...(mediaType && { 'content-type': mediaType }),
  ...(key && { 'idempotency-key': key }),
})
