/**
 * So many made-up requests, one after the other, as each kind of caller in turn, through the whole server but its socket. What is wrong with
 * an answer is told with the request, so that it can be sent again: the same seed makes the same requests.
 */
import { pino } from 'pino'
import { roles } from '../../src/catalog/roles.ts'
import { everywhere, type Grant } from '../../src/engine/permit.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createServer } from '../../src/http/server.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { openSessionFor } from '../../src/identity/session.ts'
import { sha256 } from '../../src/kit/hash.ts'
import { errorLine } from '../../src/kit/log.ts'
import { handlersOf } from '../../src/runtime/desk.ts'
import type { News } from '../../src/runtime/news.ts'
import { insertAccount } from '../../src/store/account.ts'
import { insertToken, showToken } from '../../src/store/api-token.ts'
import type { Transaction } from '../../src/store/database.ts'
import { insertGrants } from '../../src/store/role-grant.ts'
import { prepared } from '../access/examples.ts'
import { awaiting } from '../access/role-examples.ts'
import { oneOf } from '../chance.ts'
import { everyTable, fingerprint, objectIn } from '../contract/objects.ts'
import type { TestDesk } from '../desk.ts'
import { operationsIn, poolsOf } from './document.ts'
import { chanceOf, type Pools, type Request, requestOf } from './requests.ts'
import { type Answer, troubles } from './troubles.ts'
import { ALPHA, partUnits } from './units.ts'
import { watchTables } from './watch-tables.ts'

export interface FuzzSettings {
  readonly requests: number
  readonly seed: number
  /** How long at most; as long as it takes unless told. */
  readonly seconds?: number
  readonly say?: (line: string) => void
}

export interface FuzzReport {
  /** How many answers of each status, by operation. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<number, number>>
  readonly failures: readonly string[]
  readonly seconds: number
}

/** Everybody there is, by what they hold; null is nobody. Whoever may do everything comes further, and is asked for as often as all others. */
const callers: Readonly<Record<string, readonly Grant[] | null>> = {
  everything: everywhere(...roles.filter(({ name }) => name !== 'batch-sync').map(({ name }) => name)),
  administrator: everywhere('administrator'),
  operator: everywhere('operator'),
  approver: everywhere('approver'),
  helpdesk: everywhere('helpdesk'),
  [ALPHA]: ['operator', 'approver', 'helpdesk'].map((role) => ({ role, scope: 'unit', unit: 'Alpha' })),
  program: everywhere('operator', 'user-administrator'),
  'no role': [],
  'no token': everywhere('administrator', 'operator', 'approver', 'helpdesk'),
  'signed out': null,
}

const MOST_FAILURES = 25
/** From where a token was used last is noted with whatever is asked. */
const compared = everyTable.filter((table) => table !== 'api_token')
/** After these somebody signs in again. */
const ENDS_SESSIONS = new Set(['signOut', 'endSession', 'endOtherSessions', 'changePassword', 'proveIdentity', 'takeAuthenticator'])
/** After so many requests the desk is looked at again: what is there to be asked about, and whether all of it is as it was. */
const ROUND = 500

/** @param desk opened with `idle`; its jobs work while it is prepared, and then do nothing, so that nothing changes but by requests. */
export async function fuzz(
  desk: TestDesk,
  { requests, seed, seconds: most = Number.POSITIVE_INFINITY, say = () => {} }: FuzzSettings,
): Promise<FuzzReport> {
  const jobs = { work: true }
  await workWhile(desk, jobs)
  await prepare(desk)
  const leak = await partUnits(desk)
  jobs.work = false
  const changes = await watchTables(desk)
  const { app, faults } = await serverOf(desk)
  const operations = operationsIn(app)
  const counts = new Map<string, Map<number, number>>()
  const failures: string[] = []
  const kinds = new Set<string>()
  const sessions = new Map<string, Promise<Session>>()
  const marks = new Set(['0', '7', '999999999999999'])
  const began = performance.now()
  let pools: Pools | undefined

  for (let number = 0; number < requests && failures.length < MOST_FAILURES && secondsSince(began) < most; number++) {
    if (number % ROUND === 0) {
      pools = await poolsOf(desk, app, [...marks].slice(-100))
      if (number % (ROUND * 4) === 0) await restore(desk)
      if (number % (ROUND * 20) === 0 && number > 0) say(`${number} requests, ${perSecond(number, began)} a second`)
    }
    if (!pools) throw new Error('There are no pools.')
    const chance = chanceOf(seed, number)
    const caller = oneOf(chance, CHOICE) ?? 'everything'
    const request = requestOf(chance, operations, pools)
    const isLookedAt = number % ROUND === 0 || !sessions.has(caller)
    const session = await (sessions.get(caller) ?? keep(sessions, caller, openSession(desk, caller)))
    const before = number % ROUND === 1 ? await fingerprint(desk, compared) : undefined
    if (isLookedAt) await changes()
    const answer = await send(app, request, session)
    if (ENDS_SESSIONS.has(request.operation.name) || answer.status === 401) sessions.delete(caller)
    count(counts, request.operation.name, answer.status)
    for (const [, next] of answer.body.matchAll(/"next":"?([^",}]+)/g)) if (next && next !== 'null') marks.add(next)
    const changed = (await changes()).filter((table) => !isOwn(table, request, answer))
    const wrong = [
      ...troubles(request, answer, caller),
      ...(changed.length > 0 && (answer.status >= 400 || request.operation.method === 'GET') ? [`it changed ${changed.join(', ')}`] : []),
      ...(before !== undefined && answer.status >= 400 && !answer.body.includes('"run"') && request.operation.name !== 'signIn'
        ? [(await fingerprint(desk, compared)) === before ? '' : 'something is not as it was']
        : []),
      leak(request, answer, caller) ?? '',
    ].filter(Boolean)
    // The same once more says nothing new.
    const kind = `${request.operation.name} ${answer.status} ${wrong.join()}`
    if (wrong.length > 0 && !kinds.has(kind)) {
      kinds.add(kind)
      failures.push(told({ seed, number, caller, request, answer, wrong, fault: [...faults] }))
      say(failures.at(-1) ?? '')
    }
    faults.length = 0
  }
  const seconds = secondsSince(began)
  await app.close()
  return { counts, failures, seconds }
}

