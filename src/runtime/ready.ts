import { readRevision } from '../store/definition.ts'
import type { World } from './world.ts'

/** Whether the desk can serve: the database answers. Throws what keeps it from it. */
export async function mustBeReady({ db }: Pick<World, 'db'>): Promise<void> {
  await readRevision(db)
}
