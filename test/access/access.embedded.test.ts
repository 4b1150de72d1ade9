import { afterAll, beforeAll, expect, it } from 'vitest'
import { catalog } from '../../src/catalog/catalog.ts'
import { readObjects } from '../../src/store/object.ts'
import { everyTable, fingerprint, journalSize } from '../contract/objects.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { golden } from '../golden.ts'
import { type Client, openTestServer, type Reply, type TestServer } from '../server.ts'
import { type Caller, callers, doorOf, heldBy, reachedBy } from './callers.ts'
import { beginsRuns, type Example, examplesOf, holes } from './examples.ts'
import { isKept, type Operation, operationsOf, wordsOf } from './operations.ts'

/**
 * Every operation is asked for by every kind of caller. What each is to be answered follows from the word that the operation declares, and
 * stands in docs/api/access.md; the sweep shows that it is so.
 */
let desk: TestDesk
let server: TestServer
let operations: readonly Operation[]
let enter: ReturnType<typeof doorOf>
let exampleOf: Awaited<ReturnType<typeof examplesOf>>
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk, { trustProxy: '127.0.0.1' })
  operations = await operationsOf(server)
  enter = doorOf(desk, server)
  exampleOf = await examplesOf(desk)
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

/** An example of each operation, as the first test had it, and the unit of what it is about. */
const examples = new Map<string, Seen>()
let requests = 0
/** Half a minute where nothing else runs. */
const LONG = 300_000

interface Seen extends Example {
  /** Of the object that it is about, where it is about one. */
  readonly unit?: string | null
}

it(
  'who may not is refused, with the status that follows from the declared word; nothing is changed, and the attempt is in the journal',
  async () => {
    const wrong: unknown[][] = []
    for (const operation of operations) {
      const example = await seen(operation, await exampleOf(operation, await enterAs('operator', operation)))
      examples.set(operation.name, example)
      const refused = await Promise.all(
        callers
          .filter((caller) => isRefused(caller, operation, example))
          .map(async (caller) => ({ caller, client: await enter(caller, needs(operation), endsSessions(operation)) })),
      )
      const [before, size] = [await fingerprint(desk, everyTable), await journalSize(desk)]
      const answered = []
      for (const { caller, client } of refused) answered.push({ caller, answer: await ask(client, operation, example) })
      for (const { caller, answer } of answered) {
        const status = expected(caller, operation, example)
        if (answer.status !== status || !codesOf(status, caller).includes(answer.body.code))
          wrong.push([operation.name, caller.name, status, answer.status, answer.body])
      }
      const attempts = answered.filter(({ answer }) => isAttempt(answer, operation)).length
      const entries = (await journalSize(desk)) - size
      if ((await fingerprint(desk, everyTable)) !== before) wrong.push([operation.name, 'something was changed'])
      if (entries !== (isKept(operation) ? attempts : 0)) wrong.push([operation.name, `${entries} entries`, `${attempts} attempts`])
    }
    expect(wrong.map((each) => JSON.stringify(each)).join('\n')).toBe('')
  },
  LONG,
)

it(
  'who may is answered what was asked for',
  async () => {
    const wrong: unknown[][] = []
    for (const operation of operations)
      for (const caller of callers.filter((each) => !isRefused(each, operation, exampleSeen(operation)))) {
        const { token: _, ...whole } = caller
        const beginner = caller.grants([]) ? await enter(whole, needs(operation)) : await enterAs('operator', operation)
        const example = await exampleOf(operation, beginner)
        const answer = await ask(await enter(caller, needs(operation), endsSessions(operation)), operation, example)
        const status = expected(caller, operation, example)
        if (answer.status !== status) wrong.push([operation.name, caller.name, status, answer.status, answer.body])
      }
    expect(wrong.map((each) => JSON.stringify(each)).join('\n')).toBe('')
  },
  LONG,
)

it('the table of who is answered what is the one that is committed, and every operation was asked for by every caller', () => {
  const rows = operations.map((operation) => [
    `\`${operation.method} ${operation.path}\``,
    operation.guards.map((guard) => `\`${guard}\``).join(' and '),
    ...callers.map((caller) => String(expected(caller, operation, exampleSeen(operation)))),
  ])
  golden('docs/api/access.md', page(rows))
  expect(requests).toBe(operations.length * callers.length)
  console.info(`access: ${operations.length} operations, ${callers.length} kinds of callers, ${requests} requests`)
})

it('HEAD is answered as GET is, without a body, also where it is refused', async () => {
  const told = ({ status, headers }: Reply) => [status, ...['content-type', 'etag', 'cache-control'].map((name) => headers.get(name))]
  let compared = 0
  for (const operation of operations.filter(({ method, name }) => method === 'GET' && name !== 'events'))
    for (const name of ['signed out', 'only these', 'all others']) {
      const client = await enterAs(name, operation)
      const { path } = await exampleOf(operation, name === 'signed out' ? await enterAs('operator', operation) : client)
      const [get, head] = [await client.get(path), await client.send('HEAD', path)]
      expect([operation.name, name, head.body, ...told(head)]).toEqual([operation.name, name, '', ...told(get)])
      compared++
    }
  expect(compared).toBe(3 * (operations.filter(({ method }) => method === 'GET').length - 1))
})

