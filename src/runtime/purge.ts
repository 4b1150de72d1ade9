import { type PurgedPart, purges } from '../catalog/privacy.ts'
import type { Actor } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import type { ToldRule } from '../identity/erase-tasks.ts'
import { toPurge } from '../store/to-purge.ts'
import { privacyOf } from './definitions.ts'
import { LEG_LIMIT } from './leg.ts'
import { performInLegs } from './perform-in-legs.ts'
import type { World } from './world.ts'

const DAY = 86_400_000

/** Removes what the rules of the templates say, a leg at a time. Returns on how many objects; done again, it finds none. */
export async function purgeByRules(world: World, actor: Actor): Promise<number> {
  let sum = 0
  for (const { process, parts } of purges) {
    const { rules, hash } = privacyOf(world.definitions.current(), process.on.name)
    for (const { part } of parts) {
      const days = rules[part]
      if (days !== undefined) sum += await purgePart(world, actor, process, part, { parts: [part], days, version: hash.slice(0, 12) })
    }
  }
  return sum
}

async function purgePart(world: World, actor: Actor, process: UseCase, part: PurgedPart, told: ToldRule): Promise<number> {
  const before = new Date(world.clock.now().getTime() - told.days * DAY)
  for (let sum = 0; ; ) {
    const ids = await toPurge(world.db, process.on, process.in, part, before, LEG_LIMIT)
    if (ids.length === 0) return sum
    const refused = await performInLegs(world, actor, process, ids, { ...told })
    sum += ids.length - refused.length
    // What was refused is left for the next night; a round that did nothing would only be repeated.
    if (refused.length === ids.length) return sum
  }
}
