/**
 * Two versions of a definition, told apart in words: what was added, removed, moved or changed.
 * Works on any JSON, so that a kind of definition nobody thought of still reads well. Pure.
 */

/** One line of a difference. `what` names the thing as a path of words; `before` and `after` are there where a value changed. */
export interface DifferenceLine {
  kind: 'added' | 'removed' | 'moved' | 'changed'
  what: string
  before?: string
  after?: string
}

/** Gives names that people know to names that programs use: `abort-card-order` becomes *Abort card order*. */
export type NameOf = (name: string) => string

/** The lines of difference from `before` to `after`, in reading order. Equal values give none. */
export function differenceOf(before: unknown, after: unknown, nameOf: NameOf = (name) => name): DifferenceLine[] {
  return compare([], before ?? undefined, after ?? undefined, nameOf)
}

function compare(path: readonly string[], before: unknown, after: unknown, nameOf: NameOf): DifferenceLine[] {
  if (same(before, after)) return []
  if (isList(before) && isList(after)) return compareLists(path, before, after, nameOf)
  if (isObject(before) && isObject(after)) return compareObjects(path, before, after, nameOf)
  if (path.length === 0) return compareWhole(before, after, nameOf)
  const what = wordsOf(path, nameOf)
  if (before === undefined) return [{ kind: 'added', what, after: valueWords(after, nameOf) }]
  if (after === undefined) return [{ kind: 'removed', what, before: valueWords(before, nameOf) }]
  return [{ kind: 'changed', what, before: valueWords(before, nameOf), after: valueWords(after, nameOf) }]
}

/** A definition that is new, or gone: each of its members is told by itself. */
function compareWhole(before: unknown, after: unknown, nameOf: NameOf): DifferenceLine[] {
  if (before === undefined && isObject(after)) return compareObjects([], {}, after, nameOf)
  if (after === undefined && isObject(before)) return compareObjects([], before, {}, nameOf)
  if (before === undefined && isList(after)) return compareLists([], [], after, nameOf)
  if (after === undefined && isList(before)) return compareLists([], before, [], nameOf)
  return [{ kind: 'changed', what: 'The value', before: valueWords(before, nameOf), after: valueWords(after, nameOf) }]
}

function compareObjects(
  path: readonly string[],
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  nameOf: NameOf,
): DifferenceLine[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => {
    const inner = name === 'items' ? path : [...path, name]
    if (isList(before[name] ?? after[name]) && isList(after[name] ?? before[name])) {
      return compareLists(inner, asList(before[name]), asList(after[name]), nameOf)
    }
    return compare(inner, before[name], after[name], nameOf)
  })
}

/** Lists of things that have a name are told by name, so that a move is a move and not two changes. */
function compareLists(path: readonly string[], before: readonly unknown[], after: readonly unknown[], nameOf: NameOf): DifferenceLine[] {
  const at = (entry: unknown) => wordsOf([...path, nameIn(entry)], nameOf)
  const old = new Map(before.map((entry) => [nameIn(entry), entry]))
  const now = new Map(after.map((entry) => [nameIn(entry), entry]))
  const moved = movedNames([...old.keys()], [...now.keys()])
  const lines: DifferenceLine[] = []
  for (const [name, entry] of now) {
    if (!old.has(name)) lines.push({ kind: 'added', what: at(entry), ...detailOf(entry, nameOf) })
    else lines.push(...compare([...path, name], old.get(name), entry, nameOf))
    if (moved.has(name))
      lines.push({ kind: 'moved', what: at(entry), ...placeWords([...old.keys()].indexOf(name), [...now.keys()].indexOf(name)) })
  }
  for (const [name, entry] of old) if (!now.has(name)) lines.push({ kind: 'removed', what: at(entry) })
  return lines
}

/** Names present in both lists whose order among the shared ones is not the old order. One step that explains most is preferred. */
function movedNames(before: readonly string[], after: readonly string[]): Set<string> {
  const shared = new Set(before.filter((name) => after.includes(name)))
  const rest = before.filter((name) => shared.has(name))
  const wanted = after.filter((name) => shared.has(name))
  const moved = new Set<string>()
  while (rest.length > 0) {
    if (rest[0] === wanted[0]) {
      rest.shift()
      wanted.shift()
      continue
    }
    const [early, late] = [wanted[0] ?? '', rest[0] ?? '']
    const mover = rest.indexOf(early) >= wanted.indexOf(late) ? early : late
    moved.add(mover)
    rest.splice(rest.indexOf(mover), 1)
    wanted.splice(wanted.indexOf(mover), 1)
  }
  return moved
}

function placeWords(from: number, to: number): { before: string; after: string } {
  return { before: `place ${from + 1}`, after: `place ${to + 1}` }
}

function detailOf(entry: unknown, nameOf: NameOf): { after?: string } {
  if (!isObject(entry)) return {}
  const rest = Object.entries(entry).filter(([name]) => !namingMembers.includes(name))
  return rest.length === 0 ? {} : { after: rest.map(([name, value]) => `${spaced(name)}: ${valueWords(value, nameOf)}`).join(', ') }
}

const namingMembers = ['useCase', 'name', 'field', 'id']

function nameIn(entry: unknown): string {
  if (!isObject(entry)) return typeof entry === 'string' ? entry : JSON.stringify(entry)
  for (const member of namingMembers) if (typeof entry[member] === 'string') return entry[member]
  return JSON.stringify(entry)
}

function wordsOf(path: readonly string[], nameOf: NameOf): string {
  return path.map((part) => (nameOf(part) === part ? spaced(part) : nameOf(part))).join(' › ')
}

function valueWords(value: unknown, nameOf: NameOf): string {
  if (value === true) return 'on'
  if (value === false) return 'off'
  if (value === null || value === undefined || value === '') return 'none'
  if (typeof value === 'string') return value.length > 200 ? `${value.slice(0, 200)}…` : nameOf(value)
  if (typeof value === 'number') return value.toLocaleString('en')
  const text = isList(value) ? value.map((entry) => valueWords(entry, nameOf)).join(', ') : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** `releaseSchedule` reads as *release schedule*; names with hyphens or in capitals stay as they are. */
function spaced(name: string): string {
  return /^[a-z]+([A-Z][a-z]+)+$/.test(name) ? name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`) : name
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function asList(value: unknown): readonly unknown[] {
  return isList(value) ? value : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