it('what nothing has the name of is not found by who may look, and refused to who may not', async () => {
  // What the bureau said in the tests above is recorded by a job.
  await desk.until(async () => (await desk.world.db.query('select 1 from bureau_message where recorded_at is null')).length === 0)
  const before = await fingerprint(desk, everyTable)
  const wrong: unknown[][] = []
  let unknown = 0
  for (const operation of operations) {
    const { body, headers = {} } = exampleSeen(operation)
    for (const [path, told] of strangeTo(operation, body))
      for (const name of ['only these', 'all others']) {
        const answer = await (await enterAs(name, operation)).send(operation.method, path, { body: told, headers: { ...headers } })
        const status = statusOfUnknown(operation, name, path)
        if (answer.status !== status) wrong.push([operation.name, name, path, status, answer.status, answer.body])
        unknown++
      }
  }
  expect(wrong.map((each) => JSON.stringify(each)).join('\n')).toBe('')
  expect(unknown).toBeGreaterThan(200)
  expect(await fingerprint(desk, everyTable)).toBe(before)
})

it('a method that an address does not have is not found, and does nothing', async () => {
  const admin = await enterAs('administrator', operations[0] as Operation)
  const before = await fingerprint(desk, everyTable)
  let asked = 0
  for (const path of new Set(operations.map((operation) => operation.path)))
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (operations.some((operation) => operation.path === path && operation.method === method)) continue
      const address = path.replaceAll(/\{[^}]+\}/g, desk.world.newId())
      if (method !== 'GET' && operations.some((each) => each.method === method && patternOf(each).test(address))) continue
      const isKnown = method === 'GET' && operations.some((each) => each.method === 'GET' && each.path === path.replace(/[^/]+$/, '{id}'))
      const { status, body } = await admin.send(method, address)
      expect([method, path, status, body.code]).toEqual([method, path, 404, isKnown ? 'no_such_object' : body.code])
      asked++
    }
  expect(asked).toBeGreaterThan(400)
  expect(await fingerprint(desk, everyTable)).toBe(before)
})

const patternOf = ({ path }: Operation): RegExp => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)

