/** The command line. Settings are the same as the server's; on the embedded database a command and the server cannot run at once. */
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { addBureauCommand } from './bureau-command.ts'
import { type Actor, everywhere } from './engine/permit.ts'
import { isRefusal } from './engine/refusal.ts'
import type { ColumnMapping } from './identity/columns.ts'
import { isDelimiter } from './identity/csv.ts'
import { inviteAdministrator } from './identity/first-administrator.ts'
import type { ImportProgress, ImportReport } from './identity/import.ts'
import { addJournalCommands } from './journal-commands.ts'
import { readJournalKeys } from './journal-keys.ts'
import { systemClock } from './kit/clock.ts'
import { createIds, fillRandom } from './kit/id.ts'
import { type Cardinal, openCardinal } from './open-cardinal.ts'
import { BUREAU } from './production/bureau.ts'
import { openSecrets } from './production/secrets.ts'
import { rotateSigningKey, type SigningKeySettings } from './production/signing-key.ts'
import { createProgressBar } from './progress-bar.ts'
import { sendBatch } from './runtime/hand-over.ts'
import { importFile } from './runtime/import.ts'
import { release } from './runtime/release.ts'
import { readSecretKeys } from './secret-keys.ts'
import { readSettings, type Settings } from './settings.ts'
import { sealedBatches } from './store/batch.ts'
import type { Database } from './store/database.ts'
import { migrate } from './store/migrate.ts'
import { openDatabase } from './store/open.ts'
import { addEvidenceCommand } from './verify-evidence.ts'
import { toldOf, verifyReceiptFile } from './verify-receipt.ts'

/** Who performs what the command line asks for: whoever may run it on this machine may do this anyway. */
const commandLine: Actor = { kind: 'system', id: null, name: 'Command line', grants: everywhere('administrator', 'batch-sync') }

const program = new Command('cardinal').description('The desk from which an organisation issues identity cards.')

program
  .command('serve')
  .description('serve the pages and the API; settings come from the environment: PORT, HOST, DATA_DIR, DATABASE_URL, DEMO, …')
  .action(async () => void (await import('./main.ts')))

program
  .command('import')
  .description('bring in users from a CSV file; a file with one bad row changes nothing')
  .argument('<file>', 'a header row, and a row for each user; UTF-8 or Windows-1252')
  .option('--dry-run', 'only say what would happen')
  .option('--delimiter <word>', 'semicolon, comma or tab; found out unless told')
  .option('--mapping <header=field...>', 'the field of a column, or nothing to leave it out: "Vorname=firstName" "Notes="')
  .action(async (file: string, options: { dryRun?: boolean; delimiter?: string; mapping?: string[] }) => {
    const { dryRun = false, delimiter, mapping = [] } = options
    if (delimiter !== undefined && !isDelimiter(delimiter))
      return fail(`The delimiter "${delimiter}" is not known; give semicolon, comma or tab.`)
    const settings = { dryRun, mapping: mappingIn(mapping), ...(delimiter !== undefined && { delimiter }) }
    const bytes = await readFile(file)
    return withCardinal(async ({ world }) => {
      const report = await importFile(world, commandLine, bytes, settings, showProgress)
      return isRefusal(report) ? fail(`${report.sentence} ${report.remedy}`) : tell(report)
    })
  })

program
  .command('release')
  .description('send the queued orders to a bureau now')
  .argument('[bureau]', 'the name of the bureau', BUREAU)
  .action((name: string) =>
    withCardinal(async ({ world, bureaus }) => {
      if (!bureaus.names().includes(name)) return fail(`There is no bureau "${name}". Choose one of: ${bureaus.names().join(', ')}.`)
      const released = await release(world, commandLine, name)
      if (isRefusal(released)) return fail(`${released.sentence} ${released.remedy}`)
      for (const batch of await sealedBatches(world.db, name)) await sendBatch(world, bureaus.of(name), batch.id)
      console.info(
        released.orders === 0 ? 'No order was waiting.' : `Handed over: ${released.orders} orders in ${released.batches} batches.`,
      )
    }),
  )

addBureauCommand(program, () => readSettings(process.env, true).bureauDir)

program
  .command('verify-receipt')
  .description('check the proof that an aborted card was not ordered; it needs files alone, no database and no server')
  .argument('<receipt>', 'the receipt, as /api/v1/cards/<id>/receipt gave it')
  .requiredOption('--key <file...>', 'public keys of the installation as PEM, as /api/v1/keys gives them')
  .option('--manifests <folder>', 'manifests that the bureau has, to look whether the card is in one')
  .action(async (receipt: string, { key, manifests }: { key: string[]; manifests?: string }) => {
    const findings = await verifyReceiptFile(receipt, key, manifests)
    for (const line of toldOf(findings)) console.info(line)
    if (findings.some(({ verdict }) => verdict === 'wrong')) process.exitCode = 1
  })

