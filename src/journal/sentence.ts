import type { Catalog } from '../catalog/catalog.ts'
import { stateLabel } from '../engine/object.ts'
import { NEW, type UseCase } from '../engine/use-case.ts'
import { enumeration } from '../kit/enumeration.ts'
import type { StoredEntry } from '../store/journal.ts'
import type { StoredObject } from '../store/object.ts'

/** How a person calls an object: "Card 10482", "Ada Berg". */
export function labelOf(catalog: Catalog, object: StoredObject): string {
  const template = catalog.templates.find((each) => each.name === object.template)
  if (template?.fields['number']) return `${template.label} ${object.fields['number']}`
  if (template?.table === 'person') return holderOf(object) || ERASED
  return holderOf(object) || String(object.fields['label'] ?? object.fields['displayName'] ?? template?.label ?? object.template)
}

/** Everybody has a name until they are erased. */
const ERASED = 'An erased person'

/** As it stands within a sentence. */
const within = (label: string): string => (label === ERASED ? 'an erased person' : label)

/** Whose name an object carries: a card's holder, or the user. */
export function holderOf(object: StoredObject): string {
  const [first, last] = [
    object.fields['holderFirstName'] ?? object.fields['firstName'],
    object.fields['holderLastName'] ?? object.fields['lastName'],
  ]
  return [first, last].filter((name) => typeof name === 'string' && name !== '').join(' ')
}

/** "Card 10482 · Ada Berg" */
export function titleOf(catalog: Catalog, object: StoredObject): string {
  const [label, holder] = [labelOf(catalog, object), holderOf(object)]
  return holder && holder !== label ? `${label} · ${holder}` : label
}

/** A sentence about an object with something else in place of what it is called, such as `{object}`, which is filled in when it is read. */
export const withoutTitle = (sentence: string, title: string, instead: string): string => sentence.replaceAll(title, instead)

/**
 * A journal entry as a sentence. The sentence stands with the use case; names are filled in when it is read, so that the journal
 * itself holds ids and no personal data.
 */
export const sentenceOf = (catalog: Catalog, entry: StoredEntry, object: StoredObject | undefined): string =>
  toldOf(catalog, entry, object).replace(/^an erased/, 'An erased')

function toldOf(catalog: Catalog, entry: StoredEntry, object: StoredObject | undefined): string {
  const useCase = catalog.useCases.find((each) => each.symbol === entry.useCase)
  const template = catalog.templates.find((each) => each.name === entry.template)
  const words: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(entry.facts)
        .filter(([name]) => name !== 'personal')
        .map(([name, value]) => [name, String(value)]),
    ),
    actor: entry.actorName,
    object: object ? within(labelOf(catalog, object)) : 'an object that is no longer here',
    holder: object ? holderOf(object) || within(object.personId ? ERASED : labelOf(catalog, object)) : 'a holder that is no longer here',
  }
  // What was said of somebody who was erased cannot be read any more.
  const unknown = 'personal' in entry.facts ? '(erased)' : '…'
  const filled = (said: string): string => said.replace(/\{(\w+)\}(\.?)/g, (_, name: string, stop) => ended(words[name] ?? unknown, stop))
  const name = useCase?.name ?? 'A use case that is no longer here'

  switch (entry.kind) {
    case 'created':
      if (template?.table === 'card') return `${words['object']} was made out for ${words['holder']}.`
      return template?.fields['number']
        ? `${words['object']} was opened.`
        : `${template?.label ?? 'Object'} ${words['object']} was entered.`
    case 'moved': {
      if (useCase && isWhatItIsFor(useCase, entry)) return agreed(filled(useCase.said), words['approvedBy'])
      const besides = words['why'] === undefined ? useCase?.saidOf?.[entry.to ?? ''] : undefined
      if (besides) return filled(besides)
      const by =
        template && entry.to ? `${words['object']} became ${stateLabel(template, entry.to)}` : `${words['object']} changed its state`
      return `${by}: ${words['actor']}, ${name}. ${words['why'] ?? ''}`.trim()
    }
    case 'done':
      return agreed(useCase ? filled(useCase.said) : `${words['actor']}: ${name}.`, words['approvedBy'])
    case 'changed':
      return `${words['actor']} changed ${list(entry.facts['fields'], template?.fields)} of ${words['object']}.`
    case 'refused':
      return `${words['actor']} tried${useCase ? `: ${name}` : ''}. Refused: ${filled(words['sentence'] ?? '')}`
    case 'asked':
      return `${words['actor']} asked for: ${name}. It waits for a second person.`
    case 'approved':
      return `${words['actor']} agreed to what ${words['requester']} asked for: ${name}${words['objects'] === '1' ? '' : `, for ${words['objects']} objects`}.`
    case 'declined':
      return `${words['actor']} declined what ${words['requester']} asked for: ${name}. Nothing was changed. Reason: ${ended(words['why'] ?? '…', '.')}`
    case 'lapsed':
      return `Nobody agreed in time to what ${words['requester']} asked for: ${name}. Nothing was changed.`
    case 'cancelled':
      if (words['asked'] !== undefined) return `${words['actor']} asked for ${name} and withdrew it. Nothing was changed.`
      return `${words['actor']} opened ${name} and cancelled. Nothing was changed.`
    case 'published':
    case 'signed-in':
      return filled(String(entry.facts['said'] ?? '{actor} published a version.'))
    default:
      if (!useCase && (words['said'] ?? words['why'])) return filled(words['said'] ?? words['why'] ?? '')
      return `${name}: ${words['ended'] ?? 'ended'}. ${words['why'] ?? ''}`.trim()
  }
}

/** "… aborted the card order, approved by Grace Hall." */
const agreed = (sentence: string, by: string | undefined): string =>
  by === undefined ? sentence : `${sentence.replace(/\.$/, '')}, approved by ${by}.`

/** What a person wrote may end its own sentence. */
const ended = (words: string, stop: string): string => (/[.!?…]$/.test(words) ? words : words + stop)

/**
 * A use case tells its story with the move it begins with; where the process then moves the object on, that is told as a move. So is what
 * came otherwise than it meant, with the reason why; a sentence that names the reason is about what came so.
 */
function isWhatItIsFor({ on, makes, in: begins, said }: UseCase, { template, from, facts }: StoredEntry): boolean {
  if (from === null || (facts['why'] !== undefined && !said.includes('{why}'))) return false
  if (template === on.name) return begins.includes(from) || (begins.includes(NEW) && from === on.initial)
  return template === makes?.name && from === makes.initial
}

function list(fields: unknown, known: Readonly<Record<string, { readonly label: string }>> | undefined): string {
  const names = Array.isArray(fields) ? fields.map((field) => known?.[String(field)]?.label.toLowerCase() ?? String(field)) : []
  return enumeration(names) || 'data'
}
