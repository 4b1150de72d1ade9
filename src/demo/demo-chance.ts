import type { FillRandom } from '../kit/id.ts'

/** Chance that is the same in every installation, so that the demo organisation is too. */
export interface Chance {
  /** A whole number, from `least` to `most`, both included. */
  between(least: number, most: number): number
  pick<T>(from: readonly T[]): T
  shuffled<T>(from: readonly T[]): T[]
  readonly fill: FillRandom
}

/** The generator mulberry32: small, and good enough to deal names and minutes. Never fit for a secret. */
export function chanceFrom(seed: number): Chance {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const between = (least: number, most: number): number => least + (next() % (most - least + 1))
  return {
    between,
    pick: <T>(from: readonly T[]): T => {
      const [first] = from.slice(between(0, from.length - 1))
      if (first === undefined) throw new Error('There is nothing to pick from.')
      return first
    },
    shuffled: <T>(from: readonly T[]): T[] =>
      from
        .map((each) => ({ each, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ each }) => each),
    fill: (bytes) => {
      for (let at = 0; at < bytes.length; at++) bytes[at] = next() >>> 24
    },
  }
}
