/** The draft of a role as a flat list of what it is and permits, so that two versions are told apart line by line. Pure. */
import type { DefinedRole, PermissionChoices } from '../../src/http/contract/role.ts'

export type Choice = PermissionChoices['items'][number]

/** By key: `label`, `symbol`, `means`, `retired`; a permission by its word; `every` for all templates; `hides user.phone` for a field. */
export type RoleDraft = Readonly<Record<string, string | boolean>>

const TEXTS = ['label', 'symbol', 'means'] as const

export function draftOf(role: DefinedRole): RoleDraft {
  const on = (words: readonly string[]) => Object.fromEntries(words.map((word) => [word, true]))
  return {
    label: role.label,
    symbol: role.symbol,
    means: role.means,
    ...(role.retired && { retired: true }),
    ...on(role.admin.map((name) => `admin:${name}`)),
    ...on(role.operator.map((name) => `operator:${name}`)),
    ...on(role.reads === 'every' ? [EVERY] : role.reads.map((name) => `read:${name}`)),
    ...on(role.starts),
    ...on(role.hides.map(hidesKey)),
  }
}

export function roleOf(draft: RoleDraft): DefinedRole {
  const words = Object.keys(draft).filter((key) => draft[key] === true)
  const after = (prefix: string) => words.filter((word) => word.startsWith(prefix)).map((word) => word.slice(prefix.length))
  const of = (name: (typeof TEXTS)[number]) => String(draft[name] ?? '').trim()
  return {
    label: of('label'),
    symbol: of('symbol'),
    means: of('means'),
    admin: after('admin:'),
    operator: after('operator:'),
    reads: draft[EVERY] === true ? 'every' : after('read:'),
    starts: words.filter((word) => word.startsWith('start:')),
    hides: after(HIDES),
    retired: draft.retired === true,
  }
}

/** All templates, also those that are added later. */
export const EVERY = 'every'
const HIDES = 'hides '
export const hidesKey = (field: string): string => `${HIDES}${field}`

/** The keys in which two drafts differ, in the order of the second. */
export function changedKeys(base: RoleDraft, edited: RoleDraft): string[] {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(edited)])]
  return keys.filter((key) => at(base, key) !== at(edited, key))
}

/** Theirs, with what I changed over it. */
export function mergedRole(base: RoleDraft, theirs: RoleDraft, mine: RoleDraft): RoleDraft {
  return changedKeys(base, mine).reduce((merged, key) => withValue(merged, key, mine[key]), theirs)
}

export const withValue = (draft: RoleDraft, key: string, value: string | boolean | undefined): RoleDraft => {
  const { [key]: _, ...others } = draft
  return value === undefined || value === false ? others : key in draft ? { ...draft, [key]: value } : { ...others, [key]: value }
}

/** A difference as a person reads it: "+ Start Abort card order", "Label: Helpdesk → Service desk". */
export function changeWords(base: RoleDraft, edited: RoleDraft, key: string, called: (key: string) => string): string {
  if (key === 'retired') return edited[key] === true ? 'out of use' : 'in use again'
  const [before, after] = [at(base, key), at(edited, key)]
  if (typeof before === 'string' || typeof after === 'string') return `${called(key)}: ${before || 'empty'} → ${after || 'empty'}`
  return `${after === true ? '+' : '−'} ${called(key)}`
}

/** What a version says at a key, in words. */
export const valueWords = (draft: RoleDraft, key: string): string => {
  const value = at(draft, key)
  return typeof value === 'string' ? value || 'empty' : value ? 'yes' : 'no'
}

/** What people call each key of a draft. */
export function callerOf(choices: readonly Choice[], fieldLabel: (field: string) => string): (key: string) => string {
  const known = new Map(choices.map((choice) => [choice.word, choice.kind === 'start' ? `Start ${choice.label}` : choice.label]))
  const texts: Record<string, string> = { label: 'Label', symbol: 'Symbolic name', means: 'What it is for', [EVERY]: 'See everything' }
  return (key) => texts[key] ?? known.get(key) ?? (key.startsWith(HIDES) ? `Hide ${fieldLabel(key.slice(HIDES.length))}` : key)
}

/** A name made of a label: "Front desk" is front-desk. */
export const nameFromLabel = (label: string): string =>
  label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60)

/** A symbolic name made of a label: "Front desk" is OwnRoleFrontDesk. */
export const symbolFromLabel = (label: string): string =>
  nameFromLabel(label) === '' ? '' : `OwnRole${nameFromLabel(label).split('-').map(capital).join('')}`

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const at = (draft: RoleDraft, key: string): string | boolean => draft[key] ?? (TEXTS.some((text) => text === key) ? '' : false)
