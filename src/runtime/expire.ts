import { card } from '../catalog/objects/card.ts'
import { expireCard } from '../catalog/use-cases/expire-card.ts'
import type { Actor } from '../engine/permit.ts'
import { localDay } from '../production/card-data.ts'
import { cardsPastLastDay } from '../store/object.ts'
import { begin } from './begin.ts'
import { LEG_LIMIT } from './leg.ts'
import type { World } from './world.ts'

/** Lets the cards expire whose last day has passed, a leg at a time. Returns how many did. */
export async function expireCards(world: World, actor: Actor): Promise<number> {
  const today = localDay(world.clock.now(), String(world.definitions.current().options.CardsAddonExtProdTimeZone))
  for (let sum = 0; ; ) {
    const cards = await cardsPastLastDay(world.db, card, expireCard.in, today, LEG_LIMIT)
    if (cards.length === 0) return sum
    const outcome = await begin(world, actor, { useCase: expireCard.slug, objects: cards })
    const done = outcome.kind === 'run' ? outcome.run.done : 0
    sum += done
    // What was refused is left for the next time; a round that did nothing would only be repeated.
    if (done === 0) return sum
  }
}
