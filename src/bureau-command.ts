/** `cardinal bureau`: a bureau in a box, for demonstrations, tests and a bureau's engineers. What it does is in production/box. */
import { mkdir, readFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { Compile } from 'typebox/compile'
import { Layout } from './catalog/layout.ts'
import { type BoxSettings, runBox } from './production/box/box.ts'
import { faultless, type Script, type Switch, scriptFrom, switches, wordOf } from './production/box/script.ts'
import type { TransportSettings } from './production/box/transport.ts'

interface Options extends Record<string, unknown> {
  readonly transport: 'directory' | 'rest' | 'sftp'
  readonly toProduction: number
  readonly toProduced: number
  readonly toShipped: number
  readonly failEvery: number
  readonly seed: string
  readonly layout?: string
  readonly pagePort: number
  readonly page: boolean
  readonly showNames?: boolean
  readonly host: string
  readonly port: number
  readonly token?: string
  readonly webhook?: string
  readonly webhookSecret?: string
  readonly user: string
  readonly password?: string
  readonly clientKey?: string
  readonly cardinalKey?: string
  readonly down: number
}

/**
 * Adds the command to the program.
 * @param ownFolder where the installation has its bureau
 */
export function addBureauCommand(program: Command, ownFolder: () => string): void {
  const command = program
    .command('bureau')
    .description('run a bureau in a box, which takes batches and recalls and answers as a bureau would; it produces nothing')
    .argument('[folder]', 'where it keeps its memory, its keys, and what is exchanged; the installation’s own unless told')
    .addOption(new Option('--transport <kind>', 'how it is reached').choices(['directory', 'rest', 'sftp']).default('directory'))
    .option('--layout <file>', 'a card layout, or a list of them, in JSON: orders that do not keep to it are refused')
    .option('--page-port <port>', 'of the page that shows what it received, on this machine alone; 0 for any that is free', port, 0)
    .option('--no-page', 'without that page')
    .option('--show-names', 'show on that page whom each order is for')

  command.optionsGroup('How it works:')
  command
    .option('--to-production <seconds>', 'from taking a batch to its cards being in production; until then a recall is accepted', count, 5)
    .option('--to-produced <seconds>', 'from there to their being produced', count, 10)
    .option('--to-shipped <seconds>', 'from there to the first shipment, and to each further one', count, 5)
    .option('--fail-every <count>', 'one card in so many fails; 0 for none', count, 0)
    .option('--seed <word>', 'which cards fail, and which are left out', 'cardinal')

  command.optionsGroup('What it does wrong (also while it runs, on its page):')
  for (const one of switches) command.addOption(optionOf(one))
  command.option('--down <seconds>', 'begin by being down for so long', count, 0)

  command.optionsGroup('With --transport rest or sftp:')
  command
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port to listen on; 0 for any that is free', port, 0)
    .addOption(new Option('--token <word>', 'rest: what Cardinal signs in with; made unless told').env('BUREAU_TOKEN'))
    .option('--webhook <url>', 'rest: where answers are sent; without it they wait to be asked for')
    .addOption(new Option('--webhook-secret <whsec_…>', 'rest: what answers are signed with').env('BUREAU_WEBHOOK_SECRET'))
    .option('--user <name>', 'sftp: the name Cardinal signs in with', 'cardinal')
    .addOption(new Option('--password <word>', 'sftp: its password; made unless told').env('BUREAU_PASSWORD'))
    .option('--client-key <file>', 'sftp: an SSH public key that it may sign in with as well')
    .option('--cardinal-key <file>', 'sftp: Cardinal’s OpenPGP public key, armored; cardinal-key.asc in the folder unless told')

  command.addHelpText('after', EXAMPLES)
  command.action(async (given: string | undefined, options: Options) => {
    const stopping = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
    const folder = given ?? ownFolder()
    // A folder that was named for a directory is somebody else's to make: a share that is not mounted looks like a missing one.
    if (options.transport !== 'directory') await mkdir(folder, { recursive: true })
    await runBox(await settingsIn(options, folder), stopping.signal)
  })
}

const EXAMPLES = `
Examples:
  cardinal bureau ./exchange
  cardinal bureau ./box --transport rest --port 4100 --acknowledge-twice --lose 7
  cardinal bureau ./box --transport sftp --port 2222 --cardinal-key cardinal.asc

docs/bureau/bureau-in-a-box.md tells what each switch does.`

async function settingsIn(options: Options, folder: string): Promise<Partial<BoxSettings> & Pick<BoxSettings, 'folder'>> {
  return {
    folder,
    transport: await transportIn(options),
    secondsToProduction: options.toProduction,
    secondsToProduced: options.toProduced,
    secondsToShipped: options.toShipped,
    failEvery: options.failEvery,
    seed: options.seed,
    layouts: options.layout === undefined ? [] : await layoutsIn(options.layout),
    script: scriptIn(options),
    secondsDown: options.down,
    page: options.page ? { port: options.pagePort, showNames: options.showNames === true } : undefined,
  }
}

async function transportIn(options: Options): Promise<TransportSettings> {
  const { host, port, token, webhook, webhookSecret, user, password, clientKey, cardinalKey } = options
  if (options.transport === 'directory') return { kind: 'directory' }
  if (options.transport === 'rest') {
    if ((webhook === undefined) !== (webhookSecret === undefined)) throw new Error('Give --webhook and --webhook-secret together.')
    const called = webhook !== undefined && webhookSecret !== undefined ? { url: webhook, secret: webhookSecret } : undefined
    if (called && !/^https?:\/\//.test(called.url)) throw new Error('--webhook is not an address that begins with https:// or http://.')
    return { kind: 'rest', host, port, token, webhook: called }
  }
  const signedInBy = clientKey === undefined ? undefined : await readFile(clientKey, 'utf8')
  return { kind: 'sftp', host, port, user, password, clientKey: signedInBy, cardinalKey }
}

async function layoutsIn(path: string): Promise<Layout[]> {
  const text = await readFile(path, 'utf8')
  try {
    const value: unknown = JSON.parse(text)
    const layouts = Array.isArray(value) ? value : [value]
    const checker = Compile(Layout)
    if (layouts.every((layout) => checker.Check(layout))) return layouts
  } catch {} // Said below, like anything else that is no layout.
  throw new Error(`${path} does not hold a card layout, or a list of them, in JSON.`)
}

/** A switch takes yes or no by being there or not. */
function optionOf(one: Switch): Option {
  const flags = one.kind === 'yes or no' ? `--${one.name}` : `--${one.name} <${one.unit ?? 'names'}>`
  const option = new Option(flags, one.says)
  return one.of === 'shipments' ? option.default(wordOf(faultless, one)) : option
}

function scriptIn(options: Options): Script {
  const asked = switches.flatMap((one): [string, string][] => {
    const value = options[one.of]
    return value === undefined ? [] : [[one.name, value === true ? 'yes' : String(value)]]
  })
  const script = scriptFrom(Object.fromEntries(asked), faultless)
  if (typeof script === 'string') throw new Error(`--${script}`)
  return script
}

function count(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number.')
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new InvalidArgumentError('It is a number from 0 to 65535.')
}
