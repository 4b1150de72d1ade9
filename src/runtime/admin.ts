/** What Admin reads of the definitions: what is attached, what could be, the options, the processes. */
import { type Option, options } from '../catalog/options.ts'
import { schemaOf } from '../engine/form.ts'
import { hasState, type Template } from '../engine/object.ts'
import { attachmentObjections } from '../engine/objections.ts'
import { type Actor, permissionRefusal, type Role, wordsOf } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW, startPermission, type UseCase } from '../engine/use-case.ts'
import { readDefinition } from '../store/definition.ts'
import { runsOfUseCase } from '../store/run.ts'
import { type Attachment, attachedStates, commandsOf } from './definitions.ts'
import { pageOf } from './derive/page.ts'
import { permissionsOfActor, templateOf, useCaseBySlug, type World } from './world.ts'

/** The Additional Commands of a state, with the hash that names their version. */
export function readCommands(
  world: World,
  actor: Actor,
  templateName: string,
  state: string,
): { items: readonly Attachment[]; hash: string } | Refusal {
  const place = placeOf(world, actor, templateName, state)
  return 'code' in place ? place : commandsOf(world.definitions.current(), templateName, state)
}

export interface AttachableItem {
  readonly useCase: UseCase
  readonly refusal: Refusal | undefined
  readonly mappings: readonly { readonly name: string; readonly label: string }[]
}

/** What could be attached to a state, and, behind it, what could not, and why. */
export function attachable(world: World, actor: Actor, templateName: string, state: string): AttachableItem[] | Refusal {
  const place = placeOf(world, actor, templateName, state)
  if ('code' in place) return place
  const items = world.catalog.useCases.map((useCase) => {
    const [objection] = attachmentObjections(useCase, place.template, state)
    return {
      useCase,
      refusal: objection === undefined ? undefined : refuse('cannot_attach', objection, `Choose a process that can begin in this state.`),
      mappings: world.catalog.mappings
        .filter((mapping) => mapping.from === templateName && mapping.to === useCase.makes?.name)
        .map(({ name, label }) => ({ name, label })),
    }
  })
  return [...items.filter((item) => !item.refusal), ...items.filter((item) => item.refusal)]
}

export interface OptionView {
  readonly option: Option
  readonly schema: unknown
  readonly value: unknown
}

/** Every option with its value in force, and the hash that names their version. */
export function readOptions(world: World, actor: Actor): { items: OptionView[]; hash: string } | Refusal {
  const refusal = mayNotSee(world, actor, 'options', 'Options')
  if (refusal) return refusal
  const { options: values, optionsHash } = world.definitions.current()
  const items = options.map((option) => ({ option, schema: propertyOf(option), value: values[option.name] }))
  return { items, hash: optionsHash }
}

export interface ProcessLine {
  readonly useCase: UseCase
  readonly attachedTo: readonly { readonly template: string; readonly state: string }[]
}

export function processes(world: World, actor: Actor): ProcessLine[] | Refusal {
  return mayNotSee(world, actor, 'processes', 'Processes') ?? world.catalog.useCases.map((useCase) => lineOf(world, useCase))
}

export interface ProcessView extends ProcessLine {
  readonly drawing: string
  readonly hash: string
  readonly page: string
  readonly roles: readonly { readonly name: string; readonly label: string }[]
  readonly runs: { readonly ended: number; readonly open: number; readonly lastAt: Date | null }
}

/** One process: its drawing as it is in force, its page, who may start it, and how often it ran. */
export async function process(world: World, actor: Actor, slug: string): Promise<ProcessView | Refusal> {
  const refusal = mayNotSee(world, actor, 'processes', 'Processes')
  if (refusal) return refusal
  const useCase = useCaseBySlug(world, slug)
  if (!useCase) return refuse('no_such_use_case', `There is no use case "${slug}".`, 'Choose one from the list of processes.')
  const hash = world.definitions.current().drawings.get(useCase.symbol)
  if (!hash) throw new Error(`${useCase.name} has no drawing in force.`)
  const drawing = (await readDefinition(world.db, hash)) as { xml: string }
  return {
    ...lineOf(world, useCase),
    drawing: drawing.xml,
    hash,
    page: pageOf(world.catalog, useCase, await world.definitions.process(world.db, hash), world.tasks),
    roles: starters(world, useCase).map(({ name, label }) => ({ name, label })),
    runs: await runsOfUseCase(world.db, useCase.symbol),
  }
}

/** The roles in force that give the right to start a use case. */
export const starters = (world: Pick<World, 'catalog' | 'definitions'>, useCase: UseCase): Role[] =>
  [...world.definitions.current().roles.values()].filter((role) => wordsOf(role, world.catalog).includes(startPermission(useCase)))

function lineOf(world: World, useCase: UseCase): ProcessLine {
  const states = attachedStates(world.definitions.current(), useCase)
  return { useCase, attachedTo: states.map((state) => ({ template: useCase.on.name, state })) }
}

function placeOf(world: World, actor: Actor, name: string, state: string): { template: Template } | Refusal {
  const template = templateOf(world, name)
  if (!template) return refuse('no_such_template', `There is no template "${name}".`, 'Choose one of Home > Identities or Home > Cards.')
  const refusal = mayNotSee(world, actor, template.group, template.plural)
  if (refusal) return refusal
  if (state !== NEW && !hasState(template, state))
    return refuse('no_such_state', `A ${template.label} has no state "${state}".`, 'Choose a state of its state graph.')
  return { template }
}

const mayNotSee = (world: World, actor: Actor, group: string, what: string): Refusal | undefined =>
  permissionRefusal(permissionsOfActor(world, actor), actor, `admin:${group}`, `see ${what} in Admin`)

/** The value's own schema, as a form would show it. */
function propertyOf({ name, field }: Option): unknown {
  const { properties } = schemaOf({ [name]: field }) as { properties: Record<string, unknown> }
  return properties[name]
}
