/** Who listens to which channel. How notifications reach this program is the business of each kind of database. */
export interface Listeners {
  readonly channels: () => string[]
  /** Answers whether this is the channel's first listener. */
  readonly add: (channel: string, heard: (payload: string) => void) => boolean
  /** Answers whether it was the channel's last listener. */
  readonly remove: (channel: string, heard: (payload: string) => void) => boolean
  readonly tell: (channel: string, payload: string) => void
  /** After a gap in which notifications may have been lost. */
  readonly tellAll: () => void
}

export function createListeners(): Listeners {
  const byChannel = new Map<string, Set<(payload: string) => void>>()
  const tell = (channel: string, payload: string): void => {
    // In a turn of its own, so that a listener that throws harms neither the connection nor the other listeners.
    for (const heard of byChannel.get(channel) ?? []) queueMicrotask(() => heard(payload))
  }
  return {
    channels: () => [...byChannel.keys()],
    add: (channel, heard) => {
      const listeners = byChannel.get(channel)
      if (listeners !== undefined) {
        listeners.add(heard)
        return false
      }
      byChannel.set(channel, new Set([heard]))
      return true
    },
    remove: (channel, heard) => {
      const listeners = byChannel.get(channel)
      if (!listeners?.delete(heard) || listeners.size > 0) return false
      byChannel.delete(channel)
      return true
    },
    tell,
    tellAll: () => {
      for (const channel of byChannel.keys()) tell(channel, '')
    },
  }
}

/** A channel's name as SQL. Names are constants of the program; anything but plain words is a bug. */
export function channelName(channel: string): string {
  if (!/^[a-z][a-z_]{0,60}$/.test(channel))
    throw new Error(`A channel is named in small letters and underscores, not ${JSON.stringify(channel)}.`)
  return `"${channel}"`
}
