import { Compile } from 'typebox/compile'
import { contract } from '../../src/http/contract/every.ts'
import type { Request } from './requests.ts'

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** What is wrong with an answer, whoever asked for what: nothing, as a rule. */
export function troubles({ operation, headers }: Request, { status, type, body }: Answer, caller: string): string[] {
  const found: string[] = []
  // An address that was made up may be no address, and is answered as such.
  const isElsewhere = status === 404 && body.includes('"no_such_route"')
  if (status >= 500) found.push(`it answered ${status}`)
  if (!isElsewhere && !operation.answers.has(status)) found.push(`it does not declare ${status}`)
  if (!isElsewhere && status < 400 && caller === 'signed out' && !OPEN.has(operation.guards[0] ?? '')) found.push('nobody was let in')
  if (
    status < 400 &&
    caller === 'no token' &&
    operation.method !== 'GET' &&
    !OPEN.has(operation.guards[0] ?? '') &&
    !('x-csrf-token' in headers)
  )
    found.push('it asked for no token')
  if (status >= 400 && type !== 'application/problem+json; charset=utf-8' && type !== 'application/problem+json')
    found.push(`a refusal of the type ${type}`)
  const misfit = misfitOf(status >= 400 ? 'Problem' : operation.answers.get(status), type, body)
  if (misfit) found.push(misfit)
  const told = NOBODY_S_BUSINESS.find(([, pattern]) => pattern.test(body))
  if (told) found.push(`it tells ${told[0]}`)
  return found
}

const OPEN = new Set(['nobody', 'signature'])

function misfitOf(name: string | undefined, type: string, body: string): string | undefined {
  const schema = name === undefined ? undefined : contract.get(name)
  if (!name || !schema || !type.includes('json')) return undefined
  const check = compiled.get(name) ?? Compile(schema)
  compiled.set(name, check)
  const value: unknown = JSON.parse(body)
  if (check.Check(value)) return undefined
  const [first] = check.Errors(value)
  return `it is no ${name}: ${first?.instancePath} ${first?.message}`
}
const compiled = new Map<string, ReturnType<typeof Compile>>()

/** What no answer holds. The key that is given to a bureau is public, and says so. */
const NOBODY_S_BUSINESS: readonly (readonly [string, RegExp])[] = [
  ['where in the program it went wrong', /\bat (?:async )?[\w.<>]+ \(?(?:file:\/\/|\/)[^\s)]+:\d+:\d+|node_modules|\.ts:\d+/],
  [
    'what it asked of the database',
    /syntax error at or near|violates [\w-]+ constraint|invalid input syntax|\bselect .+ from (?:account|person|card|run)\b/i,
  ],
  ['a secret', /\$argon2|BEGIN [A-Z ]*PRIVATE KEY|whsec_[\w+/]{8}|password_?hash/],
]
