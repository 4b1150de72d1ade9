import type { BureauDefinition } from '../catalog/bureau-definition.ts'
import { guards, messages } from '../catalog/guards.ts'
import type { IdentityProvider } from '../catalog/identity-provider.ts'
import { isUnreadable, readDrawing } from '../engine/drawing.ts'
import { faults, hasState } from '../engine/object.ts'
import { attachmentObjections, objections, type Vocabulary } from '../engine/objections.ts'
import { type Actor, permissionRefusal, type Role } from '../engine/permit.ts'
import { isRefusal, type Refusal, refuse } from '../engine/refusal.ts'
import { NEW, type UseCase } from '../engine/use-case.ts'
import { sha256 } from '../kit/hash.ts'
import type { Queryable, Transaction } from '../store/database.ts'
import { currentHash, insertPublication, lockDefinitions } from '../store/definition.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { readSetting, writeSetting } from '../store/setting.ts'
import {
  type Attachment,
  commandsName,
  commandsOf,
  type Definitions,
  type DutiesBody,
  definitionHash,
  privacyOf,
  type UnitsBody,
} from './definitions.ts'
import { NO_PROVIDER, providerRefusal } from './identity-providers.ts'
import { journalRefused } from './journal-refused.ts'
import { askProof } from './proof.ts'
import { bureauRefusal, enterDefined, NO_BUREAU } from './publish-bureau.ts'
import { dutiesRefusal } from './publish-duties.ts'
import { changedOptions, optionsRefusal } from './publish-options.ts'
import { privacyRefusal, tidiedRules } from './publish-privacy.ts'
import { roleRefusal, unitsRefusal } from './publish-role.ts'
import { actorAt } from './run-actor.ts'
import { permissionsOfActor, templateOf, useCaseBySlug, type World } from './world.ts'

/** What an administrator may publish: Additional Commands, options, a bureau, a role, the tree of units, privacy rules, an identity provider, or what needs a second person. */
export type Change =
  | { readonly kind: 'commands'; readonly template: string; readonly state: string; readonly items: readonly Attachment[] }
  | { readonly kind: 'options'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'bureau'; readonly name: string; readonly definition: unknown }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'identity-provider'; readonly name: string; readonly definition: IdentityProvider }
  | { readonly kind: 'units'; readonly items: UnitsBody['items'] }
  | { readonly kind: 'privacy'; readonly template: string; readonly rules: Readonly<Record<string, unknown>> }
  | { readonly kind: 'duties'; readonly items: DutiesBody['items'] }

export interface Publish {
  readonly change: Change
  /** The hash the change was made against; another in force means that somebody else published meanwhile. */
  readonly ifMatch: string | undefined
  readonly why: string | null
}

/** Publishes a new version of a definition, after the checks. It is in force for every leg that locks its objects from then on. */
export async function publish(world: World, actor: Actor, { change, ifMatch, why }: Publish): Promise<{ hash: string } | Refusal> {
  const permissions = permissionsOfActor(world, actor)
  const [closed] = groupsOf(world, change).flatMap((group) => permissionRefusal(permissions, actor, `admin:${group}`, 'publish this') ?? [])
  const refusal = closed ?? (await changeRefusal(world, change)) ?? askProof(world, actor)
  if (refusal) return journalRefused(world, actor, refusal)
  const published = await world.db.transaction(async (tx) => {
    await lockDefinitions(tx)
    const definitions = await world.definitions.refresh(tx)
    const { name, before, body } = whatChanges(definitions, change)
    if (ifMatch !== undefined && ifMatch !== before) return changedMeanwhile
    // Under the lock, for what they hold may have been less since a moment.
    const holder = await actorAt(tx, actor, definitions.revision, world.clock.now())
    const beyond =
      change.kind === 'role'
        ? roleRefusal(world, holder, change.role, definitions)
        : change.kind === 'identity-provider'
          ? providerRefusal(world, holder, change.name, change.definition, definitions)
          : undefined
    if (beyond) return beyond
    if (change.kind === 'bureau') await enterDefined(world, tx, actor, change.name, change.definition as BureauDefinition)
    return put(world, tx, actor, change.kind, name, body, why)
  })
  if (isRefusal(published)) await journalRefused(world, actor, published)
  await world.definitions.refresh(world.db)
  return published
}

/** What stands in for the hash of a role that is not there yet. */
export const NO_ROLE = 'none'

