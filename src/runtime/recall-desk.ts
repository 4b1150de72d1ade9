import { recall as template } from '../catalog/objects/recall.ts'
import { hasState } from '../engine/object.ts'
import { type Actor, permissionRefusal, readPermission } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { countByState } from '../store/count-by-state.ts'
import type { StoredObject } from '../store/object.ts'
import { newestRecalls, recallsByDeadline } from '../store/recall-desk.ts'
import { cardsAbout } from './cards-about.ts'
import { readSeen } from './seen.ts'
import { permissionsOfActor, type World } from './world.ts'

/** A recall with the card that it is about, where the actor may see that. */
export interface RecallOnDesk {
  readonly recall: StoredObject
  readonly card: StoredObject | undefined
}

export interface RecallDesk {
  /** Those that wait for an answer, the one that is due first in front; on the first page alone. Of many, the first five hundred. */
  readonly open: readonly RecallOnDesk[]
  /** Those that have come to an end, the newest first. */
  readonly ended: readonly RecallOnDesk[]
  readonly next: string | null
  /** How many are in each state; a state that none is in is absent. */
  readonly counts: ReadonlyMap<string, number>
}

const ENDED = Object.entries(template.states).flatMap(([name, state]) => ('final' in state ? [name] : []))
const OPEN = Object.keys(template.states).filter((name) => !ENDED.includes(name))
const MOST_OPEN = 500

/** The recalls as whoever looks after them needs them; of one state where one is named. Refuses a state that recalls do not have. */
export async function recallDesk(
  world: World,
  actor: Actor,
  { state, below, limit }: { readonly state: string | undefined; readonly below: number | undefined; readonly limit: number },
): Promise<RecallDesk | Refusal> {
  const permissions = permissionsOfActor(world, actor)
  const refusal = permissionRefusal(permissions, actor, readPermission(template.name), `see ${template.plural}`)
  if (refusal) return refusal
  if (state !== undefined && !hasState(template, state))
    return refuse('no_such_state', `A recall has no state "${state}".`, `Choose one of: ${Object.keys(template.states).join(', ')}.`)
  const of = (states: readonly string[]): string[] => states.filter((each) => state === undefined || each === state)
  const within = { actor, reaches: permissions.reach(readPermission(template.name)) }
  const open = below === undefined ? await recallsByDeadline(world.db, { template, states: of(OPEN), within, limit: MOST_OPEN }) : []
  const found = await newestRecalls(world.db, { template, states: of(ENDED), within, limit: limit + 1 }, below)
  const ended = found.slice(0, limit)
  return {
    open: await onDesk(world, actor, open),
    ended: await onDesk(world, actor, ended),
    next: found.length > limit ? String(ended.at(-1)?.number ?? '') : null,
    counts: await countByState(world.db, template, [...OPEN, ...ENDED], within),
  }
}

async function onDesk(world: World, actor: Actor, ids: readonly { readonly id: string }[]): Promise<RecallOnDesk[]> {
  const read = await readSeen(
    world,
    actor,
    template,
    ids.map(({ id }) => id),
  )
  const recalls = new Map(read.map((recall) => [recall.id, recall]))
  const cards = await cardsAbout(
    world,
    actor,
    read.map(({ cardId }) => cardId),
  )
  return ids.flatMap(({ id }) => {
    const recall = recalls.get(id)
    return recall ? [{ recall, card: cards.get(recall.cardId ?? '') }] : []
  })
}
