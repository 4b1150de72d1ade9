/** Chance between 0 and 1, from a seed. */
export type Chance = () => number

/** The same sequence for the same seed (mulberry32): small, fast, and good enough to mix things up. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from `least` to `most`. */
export const between = (chance: Chance, least: number, most: number): number => least + Math.floor(chance() * (most - least + 1))

export function oneOf<T>(chance: Chance, items: readonly T[]): T | undefined {
  return items[Math.floor(chance() * items.length)]
}

/** So many different ones, or all where there are not so many. */
export function someOf<T>(chance: Chance, items: readonly T[], count: number): T[] {
  const left = [...items]
  const taken: T[] = []
  while (taken.length < count && left.length > 0) taken.push(...left.splice(Math.floor(chance() * left.length), 1))
  return taken
}
