import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { type Photo, readPhoto } from '../store/person.ts'
import { get, type Profile } from './find.ts'
import { organisationOf } from './me.ts'
import type { World } from './world.ts'

/** What a card looks like, as SVG: what is printed on it, and the photo of its holder. */
export async function faceOf(world: World, actor: Actor, template: string, id: string, side: 'front' | 'back'): Promise<string | Refusal> {
  const profile = await get(world, actor, template, id)
  if ('code' in profile) return profile
  const { fields, personId } = profile.object
  const photo = personId ? await readPhoto(world.db, personId) : undefined
  const { cardFace } = await import('../production/card-face.ts') // With what draws barcodes it is a fourth of the program.
  return cardFace(
    {
      number: Number(fields['number']),
      firstName: textOf(fields['holderFirstName']),
      lastName: textOf(fields['holderLastName']),
      unit: textOf(fields['unit']),
      title: textOf(holderOf(profile)?.fields['title']),
      validTo: textOf(fields['validTo']),
      organisation: await organisationOf(world),
      photo: photo && `data:${photo.mediaType};base64,${Buffer.from(photo.bytes).toString('base64')}`,
    },
    side,
  )
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

const holderOf = ({ related }: Profile): Profile['object'] | undefined => related.find(({ relation }) => relation === 'Holder')?.object

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
