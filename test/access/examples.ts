/** A request for each operation that is done where whoever sends it may: on objects that were made for it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstBureau } from '../../src/catalog/bureau-definition.ts'
import { plainLayout } from '../../src/catalog/layout.ts'
import { NEW } from '../../src/engine/use-case.ts'
import { root } from '../../src/kit/root.ts'
import { generateKeyPair } from '../../src/production/bureaus/openpgp-keys.ts'
import { signWebhook } from '../../src/production/bureaus/standard-webhook.ts'
import { makeBureauKey, readBureauKey } from '../../src/runtime/bureau-key.ts'
import { enterSecret } from '../../src/runtime/bureaus.ts'
import { createJournalKeeper } from '../../src/runtime/journal-keeper.ts'
import { publish } from '../../src/runtime/publish.ts'
import { writePhotos } from '../../src/store/person.ts'
import { insertUpload } from '../../src/store/uploaded-photo.ts'
import { objectIn } from '../contract/objects.ts'
import { inputOf, scenarios } from '../contract/scenarios.ts'
import type { TestDesk } from '../desk.ts'
import { frame, jpeg } from '../photo-bytes.ts'
import type { Client } from '../server.ts'
import { accountSamples } from './account-examples.ts'
import { HERE } from './callers.ts'
import type { Operation } from './operations.ts'
import { roleSamples } from './role-examples.ts'

export interface Example {
  /** From `/api/v1` on. */
  readonly path: string
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** What it is answered where it is done; 200 unless told. */
  readonly status?: number
}

/** The parts of an address, and what is sent. A run is begun by whoever is given. */
export interface Sample {
  readonly names?: Readonly<Record<string, string>>
  readonly query?: string
  readonly json?: unknown
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly status?: number
}
export type Prepare = (by: Client) => Promise<Sample>

/** What the holes in the words of guards stand for in the examples. */
export const holes = { group: 'cards', useCase: 'CardsAddonExtProdProcOrder', template: 'user' }

/** The use case whose runs the examples are about; whoever is to begin one holds the permission to start it. */
export const beginsRuns = 'start:UsersProcCreate'

export async function examplesOf(desk: TestDesk) {
  const useCases = desk.world.catalog.useCases.filter(({ offered }) => offered !== 'to the system')
  await desk.enable(...useCases.map(({ slug }) => slug))
  const samples = new Map<string, Prepare>([
    ...readingSamples(await prepared(desk)),
    ...changingSamples(desk),
    ...useCases.map(({ symbol }): [string, Prepare] => [symbol, commandSample(desk, symbol)]),
    ['CardsAddonExtProdProcReroute', commandSample(desk, 'CardsAddonExtProdProcReroute', { bureau: 'by-rest' })],
    ['CardsAddonExtProdProcUpdate', (by) => withoutKeyed(desk).then(() => commandSample(desk, 'CardsAddonExtProdProcUpdate')(by))],
    ...accountSamples,
    ...roleSamples(desk),
    ['UsersProcEditPhoto', editPhoto(desk)],
    ['UsersProcAbortRequest', ownRequest(desk, 'request-user', async () => [])],
    ['CardsProcAbortRequest', ownRequest(desk, 'request-card', async () => [await desk.someUser()])],
  ])
  return async (operation: Operation, by: Client): Promise<Example> => {
    const sample = samples.get(operation.name)
    if (!sample) throw new Error(`There is no example of ${operation.name}. Add one, so that the sweep visits it.`)
    const { names = {}, query = '', json, body, headers = {}, status } = await sample(by)
    return {
      path: operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? `no-${name}`) + query,
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body }),
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(status !== undefined && { status }),
    }
  }
}

/** What is read from, which nothing changes. */
export async function prepared(desk: TestDesk) {
  const { world, admin, clock } = desk
  const user = await desk.someUser()
  await writePhotos(world.db, [{ personId: user, mediaType: 'image/png', bytes: Buffer.from('a photo') }], clock.now())
  const card = await desk.queuedCard(user)
  const aborted = await desk.queuedCard()
  await desk.perform('abort-card-order', [aborted])
  const [recall, incident, bureau] = [
    await objectIn(desk, 'recall', 'sent'),
    await objectIn(desk, 'incident', 'open'),
    await objectIn(desk, 'bureau', 'running'),
  ]
  const [batch] = await world.db.query<{ id: string }>('select id from batch limit 1')
  const account = await objectIn(desk, 'account', 'active')
  const [entry] = await world.db.query<{ id: string }>('select id from journal order by id limit 1')
  await createJournalKeeper(world).seal()
  await keyed(desk)
  await define(desk, 'by-rest', { kind: 'rest', url: 'https://bureau.example', answers: 'webhook' })
  done(await enterSecret(world, admin, 'by-rest', 'webhook-secret', webhookSecret))
  return { user, card, aborted, recall, incident, bureau, account, batch: batch?.id ?? '', entry: entry?.id ?? '' }
}

