import { openIncident } from '../catalog/use-cases/open-incident.ts'
import { bureauActor } from '../identity/actor.ts'
import { derivedId } from '../kit/derived-id.ts'
import type { ToldIncidents } from '../production/incident-tasks.ts'
import { cardsWithOpenIncident } from '../store/incident.ts'
import { begin } from './begin.ts'
import type { World } from './world.ts'

/** Something that does not fit. */
export interface Trouble {
  readonly kind: string
  readonly what: string
  readonly card: string | null
  readonly batch: string | null
  readonly message: string | null
}

/**
 * Opens an incident for each of these. Its id follows from what it is about, so that a repeat opens none; nor is there a second about a
 * card while one of the same kind is open.
 */
export async function openIncidents(
  world: World,
  bureau: { readonly name: string; readonly label: string },
  troubles: readonly Trouble[],
): Promise<void> {
  const fresh: Trouble[] = []
  for (const kind of new Set(troubles.map((trouble) => trouble.kind))) {
    const mine = troubles.filter((trouble) => trouble.kind === kind)
    const known = await cardsWithOpenIncident(
      world.db,
      kind,
      mine.flatMap(({ card }) => card ?? []),
    )
    fresh.push(...mine.filter(({ card }) => card === null || !known.has(card)))
  }
  const incidents: ToldIncidents = Object.fromEntries(
    fresh.map((trouble) => [
      derivedId(`incident ${bureau.name} ${trouble.kind} ${trouble.message} ${trouble.card}`),
      { ...trouble, bureau: bureau.name },
    ]),
  )
  const ids = Object.keys(incidents)
  if (ids.length > 0) await begin(world, bureauActor(bureau.label), { useCase: openIncident.slug, objects: ids, told: { incidents } })
}