/** What a change is about: the name of the definition, the hash it has now, and what it becomes. */
function whatChanges(definitions: Definitions, change: Change): { name: string; before: string | undefined; body: unknown } {
  switch (change.kind) {
    case 'options':
      return {
        name: 'options',
        before: definitions.optionsHash,
        body: { values: changedOptions(definitions, change.values) },
      }
    case 'bureau':
      return { name: change.name, before: definitions.bureauHashes.get(change.name) ?? NO_BUREAU, body: change.definition }
    case 'identity-provider':
      return { name: change.name, before: definitions.providerHashes.get(change.name) ?? NO_PROVIDER, body: change.definition }
    case 'role':
      return { name: change.role.name, before: definitions.roleHashes.get(change.role.name) ?? NO_ROLE, body: change.role }
    case 'units':
      return { name: 'units', before: definitions.unitsHash, body: { items: change.items } }
    case 'privacy':
      return { name: change.template, before: privacyOf(definitions, change.template).hash, body: { rules: tidiedRules(change.rules) } }
    case 'duties':
      return {
        name: 'duties',
        before: definitions.dutiesHash,
        body: { items: change.items.map(({ useCase, above }) => ({ useCase, above })) },
      }
    case 'commands':
      return {
        name: commandsName(change.template, change.state),
        before: commandsOf(definitions, change.template, change.state).hash,
        body: { items: change.items.map(tidied) },
      }
  }
}

function groupsOf(world: World, change: Change): string[] {
  if (change.kind === 'options' || change.kind === 'privacy') return [change.kind]
  if (change.kind === 'role' || change.kind === 'units') return ['roles']
  if (change.kind === 'duties') return ['duties', 'roles']
  if (change.kind === 'identity-provider') return ['sign-in']
  return change.kind === 'bureau' ? ['bureaus'] : [templateOf(world, change.template)?.group ?? 'cards']
}

/**
 * Publishes what the product ships with: the drawing of every use case that is new or changed, and, in an installation that has
 * none, the attachments of the use cases that are offered by default. Refuses to start with a drawing that cannot run.
 */
export async function publishShipped(world: World, readDrawingFile: (useCase: UseCase) => Promise<string>): Promise<void> {
  const shipped = await Promise.all(world.catalog.useCases.map(async (useCase) => ({ useCase, xml: await readDrawingFile(useCase) })))
  await checkOnce(world, shipped)
  const current = world.definitions.current()
  const isFirst = current.drawings.size === 0
  const changed = shipped.filter(
    ({ useCase, xml }) => current.drawings.get(useCase.symbol) !== definitionHash('drawing', useCase.symbol, { xml }),
  )
  if (changed.length === 0) return
  await world.db.transaction(async (tx) => {
    await lockDefinitions(tx)
    for (const { useCase, xml } of changed) await put(world, tx, shipper, 'drawing', useCase.symbol, { xml }, null)
    if (isFirst) for (const [name, items] of defaultAttachments(world)) await put(world, tx, shipper, 'commands', name, { items }, null)
  })
  await world.definitions.refresh(world.db)
}

type Shipped = readonly { readonly useCase: UseCase; readonly xml: string }[]

/**
 * Checks what ships, unless the very same was checked here before: to read all drawings takes half a second, and what the check hangs on
 * is all in the fingerprint.
 */
async function checkOnce(world: World, shipped: Shipped): Promise<void> {
  const fingerprint = sha256(
    JSON.stringify({
      shipped,
      templates: world.catalog.templates,
      tasks: failuresOf(world.tasks),
      guards: Object.keys(guards),
      messages: [...messages],
    }),
  )
  if ((await readSetting(world.db, CHECKED)) === fingerprint) return
  const drawn = (await Promise.all(shipped.map(({ useCase, xml }) => drawingObjections(world, useCase, xml)))).flat()
  const wrong = [...world.catalog.templates.flatMap(faults), ...drawn]
  if (wrong.length > 0) throw new Error(`The catalog cannot run: ${wrong.join(' ')}`)
  await writeSetting(world.db, CHECKED, fingerprint)
}

const CHECKED = 'checked catalog'

const failuresOf = (tasks: World['tasks']): unknown => Object.entries(tasks).map(([name, { fails }]) => [name, Object.keys(fails)])

/** What a drawing of a use case has against it, in sentences that name the use case. */
export async function drawingObjections(world: Pick<World, 'tasks'>, useCase: UseCase, xml: string): Promise<string[]> {
  const process = await readDrawing(xml)
  const found = isUnreadable(process) ? process.objections : objections(useCase, process, vocabulary(world))
  return found.map((objection) => `${useCase.name}: ${objection}`)
}

