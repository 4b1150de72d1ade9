import type { Refusal } from '../../src/http/contract/refusal.ts'

export interface RefusalGroup<Item> {
  code: string
  /** The first of them, as the example. */
  refusal: Refusal
  count: number
  /** Whether the sentences differ, because each names its own object. */
  various: boolean
  items: Item[]
}

/** Refusals by their kind, the most frequent first: eleven cards in the wrong state are one reason, told eleven times. */
export function refusalGroups<Item extends { object: string; refusal?: Refusal }>(items: readonly Item[]): RefusalGroup<Item>[] {
  const groups = new Map<string, RefusalGroup<Item>>()
  for (const item of items) {
    const { refusal } = item
    if (!refusal) continue
    const group = groups.get(refusal.code) ?? { code: refusal.code, refusal, count: 0, various: false, items: [] }
    group.count += 1
    group.various ||= refusal.sentence !== group.refusal.sentence
    group.items.push(item)
    groups.set(refusal.code, group)
  }
  return Array.from(groups.values()).sort((one, other) => other.count - one.count)
}
