import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { firstBureau } from './catalog/bureau-definition.ts'
import { type Catalog, catalog as shipped } from './catalog/catalog.ts'
import type { UseCase } from './engine/use-case.ts'
import { accountTasks } from './identity/account-tasks.ts'
import { eraseTasks } from './identity/erase-tasks.ts'
import { personTasks } from './identity/person-tasks.ts'
import { photoTasks } from './identity/photo-tasks.ts'
import { requestTasks } from './identity/request-tasks.ts'
import { tokenTasks } from './identity/token-tasks.ts'
import type { Clock } from './kit/clock.ts'
import { createIds, fillRandom } from './kit/id.ts'
import { root } from './kit/root.ts'
import { answerTasks } from './production/answer-tasks.ts'
import { batchTasks } from './production/batch-tasks.ts'
import { BUREAU, type Bureau } from './production/bureau.ts'
import { connectBureau } from './production/bureaus/connect.ts'
import { cardTasks } from './production/card-tasks.ts'
import { incidentTasks } from './production/incident-tasks.ts'
import { laterSigner } from './production/later-signer.ts'
import { orderTasks } from './production/order-tasks.ts'
import { preFlightTasks } from './production/pre-flight-task.ts'
import { pressTasks } from './production/press-tasks.ts'
import { recallTasks } from './production/recall-tasks.ts'
import { openSecrets, type SecretKeys } from './production/secrets.ts'
import { signerOfInstallation } from './production/signing-key.ts'
import { secretOf } from './runtime/bureaus.ts'
import { connectedBureaus } from './runtime/connected-bureaus.ts'
import { createDefinitions } from './runtime/definitions.ts'
import { type Bureaus, openDesk } from './runtime/desk.ts'
import { createJobs, type Jobs } from './runtime/jobs.ts'
import { asItComes, type JournalSettings } from './runtime/journal-settings.ts'
import { queueMail } from './runtime/mail.ts'
import { createMailer, type MailSettings } from './runtime/mailer.ts'
import type { World } from './runtime/world.ts'
import type { Database } from './store/database.ts'
import type { Task } from './store/task.ts'

/** Every task that a drawing may use. */
export const tasks: Readonly<Record<string, Task>> = {
  ...orderTasks,
  ...batchTasks,
  ...answerTasks,
  ...recallTasks,
  ...incidentTasks,
  ...pressTasks,
  ...preFlightTasks,
  ...cardTasks,
  ...personTasks,
  ...accountTasks,
  ...tokenTasks,
  ...photoTasks,
  ...eraseTasks,
  ...requestTasks,
}

/** The parts of a Cardinal, put together on a migrated database; the same for the server, the command line and the tests. */
export interface Cardinal {
  readonly world: World
  readonly bureaus: Bureaus
  /** The bureau that an installation has from the start. */
  readonly bureau: Bureau
  readonly jobs: Jobs
}

export interface CardinalSettings {
  readonly clock: Clock
  /** The folder through which a bureau is reached that names none of its own. */
  readonly bureauFolder: string
  /** What is told of jobs that failed and of answers that were refused; neither holds personal data. */
  failed(error: unknown): void
  /** The keys that secrets are sealed with. */
  readonly keys: SecretKeys
  /** Where people reach this installation. */
  readonly publicUrl?: string | undefined
  /** How mails are sent; without it, none are. */
  readonly mail?: MailSettings | undefined
  /** How the journal is sealed, where that is not as it comes. */
  readonly journal?: Partial<JournalSettings>
  readonly catalog?: Catalog
  /** Reads the drawing of a use case; from the catalog's folder unless told. */
  readonly readDrawing?: (useCase: UseCase) => Promise<string>
}

/** Puts a Cardinal together and opens it. Its jobs are enqueued from now on and worked when `jobs.work` is called. */
export async function openCardinal(db: Database, settings: CardinalSettings): Promise<Cardinal> {
  const { open, openSigner: _, ...cardinal } = createCardinal(db, settings)
  await open()
  return cardinal
}

/** Puts a Cardinal together without asking the database anything; that is done by `open`, on a migrated database and before it is used. */
export function createCardinal(
  db: Database,
  { clock, bureauFolder, failed, keys, mail, publicUrl, journal, catalog = shipped, readDrawing = readShippedDrawing }: CardinalSettings,
): Cardinal & { open(): Promise<void>; openSigner(): Promise<void> } {
  const newId = createIds(clock)
  const jobs = createJobs(db, failed)
  const definitions = createDefinitions(catalog)
  const secrets = openSecrets({ db, keys, clock, fill: fillRandom })
  const signing = laterSigner(() => signerOfInstallation({ db, secrets, clock, fill: fillRandom }))
  const world: World = {
    db,
    clock,
    newId,
    catalog,
    tasks,
    definitions,
    enqueue: jobs.enqueue,
    signer: signing.signer,
    secrets,
    publicUrl,
    mailer: mail && createMailer(mail),
    journal: { ...asItComes, queueMail: async (tx, told) => void (await queueMail(world, tx, told)), ...journal },
  }
  const means = { clock, newId, folder: bureauFolder, secret: (bureau: string, name: string) => secrets.read(secretOf(bureau, name)) }
  const bureaus = connectedBureaus(definitions, means)
  return {
    world,
    jobs,
    bureaus,
    bureau: connectBureau(BUREAU, firstBureau, means),
    // Side by side: while the one waits for the database, the other reads and checks the drawings.
    openSigner: signing.open,
    open: async () => void (await Promise.all([jobs.open(), signing.open().then(() => openDesk(world, readDrawing))])),
  }
}

/** The drawing that ships with a use case. */
export const readShippedDrawing = (useCase: UseCase): Promise<string> =>
  readFile(join(root, 'src/catalog/use-cases', useCase.drawing), 'utf8')