export const webhookSecret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`

const { publicKey } = await generateKeyPair('A bureau', 'a passphrase', { now: () => new Date('2026-01-01T00:00:00Z') })

/** A bureau by SFTP with a key of ours. Nothing answers at its address, so whoever has answers collected takes it away first. */
async function keyed(desk: TestDesk): Promise<Record<string, string>> {
  const sftp = { kind: 'sftp', host: 'sftp.example', port: 22, user: 'cardinal', folder: '/exchange', hostKey: `SHA256:${'a'.repeat(43)}` }
  await define(desk, 'by-sftp', { ...sftp, bureauKeys: [publicKey] })
  if ('code' in (await readBureauKey(desk.world, desk.admin, 'by-sftp'))) done(await makeBureauKey(desk.world, desk.admin, 'by-sftp'))
  return { name: 'by-sftp' }
}
const withoutKeyed = (desk: TestDesk) => define(desk, 'by-sftp', { kind: 'directory', folder: desk.folder })

async function define(desk: TestDesk, name: string, connection: object): Promise<void> {
  const change = { kind: 'bureau', name, definition: { ...firstBureau, label: name, connection } } as const
  done(await publish(desk.world, desk.admin, { change, ifMatch: undefined, why: null }))
}

function done(outcome: object): void {
  if ('code' in outcome) throw new Error(`It was refused: ${JSON.stringify(outcome)}`)
}

function readingSamples(at: Awaited<ReturnType<typeof prepared>>): [string, Prepare][] {
  const same =
    (sample: Sample): Prepare =>
    () =>
      Promise.resolve(sample)
  const one = (names: Record<string, string>, ...operations: string[]): [string, Prepare][] =>
    operations.map((name) => [name, same({ names })])
  const each = (label: string, plural: string, id: string): [string, Prepare][] => [
    ...one({}, `find${plural}`, `count${plural}`),
    ...[`search${plural}`, `countSearched${plural}`].map((name): [string, Prepare] => [name, same({ json: {} })]),
    ...one({ id }, `get${label}`, `historyOf${label}`, `offersOf${label}`),
  ]
  const place = { template: 'card', state: 'processing' }
  return [
    ...one({}, 'me', 'catalog', 'home', 'tasks', 'approvals', 'keys', 'events'),
    ...one({}, 'journal', 'journalEntries', 'journalKeys', 'readPrivacy', 'readDuties', 'readProviders'),
    ...one({ id: at.entry }, 'journalProof'),
    ...each('User', 'Users', at.user),
    ...each('Card', 'Cards', at.card),
    ...each('Recall', 'Recalls', at.recall),
    ...each('Incident', 'Incidents', at.incident),
    ...each('Bureau', 'Bureaus', at.bureau),
    ...each('Account', 'Accounts', at.account),
    ...one({ id: at.account }, 'grantsOfAccount', 'tokensOfAccount'),
    ...one({ id: at.user }, 'photoOfUser', 'accessReportOfUser', 'cardPreviewOfUser', 'cardPreviewPictureOfUser'),
    ...one({ id: at.card }, 'faceOfCard', 'printOfCard'),
    ...one({ id: at.aborted }, 'receiptOfCard', 'evidenceOfCard'),
    ...one({}, 'readOptions', 'readProcesses', 'readVersions', 'production', 'batches', 'bureauMessages', 'readBureaus', 'recallDesk'),
    ...one({ id: at.batch }, 'batch', 'manifest'),
    ...one(place, 'readCommands', 'readAttachable'),
    ...one({ useCase: 'abort-card-order' }, 'readProcess'),
    ...one({ name: 'bureau' }, 'readBureau', 'testConnection'),
    ['offerSelection', same({ json: { objects: [at.card] } })],
    ['previewLayout', same({ json: { layout: plainLayout, template: 'card' } })],
    ['previewSchedule', same({ json: { cron: '0 10 * * 1-5', timeZone: null, holidays: [] } })],
    ...['run', 'runResults', 'runResultsAsFile'].map((name): [string, Prepare] => [name, asked]),
  ]
}

function changingSamples(desk: TestDesk): [string, Prepare][] {
  let times = 0
  const person = () => ({ ...inputOf(scenarioOf('UsersProcCreate')) })
  const secret = { name: 'by-rest', secret: 'token' }
  return [
    ['answerRun', async (by) => ({ ...(await asked(by)), json: { input: person() } })],
    ['cancelRun', asked],
    ['publishOptions', async () => ({ json: { values: { CardsAddonExtProdBatchSize: 100 + ++times } } })],
    [
      'publishCommands',
      async () => ({ names: { template: 'card', state: 'blocked' }, json: { items: ++times % 2 ? [] : [{ useCase: 'destroy-card' }] } }),
    ],
    [
      'publishBureau',
      async () => ({ names: { name: `swept-${++times}` }, json: { definition: { ...firstBureau, label: `Swept ${times}` } } }),
    ],
    ['enterSecret', async () => ({ names: secret, json: { value: `a token ${++times}` } })],
    ['forgetSecret', async () => ({ names: secret })],
    ['readOpenPgpKey', async () => ({ names: await keyed(desk) })],
    ['makeOpenPgpKey', async () => ({ names: await keyed(desk) })],
    ['release', async () => ({ names: { bureau: 'bureau' } })],
    ['takeMessage', async () => ({ names: { name: 'by-rest' }, ...signed(desk), status: 204 })],
    [
      'importUsers',
      async () => ({
        body: `First name;Last name;Employee number;E-mail\nSwept;Person;S-${++times};swept.${times}@example.org\n`,
        headers: { 'content-type': 'text/csv' },
      }),
    ],
  ]
}

/** A run that asks, begun by this caller. */
const asked: Prepare = async (by) => {
  const { body } = await by.post('/commands/create-user', { objects: [] })
  return { names: { id: body.run?.id ?? '' } }
}

/** A message of a bureau as its webhook brings it. */
function signed(desk: TestDesk): Sample {
  const body = readFileSync(join(root, 'docs/bureau/examples/04-in-production.json'), 'utf8')
  const { message } = JSON.parse(body) as { message: string }
  const headers = signWebhook({ id: message, at: desk.clock.now(), body: Buffer.from(body), secret: webhookSecret })
  return { body, headers: { 'content-type': 'application/json', ...headers } }
}

/** A command on an object that was made for it, as its scenario has it done. */
function commandSample(desk: TestDesk, symbol: string, told?: Readonly<Record<string, unknown>>): Prepare {
  const scenario = scenarioOf(symbol)
  const { useCase } = scenario
  const story = scenario.stories.find(({ ends }) => ends === 'done')
  const given = story?.given ?? useCase.in[0] ?? ''
  return async () => {
    const input = told ?? inputOf(scenario)
    const objects = given === NEW ? [] : [await objectIn(desk, useCase.on.name, given, { ...scenario, ...story })]
    return { json: { objects, input: 'lastName' in input ? { ...input, ...someoneNew() } : input } }
  }
}

let people = 0
const someoneNew = () => ({ employeeNumber: `E-${++people}`, email: `example.${people}@example.org`, unit: HERE })

/** A photo that the caller uploaded, which nobody else may put in place. */
function editPhoto(desk: TestDesk): Prepare {
  return async (by) => {
    const [{ body: me }, id] = [await by.get('/me'), desk.world.newId()]
    const bytes = Uint8Array.from(jpeg(frame(350, 450)))
    await insertUpload(desk.world.db, { id, account: me.id, bytes, width: 350, height: 450, createdAt: desk.clock.now() })
    return { json: { objects: [await desk.someUser()], input: { photo: id } } }
  }
}

/** A request that the caller made, which nobody else may take back. */
function ownRequest(desk: TestDesk, slug: string, about: () => Promise<string[]>): Prepare {
  return async (by) => {
    const { body } = await by.get('/me')
    const scenario = scenarios.find(({ useCase }) => useCase.slug === slug)
    const input = scenario ? inputOf(scenario) : {}
    const { end } = await desk.perform(slug, await about(), input, { ...desk.operator, id: body.id })
    const [made] = end?.objects ?? []
    return { json: { objects: [made?.madeId ?? made?.objectId], input: {} } }
  }
}

function scenarioOf(symbol: string) {
  const scenario = scenarios.find(({ useCase }) => useCase.symbol === symbol)
  if (!scenario) throw new Error(`${symbol} has no scenario.`)
  return scenario
}
