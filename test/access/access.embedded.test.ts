import { afterAll, beforeAll, expect, it } from 'vitest'
import { everyTable, fingerprint, journalSize } from '../contract/objects.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { golden } from '../golden.ts'
import { type Client, openTestServer, type Reply, type TestServer } from '../server.ts'
import { type Caller, callers, catalogOfWords, doorOf, holds } from './callers.ts'
import { beginsRuns, type Example, examplesOf, holes } from './examples.ts'
import { isChange, type Operation, operationsOf, wordsOf } from './operations.ts'

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
  desk = await openTestDesk({ catalog: catalogOfWords })
  server = await openTestServer(desk)
  operations = await operationsOf(server)
  enter = doorOf(desk, server)
  exampleOf = await examplesOf(desk)
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

/** An example of each operation, as the first test had it. */
const examples = new Map<string, Example>()
let requests = 0

it('who may not is refused, with the status that follows from the declared word; nothing is changed, and the attempt is in the journal', async () => {
  for (const operation of operations) {
    const example = await exampleOf(operation, await enterAs('operator', operation))
    examples.set(operation.name, example)
    const refused = await Promise.all(
      callers
        .filter((caller) => expected(caller, operation, example) >= 400)
        .map(async (caller) => ({ caller, client: await enter(caller, needs(operation)) })),
    )
    const [before, size] = [await fingerprint(desk, everyTable), await journalSize(desk)]
    const answered = []
    for (const { caller, client } of refused) answered.push({ caller, answer: await ask(client, operation, example) })
    for (const { caller, answer } of answered) {
      const status = expected(caller, operation, example)
      expect([operation.name, caller.name, answer.status]).toEqual([operation.name, caller.name, status])
      expect([operation.name, caller.name, codesOf(status, caller).includes(answer.body.code)]).toEqual([operation.name, caller.name, true])
    }
    const attempts = answered.filter(({ answer }) => answer.status === 403 && answer.body.code !== 'csrf').length
    expect([operation.name, await fingerprint(desk, everyTable)]).toEqual([operation.name, before])
    expect([operation.name, await journalSize(desk)]).toEqual([operation.name, size + (isChange(operation) ? attempts : 0)])
  }
})

it('who may is answered what was asked for', async () => {
  for (const operation of operations)
    for (const caller of callers.filter((each) => expected(each, operation, exampleSeen(operation)) < 400)) {
      const { token: _, ...whole } = caller
      const beginner = caller.began ? await enter(whole, needs(operation)) : await enterAs('operator', operation)
      const example = await exampleOf(operation, beginner)
      const answer = await ask(await enter(caller, needs(operation)), operation, example)
      const status = expected(caller, operation, example)
      expect([operation.name, caller.name, answer.status, answer.body]).toEqual([operation.name, caller.name, status, answer.body])
    }
})

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
  const before = await fingerprint(desk, everyTable)
  let unknown = 0
  for (const operation of operations) {
    const { body, headers = {} } = exampleSeen(operation)
    for (const [path, told] of strangeTo(operation, body)) {
      for (const name of ['only these', 'all others']) {
        const answer = await (await enterAs(name, operation)).send(operation.method, path, { body: told, headers: { ...headers } })
        expect([operation.name, name, path, answer.status]).toEqual([operation.name, name, path, statusOfUnknown(operation, name, path)])
        unknown++
      }
    }
  }
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
      const isKnown = method === 'GET' && operations.some((each) => each.method === 'GET' && each.path === path.replace(/[^/]+$/, '{id}'))
      const { status, body } = await admin.send(method, address)
      expect([method, path, status, body.code]).toEqual([method, path, 404, isKnown ? 'no_such_object' : body.code])
      asked++
    }
  expect(asked).toBeGreaterThan(400)
  expect(await fingerprint(desk, everyTable)).toBe(before)
})

/** The addresses of an operation with a name in them that nothing has, and for a command a body that names such an object. */
function strangeTo({ name, path, guards }: Operation, body: string | undefined): [path: string, body: string | undefined][] {
  if (path.startsWith('/commands/')) {
    const { objects, ...others } = JSON.parse(body ?? '{}') as { objects: string[] }
    return objects.length === 0 ? [] : [[path, JSON.stringify({ objects: [desk.world.newId()], ...others })]]
  }
  // A stranger is not told which bureaus there are; and one of a new name is a new bureau.
  if (!path.includes('{') || guards.includes('signature') || name === 'publishBureau') return []
  // A state is one of a template; which templates there are is told to everybody who is signed in.
  const known = path.replace('{template}', 'card').replace(/\/[a-z-]+\/\{name\}(?=\/.*\{)/, '/bureau-definitions/by-rest')
  return [desk.world.newId(), 'nothing-of-this-name', '..%2f..', '%00'].map((strange) => [known.replaceAll(/\{\w+\}/g, strange), body])
}

function statusOfUnknown({ guards }: Operation, caller: string, path: string): number {
  if (path.includes('%00')) return 400
  // A run that nobody began is nobody's.
  return caller === 'all others' && !guards.includes('who began the run') ? 403 : 404
}

function exampleSeen({ name }: Operation): Example {
  const example = examples.get(name)
  if (!example) throw new Error(`${name} was not visited.`)
  return example
}

/** The status that a caller is to be answered, from the words that the operation declares. */
function expected(caller: Caller, operation: Operation, { status = 200 }: Example): number {
  const open = operation.guards.every((guard) => guard === 'nobody' || guard === 'signature')
  if (open) return status
  if (!caller.roles([])) return 401
  if (caller.token === false && operation.method !== 'GET') return 403
  return holds(caller, wordsOf(operation, holes)) ? status : 403
}

const codesOf = (status: number, caller: Caller): string[] =>
  status === 401 ? ['not_signed_in'] : caller.token === false ? ['csrf'] : ['not_permitted', 'not_your_run']

/** The words that a caller holds who holds what the operation needs; to have begun a run takes the permission to begin it. */
function needs(operation: Operation): string[] {
  const words = wordsOf(operation, holes)
  return words.includes('who began the run') ? [beginsRuns] : words
}

const enterAs = (name: string, operation: Operation): Promise<Client> => {
  const caller = callers.find((each) => each.name === name)
  if (!caller) throw new Error(`There is no caller ${name}.`)
  return enter(caller, needs(operation))
}

/** A line of events has no end; its beginning is enough. */
async function ask(client: Client, { name, method, path }: Operation, { path: address, body, headers = {} }: Example) {
  requests++
  if (name !== 'events') return client.send(method, address, { body, headers: { ...headers } })
  const gone = new AbortController()
  const headersOf = { ...headers, ...(client.cookie && { cookie: client.cookie }) }
  const answer = await fetch(`${server.address}/api/v1${path}`, { headers: headersOf, signal: gone.signal })
  const said = { status: answer.status, body: answer.status === 200 ? '' : await answer.json() }
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
