/** Serves: what `npm start` imports. Settings come from the environment; what they mean is in `settings.ts`. */
import { createLog, type Log } from './kit/log.ts'
import { createProgressBar } from './progress-bar.ts'
import type { Serving } from './serve.ts'
import { readSettings, WrongSetting } from './settings.ts'
import { CannotOpen } from './store/cannot-open.ts'
import { openDatabase } from './store/open.ts'

/** After so long of stopping something hangs that would not end by itself. What is committed is safe in any case. */
const PATIENCE = 12_000

try {
  const settings = readSettings(process.env, process.stdout.isTTY === true)
  const log = createLog(settings.logLevel)
  // The database opens while the rest of the program is loaded: each takes half a second, and there are two cores.
  const start = async (): Promise<Serving> => {
    const [db, { serve }] = await Promise.all([openDatabase(settings), import('./serve.ts')])
    return serve(db, settings, log, { progress: createProgressBar(process.stderr) })
  }
  const opening = Promise.resolve().then(start) // Not before somebody listens whether to stop.
  stopWhenAsked(opening)
  const serving = await opening
  if (settings.tls) renewWhenAsked(serving, log)
  console.info(`Cardinal serves on ${serving.address} (Operator: /operator, Admin: /admin, API: /api). Stop it with Ctrl-C.`)
  if (serving.accounts) console.info(serving.accounts)
} catch (error) {
  console.error(`Cardinal did not start. ${sentenceOf(error)}`)
  process.exit(1)
}

/** Also while it starts: what was begun is finished first, so that the next start finds everything as a clean stop leaves it. */
function stopWhenAsked(opening: Promise<Serving>): void {
  let asked = false
  const stop = (): void => {
    if (asked) process.exit(1)
    asked = true
    opening
      .then((serving) => {
        setTimeout(() => process.exit(1), PATIENCE).unref()
        return serving.stop()
      })
      .then(
        () => process.exit(0),
        (error) => {
          console.error(`Cardinal did not stop as it should. ${sentenceOf(error)}`)
          process.exit(1)
        },
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Only where there is a certificate: without one, a terminal that closes ends the server, as people expect. */
function renewWhenAsked(serving: Serving, log: Log): void {
  process.on('SIGHUP', () => {
    serving
      .renewCertificate()
      .catch((error) => log.error({ err: error }, 'The certificate could not be renewed; the one before stays in use.'))
  })
}

/** What a person can put right is a sentence; anything else is a bug, and told with where it happened. */
function sentenceOf(error: unknown): string {
  if (error instanceof WrongSetting || error instanceof CannotOpen) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `Another program listens on port ${'port' in error ? error.port : ''} already. Set PORT to another one, or stop that program.`
  if (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EADDRNOTAVAIL' || error.code === 'EACCES' || error.code === 'ENOTFOUND')
  )
    return `The settings HOST and PORT name an address that cannot be listened on: ${error.message}.`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
