import type { Actor } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { actorOf } from '../identity/actor.ts'
import type { Bureau } from '../production/bureau.ts'
import { accountById } from '../store/account.ts'
import type { StoredRun } from '../store/run.ts'
import { answer, cancel, deliver, walkOn } from './answer.ts'
import { begin } from './begin.ts'
import { openDefinitions } from './definitions.ts'
import { collectAnswers, sendBatch } from './hand-over.ts'
import type { Handlers } from './jobs.ts'
import { publishShipped } from './publish.ts'
import { release } from './release.ts'
import type { World } from './world.ts'

/** Opens the desk on a migrated database: what ships is published, and the definitions in force are known. */
export async function openDesk(world: Omit<World, 'definitions'>, readDrawing: (useCase: UseCase) => Promise<string>): Promise<World> {
  const opened: World = { ...world, definitions: await openDefinitions(world.db, world.catalog) }
  await publishShipped(opened, readDrawing)
  return opened
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
      while (await walkOn(world, (stored) => actorOfRun(world, stored), String(run)));
    },
    release: async () => void (await release(world, schedule)),
    sweep,
  }
}

/** Who a run's next legs are performed by: the account as it is now, with the roles it holds now. */
async function actorOfRun(world: World, run: StoredRun): Promise<Actor> {
  if (run.actorId === null) return { kind: run.actorKind, id: null, name: run.actorName, roles: ['batch-sync'] }
  const account = await accountById(world.db, run.actorId)
  return account ? actorOf(account) : { kind: run.actorKind, id: run.actorId, name: run.actorName, roles: [] }
}

export { answer, begin, cancel, deliver, release }
