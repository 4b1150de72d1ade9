import { stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Server as TlsServer } from 'node:tls'
import { loadDemo } from './demo/demo.ts'
import { createMetrics } from './http/metrics.ts'
import { createServer } from './http/server.ts'
import { schedulerActor } from './identity/actor.ts'
import { codeForFirstAdministrator, somePassword } from './identity/first-administrator.ts'
import { readJournalKeys } from './journal-keys.ts'
import { systemClock } from './kit/clock.ts'
import { fillRandom } from './kit/id.ts'
import type { Log } from './kit/log.ts'
import { root } from './kit/root.ts'
import { type Cardinal, createCardinal } from './open-cardinal.ts'
import { runBox } from './production/box/box.ts'
import { prepareFolder } from './production/bureaus/directory.ts'
import { scheduleOf } from './production/bureaus-in-force.ts'
import { handlersOf } from './runtime/desk.ts'
import { keepSealing } from './runtime/journal-keeper.ts'
import { openNews } from './runtime/news.ts'
import { queueSize } from './runtime/production.ts'
import { signInWorld } from './runtime/sign-in-world.ts'
import { sweep } from './runtime/sweep.ts'
import type { World } from './runtime/world.ts'
import { readSecretKeys } from './secret-keys.ts'
import { type Settings, WrongSetting } from './settings.ts'
import type { Database } from './store/database.ts'
import { migrate } from './store/migrate.ts'
import { readTlsFiles } from './tls-files.ts'

/** A Cardinal that serves. */
export interface Serving {
  readonly address: string
  /** What is to be told of the accounts, where there is something. */
  readonly accounts: string | undefined
  /** Reads the files of the certificate anew, for the connections that come; where they cannot be used, the one before stays. */
  renewCertificate(): Promise<void>
  /** Finishes what is under way, then ends everything; nothing is lost if it is ended without. */
  stop(): Promise<void>
}

/** How far the start is, for whoever waits for it. */
export interface Voice {
  progress(part: number, sentence: string): void
}

/** Serves on an open database, and closes it at the end; also where the start fails. */
export async function serve(db: Database, settings: Settings, log: Log, voice: Voice): Promise<Serving> {
  try {
    return await serveOn(db, settings, log, voice)
  } catch (error) {
    await db.close().catch(() => {}) // What went wrong before is what is told.
    throw error
  }
}

async function serveOn(db: Database, settings: Settings, log: Log, voice: Voice): Promise<Serving> {
  const metrics = createMetrics(() => queueSize({ db }))
  const failed = (error: unknown): void => {
    log.error({ err: error }, 'A job failed; it is repeated.')
    metrics.failedJob()
  }
  const keys = await readSecretKeys(settings, fillRandom)
  const tls = settings.tls && (await readTlsFiles(settings.tls))
  const alarm = (sentence: string): void => log.error({ journal: sentence }, 'The journal does not verify.')
  const journal = { keys: await readJournalKeys(settings), folder: settings.dataDir, anchors: settings.journalAnchors, alarm }
  const cardinal = createCardinal(db, {
    clock: systemClock,
    bureauFolder: settings.bureauDir,
    keys,
    failed,
    mail: settings.mail,
    publicUrl: settings.publicUrl,
    journal,
  })
  const { world, bureaus, jobs } = cardinal
  const stopping = new AbortController()
  const news = await openNews(world, (error) => log.error({ err: error }, 'The newest lines of the journal could not be read.'))
  // Side by side: while the one waits for the database, the other lays out its routes.
  const [accounts, app] = await Promise.all([
    prepare(cardinal, settings, voice),
    createServer(
      { world, bureaus, news, metrics, stopping: stopping.signal },
      {
        log,
        web: join(root, 'dist/web'),
        trustProxy: settings.trustProxy,
        securityContacts: settings.securityContacts,
        requestsAMinute: settings.requestsAMinute,
        clientCertHeader: settings.clientCertHeader,
        tls,
      },
    ),
  ])
  await app.listen({ port: settings.port, host: settings.host })
  await jobs.work(handlersOf(world, bureaus, schedulerActor, () => sweep(world)))
  await scheduleJobs(cardinal)
  news.followPublications(() => {
    scheduleReleases(cardinal).catch(failed)
  })
  const stopSealing = keepSealing(world, (error) => log.error({ err: error }, 'The journal could not be sealed; it is tried again.'))
  const box = settings.demo
    ? runBox({ folder: settings.bureauDir, failEvery: 25, say: (line) => log.info(line) }, stopping.signal)
    : Promise.resolve()
  box.catch(failed)
  const stop = async (): Promise<void> => {
    stopping.abort()
    await app.close()
    await news.close()
    await box.catch(() => {}) // It was told when it happened.
    await jobs.stop()
    await stopSealing()
    await db.close()
  }
  const renewCertificate = async (): Promise<void> => {
    if (settings.tls) (app.server as unknown as TlsServer).setSecureContext(await readTlsFiles(settings.tls))
  }
  const address = addressOf(app.server.address() as AddressInfo, tls ? 'https' : 'http')
  return { address, accounts: accounts?.(settings.publicUrl ?? address), renewCertificate, stop }
}

