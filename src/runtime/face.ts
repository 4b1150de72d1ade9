import type { Layout } from '../catalog/layout.ts'
import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { CardFace } from '../production/card-face.ts'
import { printedFace } from '../production/printed-face.ts'
import { type Photo, readPhoto } from '../store/person.ts'
import { get } from './find.ts'
import { organisationOf } from './me.ts'
import { type AskedCard, printOf, printPlanned } from './print.ts'
import type { World } from './world.ts'

export type Side = 'front' | 'back'

/** What a card looks like, as SVG: what its layout has printed on it. */
export async function faceOf(world: World, actor: Actor, template: string, id: string, side: Side): Promise<string | Refusal> {
  const print = await printOf(world, actor, template, id)
  if ('code' in print) return print
  const { fields, personId } = print.object
  return drawn(world, print, { number: Number(fields['number']), personId }, side)
}

/** What a card would look like that is ordered for a user now. */
export async function plannedFaceOf(
  world: World,
  actor: Actor,
  template: string,
  id: string,
  asked: AskedCard & { readonly side: Side },
): Promise<string | Refusal> {
  const print = await printPlanned(world, actor, template, id, asked)
  return 'code' in print ? print : drawn(world, print, { number: null, personId: print.object.id }, asked.side)
}

/** The photo of a user. */
export async function photoOf(world: World, actor: Actor, template: string, id: string): Promise<Photo | Refusal> {
  const profile = await get(world, actor, template, id)
  if ('code' in profile) return profile
  return (
    (await readPhoto(world.db, profile.object.id)) ??
    refuse('no_such_photo', `There is no photo of this ${profile.template.label}.`, 'A silhouette stands for it.')
  )
}

async function drawn(
  world: World,
  { layout, data }: { readonly layout: Layout; readonly data: Readonly<Record<string, string | null>> },
  { number, personId }: { number: CardFace['number']; personId: string | null },
  side: Side,
): Promise<string> {
  const photo = layout.photo && personId ? await readPhoto(world.db, personId) : undefined
  const { cardFace } = await import('../production/card-face.ts') // With what draws barcodes it is a fourth of the program.
  const given = {
    number,
    organisation: await organisationOf(world),
    photo: photo && `data:${photo.mediaType};base64,${Buffer.from(photo.bytes).toString('base64')}`,
  }
  return cardFace(printedFace(layout, data, given), side)
}