addEvidenceCommand(program)

program
  .command('rotate-secrets')
  .description('seal every secret anew with the first key, so that the keys after it are needed no more')
  .action(() =>
    withSecrets(async ({ secrets }, from) => {
      const count = await secrets.rotate()
      const now = `Every secret is sealed with the first key of ${from}`
      console.info(count === 0 ? `${now} already; nothing was changed.` : `${now}; ${count} had been sealed with another.`)
    }),
  )

program
  .command('rotate-signing-key')
  .description('make a new key to sign manifests and receipts with; what was signed before still verifies')
  .action(() =>
    withSecrets(async (settings) => {
      const { keyId } = await rotateSigningKey(settings, commandLine.name)
      console.info(`The key ${keyId} signs from now on. A server that runs has to be started again to use it.`)
    }),
  )

addJournalCommands(program, {
  withDatabase: (work) => withDatabase(work),
  withWorld: (work) => withCardinal(({ world }) => work(world)),
  actor: commandLine,
  progress: (part, sentence) => {
    if (process.stderr.isTTY) bar(part, sentence)
  },
})

const bar = createProgressBar(process.stderr)
program
  .command('invite-administrator')
  .description('print a code with which somebody makes a new account that holds everything: the way back in where nobody has one')
  .action(() =>
    withDatabase(async (db, { publicUrl }) => {
      const code = await inviteAdministrator({ db, clock: systemClock, newId: createIds(systemClock) })
      console.info(`Open ${publicUrl ?? 'Cardinal'}/welcome and enter the code ${code} (good for 24 hours, and once).`)
    }),
  )

try {
  await program.parseAsync()
} catch (error) {
  fail(sentenceOf(error))
}

async function withCardinal(work: (cardinal: Cardinal) => Promise<void>): Promise<void> {
  await withDatabase(async (db, settings) => {
    const failed = (error: unknown): void => console.error(error instanceof Error ? error.message : error)
    const keys = await readSecretKeys(settings, fillRandom)
    const journal = { keys: await readJournalKeys(settings), folder: settings.dataDir, anchors: settings.journalAnchors }
    const cardinal = await openCardinal(db, {
      clock: systemClock,
      bureauFolder: settings.bureauDir,
      keys,
      failed,
      mail: settings.mail,
      journal,
    })
    await work(cardinal).finally(() => cardinal.jobs.stop())
  })
}

/** `from` is where the keys are, as a sentence names it. */
async function withSecrets(work: (settings: SigningKeySettings, from: string) => Promise<void>): Promise<void> {
  await withDatabase(async (db, settings) => {
    const [clock, fill] = [systemClock, fillRandom]
    const keys = await readSecretKeys(settings, fill)
    await work({ db, clock, fill, secrets: openSecrets({ db, keys, clock, fill }) }, keys.from)
  })
}

async function withDatabase(work: (db: Database, settings: Settings) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env, true)
  const db = await openDatabase(settings)
  try {
    await migrate(db)
    await work(db, settings)
  } finally {
    await db.close()
  }
}

function mappingIn(pairs: readonly string[]): ColumnMapping {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=')
      if (at < 1) throw new Error(`The mapping "${pair}" is not of the form header=field.`)
      return [pair.slice(0, at), pair.slice(at + 1) || null]
    }),
  )
}

function showProgress({ doing, done, total }: ImportProgress): void {
  if (process.stderr.isTTY) bar(doing === 'importing' && total > 0 ? done / total : 0, `${doing}: ${done} of ${total}`)
}

function tell(report: ImportReport): void {
  const { dryRun, rows, created, changed, unchanged, bad, problems } = report
  for (const { line, field, sentence } of problems) console.info(`line ${line}${field ? `, ${field}` : ''}: ${sentence}`)
  const will = dryRun ? ' would be' : ''
  console.info(
    `${rows} rows (${report.encoding}, ${report.delimiter}): ${created}${will} created, ${changed}${will} changed, ${unchanged} unchanged, ${bad} bad.`,
  )
  if (bad > 0 && !dryRun && created + changed === 0) console.info('Nothing was changed, because of the bad rows.')
  if (bad > 0 || problems.length > 0) process.exitCode = 1
}

function sentenceOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error) return `There is no file ${error.path}.`
  return error instanceof Error ? error.message : String(error)
}

function fail(sentence: string): void {
  console.error(sentence)
  process.exitCode = 1
}