/** Brings the database up to this program, fills it where it is empty, and opens the Cardinal. Answers what to tell of the accounts. */
async function prepare(
  { world, open, openSigner }: ReturnType<typeof createCardinal>,
  settings: Settings,
  voice: Voice,
): Promise<((address: string) => string) | undefined> {
  await migrate(world.db)
  await openSigner()
  await prepareBureau(settings)
  const demo = settings.demo ? await welcomeToDemo(world, settings, voice) : undefined
  await open()
  return demo === undefined ? welcomeAdministrator(world) : () => demo
}

/** The folder in our own data is made; one that was named is somebody else's to make, as a share that is not mounted looks like a missing one. */
async function prepareBureau({ bureauDir, hasOwnBureauDir }: Settings): Promise<void> {
  const found = hasOwnBureauDir ? await stat(bureauDir).catch(() => undefined) : undefined
  if (hasOwnBureauDir && !found?.isDirectory())
    throw new WrongSetting(`The setting BUREAU_DIR names ${bureauDir}, which is not a folder. Create it first.`)
  await prepareFolder(bureauDir)
}

/** Loads the demo organisation where nothing is there yet. Answers what to tell of its accounts. */
async function welcomeToDemo(
  { db, signer, secrets }: World,
  { bureauDir, demoPassword }: Settings,
  { progress }: Voice,
): Promise<string | undefined> {
  const password = demoPassword ?? somePassword()
  const loading = await loadDemo({ db, clock: systemClock, bureauFolder: bureauDir, signer, secrets, password, progress })
  if (!loading.loaded)
    return loading.why === 'loaded before'
      ? 'The demo accounts have the password that was given or shown when the demo was loaded.'
      : undefined
  const shown = demoPassword === undefined ? `the password ${password} (shown only now)` : 'the password in DEMO_PASSWORD'
  return `Demo accounts: ${loading.accounts.join(', ')}; with ${shown}.`
}

/** Where nobody can sign in, whoever reads this makes the first account. */
async function welcomeAdministrator(world: World): Promise<((address: string) => string) | undefined> {
  const code = await codeForFirstAdministrator(signInWorld(world))
  if (code === undefined) return undefined
  return (address) =>
    `Nobody has an account yet. Open ${address}/welcome and enter the code ${code} (good for 24 hours, or until the next start).`
}

async function scheduleJobs(cardinal: Cardinal): Promise<void> {
  await scheduleReleases(cardinal)
  await cardinal.jobs.schedule('collect-answers', '* * * * *', 'UTC')
  await cardinal.jobs.schedule('lapse-recalls', '* * * * *', 'UTC')
  await cardinal.jobs.schedule('forget-uploads', '*/10 * * * *', 'UTC')
  await cardinal.jobs.schedule('sweep', '17 3 * * *', 'UTC')
  await cardinal.jobs.schedule('verify-journal', '30 0 * * 0', 'UTC')
}

/** Each queue is released as its bureau and the options say, also when they have changed. */
async function scheduleReleases({ world, jobs }: { world: World; jobs: Cardinal['jobs'] }): Promise<void> {
  const definitions = world.definitions.current()
  for (const name of definitions.bureaus.keys()) {
    const { cron, timeZone } = scheduleOf(definitions, name)
    await jobs.schedule('release', cron, timeZone, { key: name, data: { bureau: name } })
  }
}

const addressOf = ({ address, family, port }: AddressInfo, scheme: 'http' | 'https'): string => {
  const isAny = address === '0.0.0.0' || address === '::'
  return `${scheme}://${isAny ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`
}