const CHOICE = Object.keys(callers).flatMap((name) => Array<string>(name === 'everything' ? 9 : name === ALPHA ? 3 : 1).fill(name))

const perSecond = (number: number, began: number): number => Math.round(number / secondsSince(began))

const secondsSince = (began: number): number => (performance.now() - began) / 1000

function keep<T>(kept: Map<string, T>, name: string, value: T): T {
  kept.set(name, value)
  return value
}

async function workWhile(desk: TestDesk, jobs: { work: boolean }): Promise<void> {
  const handlers = handlersOf(desk.world, desk.bureaus, schedulerActor, async () => {})
  const held = Object.fromEntries(
    Object.entries(handlers).map(([name, does]) => [name, async (data: Record<string, unknown>) => (jobs.work ? does(data) : undefined)]),
  )
  await desk.jobs.work(held as unknown as typeof handlers)
}

async function prepare(desk: TestDesk): Promise<void> {
  await restore(desk)
  await prepared(desk)
  for (const template of desk.world.catalog.templates)
    for (const state of Object.keys(template.states)) await objectIn(desk, template.name, state)
  await desk.queuedCards(20)
  for (let asked = 0; asked < 12; asked++) await awaiting(desk)
}

/** Attaches again what was detached, and puts the options back, so that there is more to be asked for than refusals. */
async function restore(desk: TestDesk): Promise<void> {
  await desk.world.db.query("update account set state = 'active' where name like 'fuzz %'")
  await desk.setOptions({ CardsAddonExtProdQueue: true, CardsAddonExtProdMultipleCards: true, CardsAddonExtProdBureau: 'bureau' })
  await desk.enable(...desk.world.catalog.useCases.filter(({ offered }) => offered !== 'to the system').map(({ slug }) => slug))
}

/** The server without a socket. It is stopping from the beginning, so that nobody waits for what no job will do. */
async function serverOf(desk: TestDesk) {
  const { world } = desk
  const faults: string[] = []
  const silent: News = { follow: () => () => {}, followPublications: () => () => {}, close: async () => {} }
  // Bureaus that were made up are at addresses that were made up: none of them is called.
  const bureaus = {
    ...desk.bureaus,
    of: (name: string) => ({ ...desk.bureaus.of(name), test: async () => [{ ok: true, sentence: 'It was not called.' }] }),
  }
  const log = pino({ base: null, level: 'error', serializers: { err: errorLine } }, { write: (line: string) => void faults.push(line) })
  const app = await createServer(
    { world, bureaus, news: silent, metrics: createMetrics(async () => 0), stopping: AbortSignal.abort() },
    { log, web: '/nowhere' },
  )
  return { app, faults }
}

