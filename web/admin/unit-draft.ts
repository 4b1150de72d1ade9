/** The draft of the tree of units: a list in which each unit stands below the one it belongs to. Pure. */
import type { Units } from '../../src/http/contract/unit.ts'

/** A unit while it is edited. Its key stays while its name changes; a unit that is published is known by its name. */
export interface DraftUnit {
  readonly key: string
  readonly name: string
  /** The key of the unit above; null at the top. */
  readonly above: string | null
}

export type UnitsDraft = readonly DraftUnit[]
export type UnitItem = Pick<Units['items'][number], 'name' | 'above'>

export const unitsDraft = (items: readonly UnitItem[]): UnitsDraft => items.map(({ name, above }) => ({ key: name, name, above }))

/** As it is published, in the order in which it is read. */
export function unitItems(draft: UnitsDraft): UnitItem[] {
  const names = new Map(draft.map(({ key, name }) => [key, name.trim()]))
  return inTree(draft).map(({ unit: { name, above } }) => ({
    name: name.trim(),
    above: above === null ? null : (names.get(above) ?? null),
  }))
}

/** The units as they are drawn: each below the one above it, with how deep it stands. */
export function inTree(draft: UnitsDraft): { unit: DraftUnit; depth: number }[] {
  const below = new Map<string | null, DraftUnit[]>()
  for (const unit of draft) below.set(unit.above, [...(below.get(unit.above) ?? []), unit])
  const lines: { unit: DraftUnit; depth: number }[] = []
  const walk = (above: string | null, depth: number): void => {
    for (const unit of below.get(above) ?? []) {
      lines.push({ unit, depth })
      walk(unit.key, depth + 1)
    }
  }
  walk(null, 0)
  return lines
}

export const renamed = (draft: UnitsDraft, key: string, name: string): UnitsDraft =>
  draft.map((unit) => (unit.key === key ? { ...unit, name } : unit))

/** Moved below another unit, or to the top; as it is where that unit is itself, or below it. */
export function moved(draft: UnitsDraft, key: string, above: string | null): UnitsDraft {
  if (above !== null && (above === key || isBelow(draft, above, key))) return draft
  return draft.map((unit) => (unit.key === key ? { ...unit, above } : unit))
}

/** One step in: below the unit that stands before it on the same level. */
export function indented(draft: UnitsDraft, key: string): UnitsDraft {
  const unit = draft.find((each) => each.key === key)
  const level = draft.filter(({ above }) => above === unit?.above)
  const before = level[level.findIndex((each) => each.key === key) - 1]
  return unit && before ? moved(draft, key, before.key) : draft
}

/** One step out: beside the unit above it. */
export function outdented(draft: UnitsDraft, key: string): UnitsDraft {
  const above = draft.find((unit) => unit.key === draft.find((each) => each.key === key)?.above)
  return above ? moved(draft, key, above.above) : draft
}

/** Without it; what stood below it stands below what was above it. */
export function removed(draft: UnitsDraft, key: string): UnitsDraft {
  const above = draft.find((unit) => unit.key === key)?.above ?? null
  return draft.filter((unit) => unit.key !== key).map((unit) => (unit.above === key ? { ...unit, above } : unit))
}

/** With a new unit; its key is not one that a published name can be. */
export function added(draft: UnitsDraft, name: string, above: string | null): { draft: UnitsDraft; key: string } {
  const key = `\n${1 + draft.reduce((most, unit) => Math.max(most, unit.key.startsWith('\n') ? Number(unit.key.slice(1)) : 0), 0)}`
  return { draft: [...draft, { key, name, above }], key }
}

export interface Pasted {
  draft: UnitsDraft
  /** Lines that were not understood, by their number. */
  wrong: number[]
  added: number
  moved: number
}

/** A list of two columns, name and above, put over the draft: a unit that is there already is moved, another is added. */
export function pasted(draft: UnitsDraft, text: string): Pasted {
  const lines = text.split(/\r?\n/).map((line) => line.split(/[;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
  const wrong: number[] = []
  let [result, news, moves] = [draft, 0, 0]
  const keyOf = (name: string) => result.find((unit) => unit.name === name)?.key
  const entered = (name: string): string => {
    const known = keyOf(name)
    if (known !== undefined) return known
    const made = added(result, name, null)
    result = made.draft
    news++
    return made.key
  }
  for (const [at, [name = '', above = '', ...more]] of lines.entries()) {
    if (name === '' && above === '') continue
    if (name === '' || more.some((cell) => cell !== '')) {
      wrong.push(at + 1)
      continue
    }
    const known = keyOf(name) !== undefined
    const key = entered(name)
    const before = result.find((unit) => unit.key === key)?.above ?? null
    const target = above === '' ? null : entered(above)
    const changed = moved(result, key, target)
    if (target !== before && changed === result) wrong.push(at + 1)
    else if (known && target !== before) moves++
    result = changed
  }
  return { draft: result, wrong, added: news, moved: moves }
}

/** What differs from what is published, a line each. */
export function unitChanges(base: readonly UnitItem[], draft: UnitsDraft): string[] {
  const names = new Map(draft.map(({ key, name }) => [key, name.trim()]))
  const before = new Map(base.map(({ name, above }) => [name, above]))
  const kept = new Set(draft.map(({ key }) => key))
  return [
    ...draft.flatMap(({ key, name, above }) => {
      const was = before.get(key)
      const place = above === null ? 'at the top' : `below ${names.get(above)}`
      if (was === undefined) return [`+ ${name.trim() || 'a unit'} ${place}`]
      return [
        ...(key === name.trim() ? [] : [`${key} → ${name.trim() || 'no name'}`]),
        ...(was === above ? [] : [`${name.trim()} ${place}`]),
      ]
    }),
    ...base.filter(({ name }) => !kept.has(name)).map(({ name }) => `− ${name}`),
  ]
}

/** What was changed here, put over what somebody else published meanwhile. What they removed stays removed. */
export function replayed(base: readonly UnitItem[], mine: UnitsDraft, theirs: readonly UnitItem[]): UnitsDraft {
  const [before, own] = [new Map(base.map((unit) => [unit.name, unit])), new Map(mine.map((unit) => [unit.key, unit]))]
  const kept = unitsDraft(theirs).flatMap((unit) => {
    const was = before.get(unit.key)
    const now = own.get(unit.key)
    if (was && !now) return []
    if (!was || !now) return [unit]
    return [{ ...unit, name: now.name, above: now.above === was.above ? unit.above : now.above }]
  })
  const draft = [...kept, ...mine.filter(({ key }) => !before.has(key))]
  const keys = new Set(draft.map(({ key }) => key))
  const placed = draft.map((unit) => (unit.above === null || keys.has(unit.above) ? unit : { ...unit, above: null }))
  return placed.map((unit) => (isBelow(placed, unit.key, unit.key) ? { ...unit, above: null } : unit))
}

/** Whether the unit of the first key stands somewhere below that of the second. */
function isBelow(draft: UnitsDraft, key: string, top: string): boolean {
  const above = new Map(draft.map((unit) => [unit.key, unit.above]))
  const seen = new Set<string>()
  for (let at = above.get(key); typeof at === 'string' && !seen.has(at); at = above.get(at)) {
    if (at === top) return true
    seen.add(at)
  }
  return false
}
