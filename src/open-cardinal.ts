import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Catalog, catalog as shipped } from './catalog/catalog.ts'
import type { UseCase } from './engine/use-case.ts'
import { personTasks } from './identity/person-tasks.ts'
import { requestTasks } from './identity/request-tasks.ts'
import type { Clock } from './kit/clock.ts'
import { createIds } from './kit/id.ts'
import { root } from './kit/root.ts'
import type { Bureau } from './production/bureau.ts'
import { directoryBureau } from './production/bureaus/directory.ts'
import { cardTasks } from './production/card-tasks.ts'
import { preFlightTasks } from './production/pre-flight-task.ts'
import { productionTasks } from './production/tasks.ts'
import { createDefinitions } from './runtime/definitions.ts'
import { openDesk } from './runtime/desk.ts'
import { createJobs, type Jobs } from './runtime/jobs.ts'
import type { World } from './runtime/world.ts'
import type { Database } from './store/database.ts'
import type { Task } from './store/task.ts'

/** Every task that a drawing may use. */
export const tasks: Readonly<Record<string, Task>> = {
  ...productionTasks,
  ...preFlightTasks,
  ...cardTasks,
  ...personTasks,
  ...requestTasks,
}

/** The parts of a Cardinal, put together on a migrated database; the same for the server, the command line and the tests. */
export interface Cardinal {
  readonly world: World
  readonly bureau: Bureau
  readonly jobs: Jobs
}

export interface CardinalSettings {
  readonly clock: Clock
  /** The folder through which the bureau is reached. */
  readonly bureauFolder: string
  /** What is told of jobs that failed and of answers that were refused; neither holds personal data. */
  failed(error: unknown): void
  readonly catalog?: Catalog
  /** Reads the drawing of a use case; from the catalog's folder unless told. */
  readonly readDrawing?: (useCase: UseCase) => Promise<string>
}

/** Puts a Cardinal together and opens it. Its jobs are enqueued from now on and worked when `jobs.work` is called. */
export async function openCardinal(db: Database, settings: CardinalSettings): Promise<Cardinal> {
  const { open, ...cardinal } = createCardinal(db, settings)
  await open()
  return cardinal
}

/** Puts a Cardinal together without asking the database anything; that is done by `open`, on a migrated database and before it is used. */
export function createCardinal(
  db: Database,
  { clock, bureauFolder, failed, catalog = shipped, readDrawing = readShippedDrawing }: CardinalSettings,
): Cardinal & { open(): Promise<void> } {
  const newId = createIds(clock)
  const jobs = createJobs(db, failed)
  const world: World = { db, clock, newId, catalog, tasks, definitions: createDefinitions(catalog), enqueue: jobs.enqueue }
  const refused = (file: string, why: string): void => failed(new Error(`The bureau's answer ${file} was refused. ${why}`))
  return {
    world,
    jobs,
    bureau: directoryBureau({ folder: bureauFolder, label: 'Bureau', refused }, newId),
    // Side by side: while the one waits for the database, the other reads and checks the drawings.
    open: async () => void (await Promise.all([jobs.open(), openDesk(world, readDrawing)])),
  }
}

/** The drawing that ships with a use case. */
export const readShippedDrawing = (useCase: UseCase): Promise<string> =>
  readFile(join(root, 'src/catalog/use-cases', useCase.drawing), 'utf8')
