import { afterAll, beforeAll, expect, it } from 'vitest'
import { everyTable, fingerprint, journalSize } from '../contract/objects.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { golden } from '../golden.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'
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
