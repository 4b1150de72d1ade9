import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { keptSentence } from '../journal/kept-sentence.ts'
import type { Queryable } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { LEG_LIMIT } from './leg.ts'
import type { World } from './world.ts'

/** What was asked for: a use case, on which objects, and in which run where it is about one that has begun. */
export interface Asked {
  readonly useCase: UseCase
  readonly objects: readonly string[]
  readonly runId?: string
}

/** What was refused as a whole: nothing was looked at, or nothing more. */
export interface RefusedAsWhole {
  readonly kind: 'refused'
  readonly refusal: Refusal
  readonly useCase: UseCase
}

/** Refusals that belong in the history of each object. The others are about the request, and are one line. */
const ABOUT_EACH_OBJECT = new Set(['not_permitted', 'not_your_run', 'changed_meanwhile'])

/** Refuses as a whole, and journals that it was asked. The answers themselves are not kept: the journal holds no personal data. */
export async function refuseAll(world: World, db: Queryable, actor: Actor, asked: Asked, refusal: Refusal): Promise<RefusedAsWhole> {
  const { useCase, objects, runId = null } = asked
  const now = world.clock.now()
  const { code } = refusal
  const facts = { code, sentence: keptSentence(refusal, actor) }
  const named = ABOUT_EACH_OBJECT.has(code) && objects.length > 0 ? objects.slice(0, LEG_LIMIT) : [null]
  await appendEntries(
    db,
    named.map((objectId) =>
      entryBy(actor, now, world.newId(), {
        kind: 'refused',
        useCase: useCase.symbol,
        runId,
        template: useCase.on.name,
        objectId,
        facts,
      }),
    ),
  )
  return { kind: 'refused', refusal, useCase }
}
