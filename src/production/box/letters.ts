/** The messages of the bureau in a box on their way out, and what its script does to them there: lose, repeat, delay and reorder. */
import { canonical } from '../../kit/hash.ts'
import type { FromBureau } from '../contract/message.ts'
import { derivedId } from './derived-id.ts'
import type { BoxMemory, Letter } from './memory.ts'
import type { Script } from './script.ts'

/** What is to be said, without what every message begins with. */
export type Saying = FromBureau extends infer Message
  ? Message extends FromBureau
    ? Omit<Message, 'format' | 'version' | 'message' | 'at'>
    : never
  : never

export interface Composing {
  /** The batch whose progress it tells; null for an answer to something else. */
  readonly about: string | null
  /** In milliseconds since 1970. */
  readonly now: number
  readonly script: Script
  /** What tells two messages apart that say the same. */
  readonly occasion?: string
}

/**
 * Composes a message, and puts it among the letters to be given unless the script loses it. Its id is made of what it says, so that the
 * same said twice is the same message.
 */
export function compose(memory: BoxMemory, saying: Saying, { about, now, script, occasion = '' }: Composing): void {
  const id = derivedId(`${canonical(saying)} ${occasion}`)
  const at = new Date(now).toISOString()
  const { kind, ...content } = saying
  const message = { format: 'cardinal-bureau', version: 1, kind, message: id, at, ...content } as FromBureau
  memory.composed++
  if (script.lose > 0 && memory.composed % script.lose === 0) {
    remember(memory, message, about, now, true)
    return
  }
  const giveAt = now + script.delay * 1000
  for (let copies = script.acknowledgeTwice && kind === 'acknowledged' ? 2 : 1; copies > 0; copies--)
    post(memory, { number: ++memory.numbered, message, about, giveAt, held: script.reorder && about !== null })
}

/** The letters whose time has come, in the order they are to be given. */
export const dueLetters = ({ letters }: BoxMemory, now: number, { reorder }: Script): Letter[] =>
  letters.filter(({ held, giveAt }) => !(held && reorder) && giveAt <= now)

/** Takes a letter off the list, since it was given. */
export function given(memory: BoxMemory, letter: Letter, now: number): void {
  memory.letters = memory.letters.filter((other) => other !== letter)
  remember(memory, letter.message, letter.about, now, false)
}

/** Nothing more follows about this batch: what waited for another message waits no longer. */
export function letGo(memory: BoxMemory, about: string): void {
  for (const letter of memory.letters) if (letter.about === about) letter.held = false
}

/** How many orders a message names. */
export const linesIn = (message: FromBureau): number =>
  message.kind === 'acknowledged'
    ? (message.refused?.length ?? 0) + (message.references?.length ?? 0)
    : message.kind === 'cut-off'
      ? 0
      : message.lines.length

/** A letter that finds another one held about the same batch goes before it, and both may leave. */
function post(memory: BoxMemory, letter: Letter): void {
  const waiting = letter.held ? memory.letters.find(({ held, about }) => held && about === letter.about) : undefined
  if (!waiting) {
    memory.letters.push(letter)
    return
  }
  const first = waiting.number
  waiting.number = letter.number
  memory.letters = [...memory.letters.filter((other) => other !== waiting), { ...letter, number: first, held: false }, waiting]
  waiting.held = false
}

/** So many are remembered, for whoever looks at the page. */
const MOST_SAID = 500

function remember(memory: BoxMemory, message: FromBureau, about: string | null, at: number, isLost: boolean): void {
  const batch = memory.batches.find((one) => one.message === about)?.number ?? null
  const { kind, message: id } = message
  memory.said = [...memory.said, { message: id, kind, batch, lines: linesIn(message), at, isLost, isAcknowledged: false }].slice(-MOST_SAID)
}
