/** What the bureau would get to print of a card, and of a card that would be ordered for a user now. */
import { layoutFor } from '../catalog/bureau-definition.ts'
import type { Layout } from '../catalog/layout.ts'
import { type Actor, permissionRefusal, readPermission, startRefusal } from '../engine/permit.ts'
import { type FieldProblem, type Refusal, refuse } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { bureauInForce } from '../production/bureaus-in-force.ts'
import { type CardToPrint, cardsToPrint, isFilledFromHolder } from '../production/cards-to-print.ts'
import type { StoredObject } from '../store/object.ts'
import { mappingOf } from './definitions.ts'
import { get } from './find.ts'
import { permissionsOfActor, type World } from './world.ts'

export interface Print {
  /** The card, or the user for whom it would be ordered. */
  readonly object: StoredObject
  /** What people call the bureau. */
  readonly bureau: string
  readonly layout: Layout
  readonly data: Readonly<Record<string, string | null>>
  /** What the bureau would object to; of a card only while its order has not left. */
  readonly problems: readonly FieldProblem[]
}

/** What the bureau gets, or got, of a card: of the bureau that has its order, else of the one that new orders go to. */
export async function printOf(world: World, actor: Actor, templateName: string, id: string): Promise<Print | Refusal> {
  const profile = await get(world, actor, templateName, id)
  if ('code' in profile) return profile
  const { template, object, order } = profile
  const definitions = world.definitions.current()
  const bureau = bureauInForce(definitions, order?.bureau)
  const layout = layoutFor(bureau, template.name)
  const hidden = isFilledFromHolder(layout) ? mayNotSeeHolder(world, actor) : undefined
  if (hidden) return hidden
  const place = { db: world.db, now: world.clock.now(), options: definitions.options, template, makes: undefined, mapping: undefined }
  const print = only(await cardsToPrint(place, { layout, bureau: bureau.label }, [object]))
  const isOpen = !template.states[object.state]?.final && (order === undefined || order.status === 'queued')
  return { object, bureau: bureau.label, layout, data: print.data, problems: isOpen ? print.problems : [] }
}

/** How a card is asked for: by which use case, and until which day it is to be valid. */
export interface AskedCard {
  /** The first use case of the catalog that makes out a card, unless told. */
  readonly useCase?: string | undefined
  readonly validTo?: string | undefined
}

/** What the bureau would get of a card that this actor ordered for a user now. Only who may order it sees it. */
export async function printPlanned(
  world: World,
  actor: Actor,
  templateName: string,
  id: string,
  { useCase: slug, validTo }: AskedCard,
): Promise<Print | Refusal> {
  const profile = await get(world, actor, templateName, id)
  if ('code' in profile) return profile
  const { template, object } = profile
  const useCase = world.catalog.useCases.find((each) => makesCard(each, templateName) && (slug === undefined || each.slug === slug))
  if (!useCase?.makes)
    return refuse(
      'no_such_use_case',
      `There is no use case "${slug ?? ''}" that makes out a card for a ${template.label}.`,
      'Choose one that does; the list of commands is in the API description at /api.',
    )
  const refusal = startRefusal(permissionsOfActor(world, actor), actor, useCase)
  if (refusal) return refusal
  const definitions = world.definitions.current()
  const bureau = bureauInForce(definitions)
  const { makes } = useCase
  const layout = layoutFor(bureau, makes.name)
  const mapping = mappingOf(definitions, useCase, world.catalog.mappings)
  const place = { db: world.db, now: world.clock.now(), options: definitions.options, template, makes, mapping }
  const { data, problems } = only(await cardsToPrint(place, { layout, bureau: bureau.label, validTo }, [object]))
  return { object, bureau: bureau.label, layout, data, problems }
}

const makesCard = ({ on, makes }: UseCase, template: string): boolean => on.name === template && makes?.table === 'card'

/** Whoever may not see people does not see them in what is printed either. */
function mayNotSeeHolder(world: World, actor: Actor): Refusal | undefined {
  const template = world.catalog.templates.find(({ table }) => table === 'person')
  return template && permissionRefusal(permissionsOfActor(world, actor), actor, readPermission(template.name), `see ${template.plural}`)
}

function only([first]: readonly CardToPrint[]): CardToPrint {
  if (!first) throw new Error('A card was asked about, and none was answered.')
  return first
}
