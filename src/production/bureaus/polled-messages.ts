/**
 * What a bureau has to say, asked for page by page. The bureau lists a message until it is acknowledged or refused, so each page begins
 * where the last one was worked off, and nothing is lost when either side stops in between.
 */
import type { Clock } from '../../kit/clock.ts'
import { sha256 } from '../../kit/hash.ts'
import { isId, type NewId } from '../../kit/id.ts'
import type { Delivery } from '../bureau.ts'
import type { Acknowledged } from '../contract/message.ts'
import { readFromBureau } from '../contract/read-message.ts'
import type { CallBureau } from './bureau-call.ts'
import { readMessages, whyNot } from './bureau-verdict.ts'

/** The most messages that a page is asked to have. */
export const PAGE = 100
/** A bureau that always has something new must not keep us for ever; the next look goes on. */
const MOST_PAGES = 1000
const MOST_REMEMBERED = 10_000

export interface Reading {
  readonly bureau: CallBureau
  readonly label: string
  readonly clock: Clock
  readonly newId: NewId
  /** The hashes of what was refused, which is not given again. */
  readonly refused: Set<string>
}

/** Gives each message once, oldest first, until there is none or nothing new. Throws a sentence where the bureau cannot be read. */
export async function* polledMessages(given: Reading): AsyncGenerator<Delivery> {
  const seen = new Set<string>()
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = (await readPage(given)).map(asListed)
    const news = page.filter((listed) => !seen.has(listed.key) && !given.refused.has(listed.hash))
    if (news.length === 0) return noNews(page, given)
    for (const listed of news) {
      if (seen.has(listed.key)) continue
      seen.add(listed.key)
      yield asDelivery(listed, given)
    }
  }
}

/** A message as a bureau gave it among others, made ready to be recorded. */
export function asDelivery(listed: Listed, given: Reading): Delivery {
  const { id, hash, text } = listed
  const read = text === undefined ? { why: 'It is nested too deeply to be read.' } : readFromBureau(Buffer.from(text))
  const source = id ? `message ${id}` : `a message without an id (${hash.slice(0, 12)})`
  if ('message' in read) {
    const acknowledgement = acknowledge(read.message.message, given)
    return { source, message: read.message, done: () => post('/messages', acknowledgement, given) }
  }
  return {
    source,
    why: read.why,
    async done() {
      if (id) await post(`/messages/${id}/refused`, { reason: read.why }, given)
      remember(hash, given.refused)
    },
  }
}

interface Listed {
  /** By which it is the same message when it is listed again. */
  readonly key: string
  readonly hash: string
  readonly id: string | undefined
  /** Undefined where it is nested too deeply to be written. */
  readonly text: string | undefined
}

export function asListed(value: unknown): Listed {
  const named = typeof value === 'object' && value !== null && 'message' in value ? value.message : undefined
  const id = typeof named === 'string' && isId(named) ? named : undefined
  const text = written(value)
  const hash = sha256(text ?? `nested ${id}`)
  return { key: id ?? hash, hash, id, text }
}

function written(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

async function readPage({ bureau, label }: Reading): Promise<readonly unknown[]> {
  const path = `/messages?limit=${PAGE}`
  const { last } = await bureau.repeated({ method: 'GET', path })
  if ('status' in last && last.status === 204) return []
  const read = 'status' in last && last.status === 200 ? readMessages(last.body) : { why: whyNot(last, '/messages') }
  if ('why' in read) throw new Error(`The messages of ${label} cannot be read. ${read.why} What it has to say waits there.`)
  return read.messages
}

/** A page full of what was refused and has no id, so that the bureau cannot be told of it, hides what comes behind it. */
function noNews(page: readonly Listed[], { label, refused }: Reading): void {
  if (page.length >= PAGE && page.every(({ hash }) => refused.has(hash)))
    throw new Error(
      `${label} lists ${page.length} messages that were refused, and what comes behind them is not reached. Ask the bureau to take them out of its list.`,
    )
}

/** Made once for each delivery, so that a repeat of it carries the same id. */
const acknowledge = (of: string, { clock, newId }: Reading): Acknowledged => ({
  format: 'cardinal-bureau',
  version: 1,
  kind: 'acknowledged',
  message: newId(),
  at: clock.now().toISOString(),
  of,
})

/** Tells the bureau that a message was recorded or refused. That it does not list the message any more is as good. */
async function post(path: string, content: Acknowledged | { readonly reason: string }, { bureau, label }: Reading): Promise<void> {
  const { last } = await bureau.repeated({
    method: 'POST',
    path,
    mediaType: 'application/json',
    body: Buffer.from(JSON.stringify(content)),
    ...('message' in content && { key: content.message }),
  })
  const told = 'status' in last && (TOLD.has(last.status) || (last.status === 404 && 'reason' in content))
  if (!told) throw new Error(`${label} could not be told that its message was received. ${whyNot(last, path)} It gives the message again.`)
}

const TOLD = new Set([200, 202, 204])

/** The oldest are forgotten first. */
function remember(hash: string, refused: Set<string>): void {
  refused.add(hash)
  for (const oldest of refused) {
    if (refused.size <= MOST_REMEMBERED) return
    refused.delete(oldest)
  }
}
