/** What is wrong with a bureau's message although every field of it has the right form. */
import type { FromBureau } from './message.ts'

/** In a sentence that names the place and repeats no value; undefined where nothing is wrong. */
export function contradiction(message: FromBureau): string | undefined {
  return halfCharacter(message) ?? notOnTheCalendar(message, 'at') ?? ofItsKind(message)
}

function ofItsKind(message: FromBureau): string | undefined {
  switch (message.kind) {
    case 'acknowledged':
      if (message.of === message.message) return 'of is the id of this message itself; it names the message that is acknowledged.'
      return saidTwice('refused', message.refused, 'order') ?? saidTwice('references', message.references, 'order')
    case 'shipped':
      if (message.part && message.part.number > message.part.of) return 'part.number is greater than part.of.'
      return saidTwice('lines', message.lines, 'order')
    case 'recall-accepted':
    case 'recall-refused':
      return saidTwice('lines', message.lines, 'recall') ?? saidTwice('lines', message.lines, 'order')
    case 'cut-off':
      return notOnTheCalendar(message, 'until')
    default:
      return saidTwice('lines', message.lines, 'order')
  }
}

/** Two lines about one order would have to be taken in an order of their own, which a message does not have. */
function saidTwice<K extends string>(list: string, lines: readonly Readonly<Record<K, string>>[] = [], name: K): string | undefined {
  const seen = new Set<string>()
  for (const [at, line] of lines.entries()) {
    if (seen.has(line[name])) return `${list}[${at}].${name} is that of an earlier line; a message names each ${name} once.`
    seen.add(line[name])
  }
  return undefined
}

/** JSON can spell half of a pair of code units, which is no character and which no database takes. */
function halfCharacter(message: FromBureau): string | undefined {
  for (const [name, value] of Object.entries<unknown>(message)) {
    if (isHalf(value)) return `${name} holds half a character.`
    for (const [at, line] of Array.isArray(value) ? value.entries() : []) {
      const half = Object.entries(line).find(([, inner]) => isHalf(inner))
      if (half) return `${name}[${at}].${half[0]} holds half a character.`
    }
  }
  return undefined
}

const isHalf = (value: unknown): boolean => typeof value === 'string' && /\p{Cs}/u.test(value)

/** A moment may look like one and be none, such as the 31st of June. */
function notOnTheCalendar<K extends string>(message: Readonly<Record<K, string>>, name: K): string | undefined {
  const text = message[name]
  const clock = text.slice(0, '2029-06-30T10:15:00'.length)
  const read = new Date(`${clock}Z`)
  const exists = text >= '0001' && !Number.isNaN(Date.parse(text)) && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(clock)
  return exists ? undefined : `${name} is a moment that no calendar or clock has.`
}
