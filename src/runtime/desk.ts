import type { Actor } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import type { Bureau } from '../production/bureau.ts'
import { deliver, walkOn } from './answer.ts'
import { expireCards } from './expire.ts'
import { collectAnswers, sendBatch } from './hand-over.ts'
import type { Handlers } from './jobs.ts'
import { publishShipped } from './publish.ts'
import { release } from './release.ts'
import type { World } from './world.ts'

/** Opens the desk on a migrated database: what ships is published, and the definitions in force are known. */
export async function openDesk(world: World, readDrawing: (useCase: UseCase) => Promise<string>): Promise<World> {
  await world.definitions.refresh(world.db)
  await publishShipped(world, readDrawing)
  return world
}

/** What the jobs do. Each may be done twice. */
export function handlersOf(world: World, bureau: Bureau, schedule: Actor, sweep: () => Promise<void>): Handlers {
  return {
    'send-batch': ({ batch }) => sendBatch(world, bureau, String(batch)),
    async 'collect-answers'({ run }) {
      await collectAnswers(world, bureau)
      if (typeof run === 'string') await deliver(world, run, 'answers-collected', {})
    },
    async 'walk-run'({ run }) {
      const walk = async (): Promise<void> => {
        while (await walkOn(world, String(run)));
      }
      // Two legs at a time: while one waits for the disk, or for this program, the database works on the other.
      await Promise.all([walk(), walk()])
    },
    release: async () => void (await release(world, schedule)),
    async sweep() {
      await expireCards(world, schedule)
      await sweep()
    },
  }
}
