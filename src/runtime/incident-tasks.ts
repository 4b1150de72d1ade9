import { incident as template } from '../catalog/objects/incident.ts'
import { type Actor, readPermission } from '../engine/permit.ts'
import { countByState } from '../store/count-by-state.ts'
import { unclosedIncidents } from '../store/incident.ts'
import type { StoredObject } from '../store/object.ts'
import { cardsAbout } from './cards-about.ts'
import { readSeen } from './seen.ts'
import { permissionsOfActor, type World } from './world.ts'

export interface IncidentTask {
  readonly incident: StoredObject
  /** The card that it is about; undefined where there is none, or the actor may not see it. */
  readonly card: StoredObject | undefined
  readonly isMine: boolean
}

const MOST = 200

/** The incidents that nobody has closed: first the actor's own, then those that nobody has taken, then those of others. */
export async function incidentTasks(world: World, actor: Actor): Promise<{ items: IncidentTask[]; count: number }> {
  const within = { actor, reaches: permissionsOfActor(world, actor).reach(readPermission(template.name)) }
  if (within.reaches.length === 0) return { items: [], count: 0 }
  const ids = (await unclosedIncidents(world.db, template, within, actor.name, MOST)).map(({ id }) => id)
  const read = new Map((await readSeen(world, actor, template, ids)).map((incident) => [incident.id, incident]))
  const cards = await cardsAbout(
    world,
    actor,
    [...read.values()].map(({ cardId }) => cardId),
  )
  const counts = await countByState(world.db, template, ['open', 'taken'], within)
  return {
    items: ids.flatMap((id) => {
      const incident = read.get(id)
      return incident ? [{ incident, card: cards.get(incident.cardId ?? ''), isMine: incident.fields['owner'] === actor.name }] : []
    }),
    count: [...counts.values()].reduce((one, other) => one + other, 0),
  }
}
