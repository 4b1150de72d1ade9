/** Listens to the server-sent events of a server, as a page does. */
import { until } from './desk.ts'

interface Event {
  readonly type: string
  readonly ids?: readonly string[]
}

export interface Listening {
  /** Waits until the events heard so far are as wanted. */
  until(wanted: (events: readonly Event[]) => boolean): Promise<void>
  /** Comes when the server cuts the line. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export async function listen(address: string, cookie: string): Promise<Listening> {
  const cut = new AbortController()
  const response = await fetch(`${address}/api/v1/events`, { headers: { cookie }, signal: cut.signal })
  if (!response.ok || !response.body) throw new Error(`The events were answered with ${response.status}.`)
  const events: Event[] = []
  const ended = read(response.body, events).catch(() => {}) // It was cut here.
  return {
    until: (wanted) => until(async () => wanted(events), 'an event is heard'),
    ended,
    async stop() {
      cut.abort()
      await ended
    },
  }
}

async function read(body: ReadableStream<Uint8Array>, events: Event[]): Promise<void> {
  let text = ''
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('data: ')) events.push(JSON.parse(line.slice('data: '.length)))
  }
}