export const vocabulary = ({ tasks }: Pick<World, 'tasks'>): Vocabulary => ({ tasks, guards: new Set(Object.keys(guards)), messages })

const shipper: Actor = { kind: 'system', id: null, name: 'Cardinal', grants: [] }

const changedMeanwhile = refuse(
  'changed_meanwhile',
  'Somebody else published a change here since you opened it. Nothing of yours was published.',
  'Look at the other change, and make yours again on top of it.',
)

async function changeRefusal(world: World, change: Change): Promise<Refusal | undefined> {
  if (change.kind === 'options') return optionsRefusal(change.values, world.definitions.current())
  if (change.kind === 'bureau') return bureauRefusal(world, change.name, change.definition)
  if (change.kind === 'role' || change.kind === 'identity-provider') return undefined
  if (change.kind === 'units') return unitsRefusal(change)
  if (change.kind === 'privacy') return privacyRefusal(change.template, change.rules)
  if (change.kind === 'duties') return dutiesRefusal(world, change)
  const template = templateOf(world, change.template)
  if (!template)
    return refuse(
      'no_such_template',
      `There is no template "${change.template}". Nothing was published.`,
      'Choose one of Home > Identities or Home > Cards.',
    )
  if (change.state !== NEW && !hasState(template, change.state))
    return refuse(
      'no_such_state',
      `A ${template.label} has no state "${change.state}". Nothing was published.`,
      'Choose a state of its state graph.',
    )
  const names = change.items.map((item) => item.useCase)
  const twice = names.find((name, position) => names.indexOf(name) !== position)
  if (twice) return cannotAttach(`${useCaseBySlug(world, twice)?.name ?? twice} is in the list twice.`)
  const wrong = change.items.flatMap((item) => {
    const useCase = useCaseBySlug(world, item.useCase)
    if (!useCase) return [`There is no use case "${item.useCase}".`]
    const mapping = world.catalog.mappings.find((each) => each.name === item.mapping)
    const misfit = item.mapping !== undefined && (mapping?.from !== template.name || mapping.to !== useCase.makes?.name)
    return [
      ...attachmentObjections(useCase, template, change.state),
      ...(misfit ? [`${useCase.name} has no mapping "${item.mapping}".`] : []),
    ]
  })
  return wrong.length > 0 ? cannotAttach(wrong.join(' ')) : undefined
}

const cannotAttach = (why: string): Refusal =>
  refuse('cannot_attach', `${why} Nothing was published.`, 'Correct the list of Additional Commands, and save again.')

const tidied = ({ useCase, mapping }: Attachment): Attachment => ({ useCase, ...(mapping !== undefined && { mapping }) })

/** Puts a definition in force. The journal names the publication, which has the words of it in Versions. */
async function put(
  world: World,
  tx: Transaction,
  actor: Actor,
  kind: string,
  name: string,
  body: unknown,
  why: string | null,
): Promise<{ hash: string }> {
  const hash = definitionHash(kind, name, body)
  const beforeHash = await currentHash(tx, kind, name)
  if (beforeHash === hash) return { hash }
  const [id, at] = [world.newId(), world.clock.now()]
  await insertPublication(tx, { id, at, actorId: actor.id, actorName: actor.name, kind, name, beforeHash, hash, body, why })
  await appendEntries(tx, [entryBy(actor, at, world.newId(), { kind: 'published', facts: { publication: id } })])
  await tx.query(`select pg_notify('definitions', '')`)
  return { hash }
}

function defaultAttachments(world: World): Map<string, Attachment[]> {
  const found = new Map<string, Attachment[]>()
  for (const useCase of world.catalog.useCases.filter((each) => each.offered === 'by default'))
    for (const state of useCase.in) {
      const name = commandsName(useCase.on.name, state)
      found.set(name, [...(found.get(name) ?? []), { useCase: useCase.slug }])
    }
  return found
}

/** Hears of publications by other nodes. */
export const hearPublications = (world: World, heard: () => void): Promise<() => Promise<void>> =>
  world.db.listen('definitions', () => void refreshQuietly(world, world.db, heard))

async function refreshQuietly(world: World, db: Queryable, heard: () => void): Promise<void> {
  await world.definitions.refresh(db).then(heard, () => {}) // The next leg compares the revision itself.
}