/** The addresses of an operation with a name in them that nothing has, and for a command a body that names such an object. */
function strangeTo({ name, path, guards }: Operation, body: Example['body']): [path: string, body: Example['body']][] {
  if (path.startsWith('/commands/')) {
    const { objects, ...others } = JSON.parse(String(body ?? '{}')) as { objects: string[] }
    return objects.length === 0 ? [] : [[path, JSON.stringify({ objects: [desk.world.newId()], ...others })]]
  }
  // A stranger is not told which bureaus there are; and what is published under a new name is new.
  if (!path.includes('{') || guards.includes('signature') || PUBLISHES_NEW.has(name)) return []
  // A state is one of a template; which templates there are is told to everybody who is signed in.
  const known = path
    .replace('/templates/{template}', '/templates/card')
    .replace(/\/[a-z-]+\/\{name\}(?=\/.*\{)/, '/bureau-definitions/by-rest')
  return [desk.world.newId(), 'nothing-of-this-name', '..%2f..', '%00'].map((strange) => [known.replaceAll(/\{\w+\}/g, strange), body])
}

const PUBLISHES_NEW = new Set(['publishBureau', 'publishRole', 'publishProvider'])

function statusOfUnknown({ guards, path: pattern }: Operation, caller: string, path: string): number {
  if (path.includes('%00')) return 400
  // A run that nobody began is nobody's, and what is one's own is looked for by everybody.
  const isForSome = guards.some((guard) => guard.includes(':')) && !pattern.startsWith('/runs/')
  return caller === 'all others' && isForSome ? 403 : 404
}

function exampleSeen({ name }: Operation): Seen {
  const example = examples.get(name)
  if (!example) throw new Error(`${name} was not visited.`)
  return example
}

/** Whether a caller is to be refused for who it is, and not for how things are. */
const isRefused = (caller: Caller, operation: Operation, example: Seen): boolean =>
  expected(caller, operation, example) !== (example.status ?? 200) || refusal(caller, operation, example) !== undefined

const expected = (caller: Caller, operation: Operation, example: Seen): number =>
  refusal(caller, operation, example) ?? example.status ?? 200

/** The status that a caller is to be refused with, from the words that the operation declares and the unit of what it is about. */
function refusal(caller: Caller, operation: Operation, { unit }: Seen): number | undefined {
  if (isOpen(operation)) return undefined
  if (!caller.grants([])) return 401
  if (caller.token === false && operation.method !== 'GET') return 403
  const words = wordsOf(operation, holes)
  if (caller.program && words.includes('own session')) return 403
  if (words.includes('who began the run') && !caller.began) return 403
  const held = heldBy(caller, needs(operation))
  const permissions = words.filter((word) => word.includes(':'))
  const missing = permissions.filter((word) => !held.has(word))
  // What somebody may not see is not there for them.
  const isUnseen = (word: string): boolean => word.startsWith('read:') && operation.path.startsWith('/commands/')
  const beyond = permissions.filter((word) => held.has(word) && unit !== undefined && !reachedBy(held, word, { unit }))
  const isHidden = beyond.some((word) => word.startsWith('read:')) && !operation.path.startsWith('/runs/')
  // Where something is only looked at it is looked for first, and a command is refused first.
  if (missing.length > 0)
    return missing.every((word) => isUnseen(word) || (isHidden && operation.method === 'GET' && word.startsWith('start:'))) ? 404 : 403
  if (beyond.length === 0) return undefined
  return isHidden ? 404 : 403
}

const isOpen = ({ guards }: Operation): boolean => guards.every((guard) => guard === 'nobody' || guard === 'signature')

/** What the journal tells of: that somebody who is signed in asked to change something that is not theirs to change. */
const isAttempt = ({ status, body }: Pick<Reply, 'status' | 'body'>, { path }: Operation): boolean =>
  status === 403 ? !['csrf', 'not_for_programs'].includes(body.code ?? '') : status === 404 && path.startsWith('/commands/')

const codesOf = (status: number, caller: Caller): string[] => {
  if (status === 401) return ['not_signed_in']
  if (status === 404) return ['no_such_object']
  if (caller.token === false) return ['csrf']
  return ['not_permitted', 'not_your_run', ...(caller.program ? ['not_for_programs'] : [])]
}

/** With the unit of the object that the address, or the body of a command, names; of somebody who is created, the one they are put into. */
async function seen({ path }: Operation, example: Example): Promise<Seen> {
  const { objects, input } = JSON.parse(typeof example.body === 'string' && path.startsWith('/commands/') ? example.body : '{}')
  const useCase = catalog.useCases.find(({ slug }) => path === `/commands/${slug}`)
  if (useCase && objects.length === 0) return useCase.on.table === 'person' ? { ...example, unit: input.unit } : example
  const template = useCase?.on ?? catalog.templates.find((each) => path.startsWith(`/${each.path}/{id}`))
  const id = objects?.[0] ?? example.path.split(/[/?]/)[2]
  const [object] = template ? await readObjects(desk.world.db, template, [id]) : []
  return object ? { ...example, unit: object.unit } : example
}

/** The words that a caller holds who holds what the operation needs; to have begun a run takes the permission to begin it. */
function needs(operation: Operation): string[] {
  const words = wordsOf(operation, holes)
  return words.includes('who began the run') ? [beginsRuns] : words
}

/** Whether whoever is answered may be signed in no longer, here or elsewhere. */
const endsSessions = ({ name, guards }: Operation): boolean => name === 'signOut' || guards.includes('own session')

const enterAs = (name: string, operation: Operation): Promise<Client> => {
  const caller = callers.find((each) => each.name === name)
  if (!caller) throw new Error(`There is no caller ${name}.`)
  return enter(caller, needs(operation))
}

/** A line of events has no end; its beginning is enough. */
async function ask(client: Client, operation: Operation, { path: address, body, headers = {} }: Example) {
  const { name, method, path } = operation
  requests++
  // From an address of its own: from one, only so many sign in a minute.
  const headersOf = { ...headers, ...(isOpen(operation) && { 'x-forwarded-for': `10.1.${requests >> 8}.${requests & 255}` }) }
  if (name !== 'events') return client.send(method, address, { body, headers: headersOf })
  const gone = new AbortController()
  const whose = { ...(client.cookie && { cookie: client.cookie }), ...(client.bearer && { authorization: client.bearer }) }
  const answer = await fetch(`${server.address}/api/v1${path}`, { headers: { ...headersOf, ...whose }, signal: gone.signal })
  const said: Pick<Reply, 'status' | 'body'> = { status: answer.status, body: answer.status === 200 ? '' : await answer.json() }
  gone.abort()
  return said
}

const page = (rows: readonly string[][]): string =>
  [
    '# Who is answered what',
    '',
    'Every operation of the API with what guards it, and the status that each kind of caller is answered when the request is otherwise in order.',
    'It follows from the roles that ship and is held by `test/access/access.embedded.test.ts`. *Only these* holds the words of the second column and',
    'no others; *all others* holds every other word there is. For a run, whoever holds *no token*, *operator* and *only these* is who began it.',
    '',
    ...lines([['operation', 'guarded by', ...callers.map(({ name }) => name)], ...rows]),
  ].join('\n')

const lines = ([head = [], ...rows]: readonly string[][]): string[] => [line(head), line(head.map(() => '---')), ...rows.map(line)]

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
