import { type BureauDefinition, firstBureau } from '../catalog/bureau-definition.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { IdentityProvider } from '../catalog/identity-provider.ts'
import type { Mapping } from '../catalog/mappings.ts'
import { defaultOptions, type OptionValues } from '../catalog/options.ts'
import type { PrivacyRules } from '../catalog/privacy.ts'
import { isUnreadable, readDrawing } from '../engine/drawing.ts'
import type { Role, Units } from '../engine/permit.ts'
import type { Process } from '../engine/process.ts'
import { startPermission, type UseCase } from '../engine/use-case.ts'
import { canonical, sha256 } from '../kit/hash.ts'
import { BUREAU } from '../production/bureau.ts'
import type { Queryable } from '../store/database.ts'
import { readDefinition, readDefinitions } from '../store/definition.ts'

/** A row of Additional Commands: in this state of this template, offer this use case. */
export interface Attachment {
  readonly useCase: string
  readonly mapping?: string
}

/** Everything an administrator decides, as it is in force at one revision. It never changes; a new revision is a new value. */
export interface Definitions {
  readonly revision: number
  readonly options: OptionValues
  readonly optionsHash: string
  /** By "template/state"; a state without rows is absent. */
  readonly commands: ReadonlyMap<string, { readonly items: readonly Attachment[]; readonly hash: string }>
  /** By name: how each bureau is reached, when orders leave for it, and in which layouts. */
  readonly bureaus: ReadonlyMap<string, BureauDefinition>
  readonly bureauHashes: ReadonlyMap<string, string>
  /** By template: after how many days what is removed; a template without rules is absent. */
  readonly privacy: ReadonlyMap<string, { readonly rules: PrivacyRules; readonly hash: string }>
  /** By symbol of the use case: the hash of its drawing. */
  readonly drawings: ReadonlyMap<string, string>
  /** By name: the shipped roles as they are now, and the organisation's own. */
  readonly roles: ReadonlyMap<string, Role>
  readonly roleHashes: ReadonlyMap<string, string>
  readonly units: Units
  readonly unitsHash: string
  /** By slug of the use case: a second person has to agree where it is given to more objects than this. */
  readonly duties: ReadonlyMap<string, number>
  readonly dutiesHash: string
  /** By name: where people sign in besides. */
  readonly providers: ReadonlyMap<string, IdentityProvider>
  readonly providerHashes: ReadonlyMap<string, string>
}

export const definitionHash = (kind: string, name: string, body: unknown): string => sha256(canonical({ kind, name, body }))

const firstBureauHash = definitionHash('bureau', BUREAU, firstBureau)

export const commandsName = (template: string, state: string): string => `${template}/${state}`

export const commandsOf = (
  definitions: Pick<Definitions, 'commands'>,
  template: string,
  state: string,
): { items: readonly Attachment[]; hash: string } => {
  const name = commandsName(template, state)
  return definitions.commands.get(name) ?? { items: [], hash: definitionHash('commands', name, { items: [] }) }
}

export const privacyOf = (definitions: Definitions, template: string): { rules: PrivacyRules; hash: string } =>
  definitions.privacy.get(template) ?? { rules: {}, hash: definitionHash('privacy', template, { rules: {} }) }

export const attachmentOf = (definitions: Pick<Definitions, 'commands'>, useCase: UseCase, state: string): Attachment | undefined =>
  commandsOf(definitions, useCase.on.name, state).items.find((item) => item.useCase === useCase.slug)

/** The mapping of a use case: as its attachments name it, else its own. */
export const mappingOf = (definitions: Definitions, useCase: UseCase, mappings: Catalog['mappings']): Mapping | undefined => {
  const attached = useCase.in.map((state) => attachmentOf(definitions, useCase, state)?.mapping).find((name) => name !== undefined)
  return mappings.find(({ name }) => name === (attached ?? useCase.mapping))
}

export const attachedStates = (definitions: Pick<Definitions, 'commands'>, useCase: UseCase): string[] =>
  useCase.in.filter((state) => attachmentOf(definitions, useCase, state) !== undefined)

/**
 * What is in force, kept in memory. A node hears of a publication by notification; a leg does not rely on that, but compares the
 * revision it read under its locks.
 */
export interface DefinitionCache {
  /** What was read last. Nothing is known before the desk was opened. */
  current(): Definitions
  /** Reads anew when the revision in force is another than the one known. */
  at(db: Queryable, revision: number): Promise<Definitions>
  refresh(db: Queryable): Promise<Definitions>
  /** The process of a drawing, also of one no longer in force. */
  process(db: Queryable, hash: string): Promise<Process>
}

