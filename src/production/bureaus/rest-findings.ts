/** Test connection for a bureau's HTTP interface: step by step, up to the first that does not work. It only looks. */
import { lookup } from 'node:dns/promises'
import type { Clock } from '../../kit/clock.ts'
import type { Finding, ReadSecret } from '../bureau.ts'
import type { CallBureau } from './bureau-call.ts'
import { readMessages, whyNot } from './bureau-verdict.ts'
import { clockDifference } from './clock-difference.ts'
import type { Answered } from './http-call.ts'
import { type LineSettings, openLine } from './open-line.ts'
import { hostOf, restAddress } from './rest-address.ts'
import { WEBHOOK_TOLERANCE_SECONDS, webhookKey } from './standard-webhook.ts'

export interface Looking {
  readonly url: string
  readonly answers: 'webhook' | 'polling'
  readonly bureau: CallBureau
  readonly secret: ReadSecret
  readonly clock: Clock
  readonly line: LineSettings
}

export async function restFindings(given: Looking): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const finding of steps(given)) {
    findings.push(finding)
    if (!finding.ok) break
  }
  return findings
}

const works = (sentence: string): Finding => ({ ok: true, sentence })
const fails = (sentence: string): Finding => ({ ok: false, sentence })

async function* steps(given: Looking): AsyncGenerator<Finding> {
  const url = restAddress(given.url)
  if ('why' in url) return yield fails(url.why)
  yield works(`${url.origin} is an address that may be used.`)
  yield await isFound(url)
  yield await isReached(url, given.line)

  const health = await given.bureau.once({ method: 'GET', path: '/health' })
  if (!('status' in health)) return yield fails(health.why)
  yield works(`The bureau answers (status ${health.status}).`)
  yield health.status === 200 || health.status === 204
    ? works('The bureau is well, and accepts the token.')
    : fails(whyNot(health, '/health'))
  yield* clocks(health, given)
  yield given.answers === 'polling' ? await isReadable(given.bureau) : await isSigned('webhook-secret', given.secret)
  if (given.answers === 'webhook' && (await given.secret('webhook-secret-previous')) !== undefined)
    yield await isSigned('webhook-secret-previous', given.secret)
}

async function isFound(url: URL): Promise<Finding> {
  try {
    const { address } = await lookup(hostOf(url))
    return works(`${url.hostname} is found in the network, at ${address}.`)
  } catch {
    return fails(`${url.hostname} is not found in the network. Correct the address, or see whether names can be looked up on this machine.`)
  }
}

async function isReached(url: URL, settings: LineSettings): Promise<Finding> {
  try {
    const line = await openLine(url, settings)
    line.destroy()
    return works(
      url.protocol === 'https:'
        ? 'The connection is encrypted, and the certificate is valid for this name.'
        : 'A connection comes about. It is not encrypted, and does not leave this machine.',
    )
  } catch (error) {
    return fails(error instanceof Error ? error.message : 'No connection comes about.')
  }
}

/** A signature names the moment that it was made, so only webhooks depend on the bureau's clock. */
function* clocks({ headers }: Answered, { clock, answers }: Looking): Generator<Finding> {
  const theirs = new Date(headers.date ?? '')
  const now = clock.now()
  if (Number.isNaN(theirs.getTime()) || Math.abs(theirs.getTime() - now.getTime()) <= WEBHOOK_TOLERANCE_SECONDS * 1000) return
  const sentence = `The bureau’s clock is ${clockDifference(theirs, now)}.`
  yield answers === 'webhook'
    ? fails(
        `${sentence} What it signs is refused when it is off by more than ${WEBHOOK_TOLERANCE_SECONDS} seconds; set the clock that is wrong.`,
      )
    : works(`${sentence} Nothing is decided by it.`)
}

async function isReadable(bureau: CallBureau): Promise<Finding> {
  const page = await bureau.once({ method: 'GET', path: '/messages?limit=1' })
  if ('status' in page && page.status === 204) return works('Its messages can be read; none waits.')
  const read = 'status' in page && page.status === 200 ? readMessages(page.body) : { why: whyNot(page, '/messages') }
  if ('why' in read) return fails(`Its messages cannot be read. ${read.why}`)
  return works(`Its messages can be read; ${read.messages.length === 0 ? 'none waits' : 'some wait'}.`)
}

async function isSigned(name: 'webhook-secret' | 'webhook-secret-previous', secret: ReadSecret): Promise<Finding> {
  const value = await secret(name)
  if (value === undefined) return fails('No webhook secret is entered, so nothing that the bureau sends can be checked. Enter the secret.')
  const which = name === 'webhook-secret' ? 'The webhook secret' : 'The former webhook secret'
  return webhookKey(value)
    ? works(`${which} is entered, and has the right form. Whether it is the bureau’s shows with its first message.`)
    : fails(`${which} is not whsec_ and then 24 to 64 bytes in base64. Enter it again as the bureau gave it.`)
}
