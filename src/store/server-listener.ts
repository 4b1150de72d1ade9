import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Database } from './database.ts'
import { connectionLost } from './failure.ts'
import { channelName, createListeners } from './listeners.ts'

interface ServerListener {
  readonly listen: Database['listen']
  readonly close: () => Promise<void>
}

/**
 * Listens on one connection of its own, shared by all channels, from the first `listen` on. A lost connection is made anew, each attempt
 * a little later than the one before; then every listener is told to look, for something may have been said meanwhile.
 */
export function listenOnServer(newClient: () => Client): ServerListener {
  const listeners = createListeners()
  const closing = new AbortController()
  let connected: Promise<Client> | undefined

  const connect = async (): Promise<Client> => {
    const client = newClient()
    client.on('error', () => {}) // The end, which follows, is what counts.
    client.on('notification', ({ channel, payload = '' }) => listeners.tell(channel, payload))
    try {
      await client.connect()
      for (const channel of listeners.channels()) await client.query(`listen ${channelName(channel)}`)
    } catch (error) {
      await client.end().catch(() => {})
      throw connectionLost(error, '08001')
    }
    client.on('end', () => {
      if (closing.signal.aborted) return
      connected = connectAgain()
      connected.catch(() => {}) // It gives up only when the database is closed.
    })
    return client
  }

  const connectAgain = async (): Promise<Client> => {
    for (let attempt = 1; ; attempt++) {
      await sleep(Math.min(200 * attempt, 5000), undefined, { signal: closing.signal })
      const client = await connect().catch(() => undefined)
      if (client === undefined) continue
      listeners.tellAll()
      return client
    }
  }

  const unlisten = async (channel: string, heard: (payload: string) => void): Promise<void> => {
    if (!listeners.remove(channel, heard) || closing.signal.aborted) return
    const client = await connected?.catch(() => undefined)
    if (listeners.channels().includes(channel)) return
    await client?.query(`unlisten ${channelName(channel)}`).catch(() => {}) // A connection that is lost listens to nothing.
  }

  return {
    listen: async (channel, heard) => {
      const name = channelName(channel)
      listeners.add(channel, heard)
      try {
        connected ??= connect()
        await (await connected).query(`listen ${name}`)
      } catch (error) {
        listeners.remove(channel, heard)
        if (listeners.channels().length === 0) connected = undefined // The first connection was never made; the next listener tries again.
        throw connectionLost(error, '08001')
      }
      return () => unlisten(channel, heard)
    },
    close: async () => {
      closing.abort()
      const client = await connected?.catch(() => undefined)
      await client?.end().catch(() => {})
    },
  }
}
