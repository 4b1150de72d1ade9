import { editPhoto } from '../catalog/use-cases/edit-photo.ts'
import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { startPermission } from '../engine/use-case.ts'
import { UPLOAD_KEPT } from '../identity/photo-tasks.ts'
import { type PhotoCrop, reEncodePhoto } from '../production/re-encode-photo.ts'
import { forgetUploads, insertUpload } from '../store/uploaded-photo.ts'
import { journalRefused } from './journal-refused.ts'
import { permissionsOfActor, type World } from './world.ts'

/** In bytes. */
export { LARGEST_PHOTO_FILE } from '../production/re-encode-photo.ts'

/** An upload by its id, which Edit photo takes within an hour from whoever made it. Its size is in pixels. */
export interface Upload {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** Keeps a photo, encoded anew, until it is put in place. It is nobody's photo yet, so nothing of it is journalled. */
export async function uploadPhoto(world: World, actor: Actor, file: Uint8Array, crop: PhotoCrop): Promise<Upload | Refusal> {
  if (actor.id === null || !permissionsOfActor(world, actor).has(startPermission(editPhoto)))
    return journalRefused(world, actor, notPermitted)
  const photo = await reEncodePhoto(file, crop)
  if ('code' in photo) return photo
  const id = world.newId()
  await insertUpload(world.db, { id, account: actor.id, createdAt: world.clock.now(), ...photo })
  return { id, width: photo.width, height: photo.height }
}

/** Forgets the photos that were uploaded and not put in place in time; those that were are kept with their people. */
export const forgetOldUploads = ({ db, clock }: Pick<World, 'db' | 'clock'>): Promise<void> =>
  forgetUploads(db, new Date(clock.now().getTime() - UPLOAD_KEPT))

const notPermitted = refuse(
  'not_permitted',
  'You may not change photos. Nothing was changed.',
  'Ask an administrator for a role that may start Edit photo.',
)