interface Session {
  readonly cookie?: string
  readonly csrf?: string
  /** Of a program. */
  readonly bearer?: string
}

async function openSession(desk: TestDesk, caller: string): Promise<Session> {
  const grants = callers[caller]
  if (!grants) return {}
  const { world } = desk
  const [now, name] = [world.clock.now(), `fuzz ${caller}`]
  const kind = caller === 'program' ? 'client' : 'person'
  return world.db.transaction(async (tx) => {
    const account = {
      id: world.newId(),
      kind,
      name,
      displayName: name,
      email: null,
      personId: null,
      passwordHash: null,
      state: 'active',
    } as const
    if (await insertAccount(tx, account, now)) {
      const given = { accountId: account.id, until: null, grantedBy: null, grantedAt: now }
      await insertGrants(
        tx,
        grants.map((grant) => ({ ...grant, ...given, id: world.newId() })),
      )
    }
    const [{ id: accountId } = account] = await tx.query<{ id: string }>('select id from account where name = $1', [name])
    if (caller === 'program') return { bearer: await openToken(desk, tx, accountId) }
    const how = { accountId, stage: 'open', way: 'a test', whence: { agent: 'A test', address: '127.0.0.1' } } as const
    const { token, csrf } = await openSessionFor(tx, world, how)
    return { cookie: `cardinal=${token}`, ...(caller !== 'no token' && { csrf }) }
  })
}

async function openToken({ world }: TestDesk, tx: Transaction, accountId: string): Promise<string> {
  const [id, now] = [world.newId(), world.clock.now()]
  const secret = `cardinal_${id}`
  const token = { id, accountId, name: 'A token', only: null, addresses: [], rate: 1_000_000, createdAt: now, createdBy: accountId }
  await insertToken(tx, { ...token, expiresAt: new Date(now.getTime() + 86_400_000) })
  await showToken(tx, { id, hash: sha256(secret), by: accountId, since: now })
  return secret
}

async function send(
  app: Awaited<ReturnType<typeof serverOf>>['app'],
  { operation, url, headers, body, from }: Request,
  { cookie, csrf, bearer }: Session,
): Promise<Answer> {
  const answer = await app.inject({
    method: operation.method,
    url,
    remoteAddress: from,
    headers: {
      ...(cookie && { cookie }),
      ...(csrf && { 'x-csrf-token': csrf }),
      ...(bearer && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : Buffer.from(body) }),
  })
  return { status: answer.statusCode, type: String(answer.headers['content-type'] ?? ''), body: answer.body }
}

function count(counts: Map<string, Map<number, number>>, name: string, status: number): void {
  const statuses = counts.get(name) ?? keep(counts, name, new Map<number, number>())
  statuses.set(status, (statuses.get(status) ?? 0) + 1)
}

/**
 * How it came that something was refused is kept: the run whose every object was refused, and the failures of an account to prove who it is;
 * and from where a token was used last.
 */
const isOwn = (table: string, { operation }: Request, { body }: Answer): boolean =>
  (table.startsWith('run') && body.includes('"run"')) || table === 'api_token' || (table === 'account' && PROVES.has(operation.name))

const PROVES = new Set(['signIn', 'proveIdentity', 'giveSecondFactor', 'changePassword'])

function told({
  seed,
  number,
  caller,
  request,
  answer,
  wrong,
  fault,
}: {
  seed: number
  number: number
  caller: string
  request: Request
  answer: Answer
  wrong: string[]
  fault: string[]
}): string {
  const { operation, url, headers, body } = request
  return [
    `seed ${seed}, request ${number}, as ${caller}: ${operation.method} ${url} (${operation.name})`,
    `  ${wrong.join('; ')}`,
    `  headers ${JSON.stringify(headers)}`,
    `  body ${typeof body === 'string' ? JSON.stringify(body.slice(0, 1500)) : body ? `base64 ${Buffer.from(body).toString('base64').slice(0, 1500)}` : 'none'}`,
    `  answered ${answer.status} ${answer.body.slice(0, 600)}`,
    ...fault.map((line) => `  log ${line.slice(0, 1500)}`),
  ].join('\n')
}