export function createDefinitions(catalog: Catalog): DefinitionCache {
  const processes = new Map<string, Process>()
  let known: Definitions | undefined

  const refresh = async (from: Queryable): Promise<Definitions> => {
    const fresh = await read(from, catalog)
    if (known === undefined || fresh.revision >= known.revision) known = fresh
    return fresh
  }
  return {
    current() {
      if (known === undefined) throw new Error('The definitions were not read yet: open the desk first.')
      return known
    },
    at: async (from, revision) => (known?.revision === revision ? known : refresh(from)),
    refresh,
    async process(from, hash) {
      const compiled = processes.get(hash)
      if (compiled) return compiled
      const body = (await readDefinition(from, hash)) as { xml: string } | undefined
      if (!body) throw new Error(`There is no drawing ${hash}.`)
      const process = await readDrawing(body.xml)
      if (isUnreadable(process)) throw new Error(`The drawing ${hash} was published and cannot be read: ${process.objections.join(' ')}`)
      processes.set(hash, process)
      return process
    },
  }
}

async function read(db: Queryable, catalog: Catalog): Promise<Definitions> {
  const { revision, definitions } = await readDefinitions(db)
  const of = (kind: string): typeof definitions => definitions.filter((definition) => definition.kind === kind)
  const [options] = of('options')
  const values = (options?.body as { values: Partial<OptionValues> } | undefined)?.values ?? {}
  const units = of('units')[0]?.body ?? { items: [] }
  const duties = of('duties')[0]?.body ?? NO_DUTIES
  const isKnown = (item: { readonly useCase: string }): boolean => catalog.useCases.some((useCase) => useCase.slug === item.useCase)
  return {
    revision,
    options: { ...defaultOptions, ...values },
    optionsHash: options?.hash ?? definitionHash('options', 'options', { values: {} }),
    commands: new Map(
      of('commands').map(({ name, hash, body }) => [name, { hash, items: (body as { items: Attachment[] }).items.filter(isKnown) }]),
    ),
    bureaus: new Map([[BUREAU, firstBureau], ...of('bureau').map(({ name, body }) => [name, body as BureauDefinition] as const)]),
    bureauHashes: new Map([[BUREAU, firstBureauHash], ...of('bureau').map(({ name, hash }) => [name, hash] as const)]),
    privacy: new Map(of('privacy').map(({ name, hash, body }) => [name, { hash, rules: (body as { rules: PrivacyRules }).rules }])),
    drawings: new Map(of('drawing').map(({ name, hash }) => [name, hash])),
    roles: new Map([...shippedRoles(catalog), ...of('role').map(({ name, body }) => [name, body as Role] as const)]),
    roleHashes: new Map([
      ...shippedRoles(catalog).map(([name, role]) => [name, definitionHash('role', name, role)] as const),
      ...of('role').map(({ name, hash }) => [name, hash] as const),
    ]),
    units: new Map((units as UnitsBody).items.map(({ name, above }) => [name, above])),
    unitsHash: definitionHash('units', 'units', units),
    duties: new Map((duties as DutiesBody).items.filter(isKnown).map(({ useCase, above }) => [useCase, above])),
    dutiesHash: definitionHash('duties', 'duties', duties),
    providers: new Map(of('identity-provider').map(({ name, body }) => [name, body as IdentityProvider] as const)),
    providerHashes: new Map(of('identity-provider').map(({ name, hash }) => [name, hash] as const)),
  }
}

/** The tree of units as it is published. */
export interface UnitsBody {
  readonly items: readonly { readonly name: string; readonly above: string | null }[]
}

/** For which use cases a second person is needed, as it is published. */
export interface DutiesBody {
  readonly items: readonly { readonly useCase: string; readonly above: number }[]
}

const NO_DUTIES: DutiesBody = { items: [] }

/** Where a role comes from: as it ships, changed since, or the organisation's own. */
export type RoleOrigin = 'shipped' | 'changed' | 'own'

export function roleOrigin(catalog: Catalog, { roleHashes }: Definitions, name: string): RoleOrigin {
  const shipped = shippedRoles(catalog).find(([each]) => each === name)
  if (!shipped) return 'own'
  return roleHashes.get(name) === definitionHash('role', name, shipped[1]) ? 'shipped' : 'changed'
}

/** The roles of the catalog, with the permissions that use cases give them. */
const shippedRoles = ({ roles, useCases }: Catalog): (readonly [string, Role])[] =>
  roles.map((role) => [
    role.name,
    { ...role, starts: [...role.starts, ...useCases.filter((useCase) => useCase.roles.includes(role.name)).map(startPermission)] },
  ])
