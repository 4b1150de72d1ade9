import type { Layout } from '../catalog/layout.ts'
import { user } from '../catalog/objects/user.ts'
import type { Field } from '../engine/form.ts'
import type { Template } from '../engine/object.ts'
import { type Actor, permissionRefusal } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { layoutObjections } from '../production/layout-objections.ts'
import { printData, type Values } from '../production/print-data.ts'
import { printedFace } from '../production/printed-face.ts'
import { organisationOf } from './me.ts'
import { permissionsOfActor, templateOf, type World } from './world.ts'

export interface LayoutPreview {
  /** The two sides of a card of somebody made up, as SVG. */
  readonly front: string
  readonly back: string
  /** Why the layout cannot be used as it stands. */
  readonly objections: readonly string[]
}

/** How cards of a template would look in a layout that is not published yet, and what stands against it. It changes nothing. */
export async function previewLayout(world: World, actor: Actor, layout: Layout, templateName: string): Promise<LayoutPreview | Refusal> {
  const template = templateOf(world, templateName)
  if (template?.table !== 'card')
    return refuse('no_such_template', `There is no kind of card "${templateName}".`, 'Choose one of Home > Cards.')
  const refusal = permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:cards', 'see layouts of cards in Admin')
  if (refusal) return refusal
  const data = printData(layout, sample(template), sample(user))
  const { cardFace } = await import('../production/card-face.ts') // With what draws barcodes it is a fourth of the program.
  const face = printedFace(layout, data, { number: 1042, organisation: await organisationOf(world), photo: null })
  return {
    front: cardFace(face, 'front'),
    back: cardFace(face, 'back'),
    objections: layoutObjections(layout, { card: template, user }),
  }
}

/** Somebody who is nobody, with a value in every field. */
const sample = ({ fields }: Template): Values =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, SAMPLE[name] ?? plausible(field)]))

const SAMPLE: Values = {
  number: 1042,
  firstName: 'Ada',
  lastName: 'Lovelace',
  holderFirstName: 'Ada',
  holderLastName: 'Lovelace',
  commonName: 'Ada Lovelace',
  unit: 'Analytical Engines',
  title: 'Mathematician',
}

function plausible({ kind, label, choices }: Field): unknown {
  if (kind === 'date') return '2029-06-30'
  if (kind === 'number') return 7
  if (kind === 'boolean') return true
  return choices?.[0]?.value ?? label
}
