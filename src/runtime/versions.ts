import type { Catalog } from '../catalog/catalog.ts'
import { defaultOptions, type Option, options } from '../catalog/options.ts'
import type { PrivacyRules } from '../catalog/privacy.ts'
import { stateLabel } from '../engine/object.ts'
import { type Actor, permissionRefusal } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW } from '../engine/use-case.ts'
import { enumeration } from '../kit/enumeration.ts'
import { isId } from '../kit/id.ts'
import { listPublications, type Publication } from '../store/definition.ts'
import type { Attachment, DutiesBody } from './definitions.ts'
import { rulesInWords } from './privacy.ts'
import { permissionsOfActor, templateOf, useCaseBySlug, useCaseBySymbol, type World } from './world.ts'

export interface VersionView {
  readonly publication: Publication
  readonly sentence: string
}

/** Who published what, newest first; `next` is null at the end. */
export async function versions(
  world: World,
  actor: Actor,
  after: string | undefined,
  limit: number,
): Promise<{ items: VersionView[]; next: string | null } | Refusal> {
  const refusal = permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:versions', 'see Versions in Admin')
  if (refusal) return refusal
  if (after !== undefined && !isId(after))
    return refuse('invalid_cursor', 'The mark `after` is not one that a page of this list ended with.', 'Begin the list again.')
  const found = await listPublications(world.db, after, limit + 1)
  const items = found.slice(0, limit).map((publication) => ({ publication, sentence: sentenceOfPublication(world, publication) }))
  return { items, next: found.length > limit ? (items.at(-1)?.publication.id ?? null) : null }
}

/** What a publication was about, as one sentence. */
export function sentenceOfPublication(world: World, publication: Publication): string {
  const { actorName, kind, name } = publication
  if (kind === 'commands') return commandsSentence(world, publication)
  if (kind === 'options') return optionsSentence(publication)
  if (kind === 'drawing')
    return `${actorName} published the drawing of ${world.catalog.useCases.some((each) => each.symbol === name) ? useCaseBySymbol(world, name).name : name}.`
  if (kind === 'bureau') return `${actorName} published the bureau ${labelIn(publication.after) ?? name}.`
  if (kind === 'privacy') {
    const rules = rulesInWords(name, (publication.after as { rules?: PrivacyRules } | null)?.rules ?? {})
    return `${actorName} set what is removed of ${templateOf(world, name)?.plural ?? name}: ${enumeration(rules) || 'nothing'}.`
  }
  if (kind === 'duties') return dutiesSentence(world, publication)
  if (kind === 'role') return roleSentence(publication)
  if (kind === 'units') return `${actorName} published the tree of units.`
  if (kind === 'identity-provider') return `${actorName} published the identity provider ${labelIn(publication.after) ?? name}.`
  return `${actorName} published ${kind} ${name}.`
}

function dutiesSentence(world: World, { actorName, before, after }: Publication): string {
  const [was, is] = [rulesIn(before), rulesIn(after)]
  const called = (slug: string): string => useCaseBySlug(world, slug)?.name ?? slug
  const set = [...is].filter(([slug, above]) => was.get(slug) !== above)
  const parts = [
    ...set.map(([slug, above]) => `${called(slug)} ${above === 0 ? 'always' : `for more than ${above.toLocaleString('en')}`}`),
    ...[...was.keys()].filter((slug) => !is.has(slug)).map((slug) => `${called(slug)} no longer`),
  ]
  return `${actorName} decided what needs a second person: ${parts.length > 0 ? enumeration(parts) : 'nothing anew'}.`
}

const rulesIn = (body: unknown): ReadonlyMap<string, number> =>
  new Map(((body as DutiesBody | null)?.items ?? []).map(({ useCase, above }) => [useCase, above]))

function roleSentence({ actorName, name, before, after }: Publication): string {
  const role = `the role ${labelIn(after) ?? name}`
  const [was, is] = [before, after].map((body) => (body as { retired?: boolean } | null)?.retired === true)
  if (was !== is) return is ? `${actorName} took ${role} out of use.` : `${actorName} took ${role} into use again.`
  return `${actorName} published ${role}.`
}

/** What a bureau or a role is called in a version of it. */
function labelIn(definition: unknown): string | undefined {
  const label = typeof definition === 'object' && definition !== null && 'label' in definition ? definition.label : undefined
  return typeof label === 'string' && label !== '' ? label : undefined
}

function commandsSentence(world: World, { actorName, name, before, after }: Publication): string {
  const [was, is] = [itemsOf(before), itemsOf(after)]
  const called = (item: Attachment): string => useCaseBySlug(world, item.useCase)?.name ?? item.useCase
  const attached = is.filter((item) => !was.some((other) => other.useCase === item.useCase)).map(called)
  const detached = was.filter((item) => !is.some((other) => other.useCase === item.useCase)).map(called)
  const place = placeName(world.catalog, name)
  const parts = [
    ...(attached.length > 0 ? [`attached ${enumeration(attached)} to ${place}`] : []),
    ...(detached.length > 0 ? [`detached ${enumeration(detached)} from ${place}`] : []),
  ]
  return `${actorName} ${parts.length > 0 ? parts.join(' and ') : `changed the order or the mappings of the commands of ${place}`}.`
}

function optionsSentence({ actorName, before, after }: Publication): string {
  const was: Record<string, unknown> = { ...defaultOptions, ...valuesOf(before) }
  const set = Object.entries({ ...defaultOptions, ...valuesOf(after) }).filter(([name, value]) => was[name] !== value)
  return `${actorName} set ${set.length > 0 ? enumeration(set.map(([name, value]) => optionWords(name, value))) : 'no option anew'}.`
}

function optionWords(name: string, value: unknown): string {
  const option: Option | undefined = options.find((each) => each.name === name)
  return `${option?.field.label ?? name} to ${typeof value === 'boolean' ? (value ? 'On' : 'Off') : String(value)}`
}

/** "card/processing" is "Processing of Card"; "user/new" is "General of User". */
function placeName(catalog: Catalog, name: string): string {
  const [templateName = '', state = ''] = name.split('/')
  const template = templateOf({ catalog }, templateName)
  if (!template) return name
  return `${state === NEW ? 'General' : stateLabel(template, state)} of ${template.label}`
}

const itemsOf = (body: unknown): readonly Attachment[] => (body as { items?: Attachment[] } | null)?.items ?? []

const valuesOf = (body: unknown): Record<string, unknown> => (body as { values?: Record<string, unknown> } | null)?.values ?? {}
