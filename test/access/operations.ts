/** The operations of the API, as its document lists them. */
import type { Guard } from '../../src/http/guard.ts'
import type { TestServer } from '../server.ts'

export interface Operation {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/cards/{id}` */
  readonly path: string
  readonly guards: readonly Guard[]
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly 'x-guarded-by': Guard[] }>>>>
}

export async function operationsOf(server: TestServer): Promise<Operation[]> {
  const { paths } = (await server.nobody.get('/openapi.json')).body as Document
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: operation.operationId,
      method: method.toUpperCase() as Operation['method'],
      path: path.replace('/api/v1', ''),
      guards: operation['x-guarded-by'],
    })),
  )
}

/** Operations that only tell something, though they are sent as what changes something: a body does not fit into an address. */
const ONLY_TELL = new Set(['previewLayout', 'offerSelection', 'previewSchedule', 'testConnection', 'testProvider'])

/** Whether the journal keeps who was refused it: what asks to change something of the organisation. Sessions are nobody's but the server's. */
export const isKept = (operation: Operation): boolean =>
  ['accessReportOfUser', 'evidenceOfCard'].includes(operation.name) || isChange(operation)

const isChange = ({ method, name, path, guards }: Operation): boolean =>
  method !== 'GET' &&
  !ONLY_TELL.has(name) &&
  !path.includes('/search') &&
  guards.every((guard) => !['nobody', 'signature', 'signed in', 'own session'].includes(guard))

/** Guards whose word hangs on what is asked about, with that put in. */
export const wordsOf = ({ guards }: Operation, holes: Readonly<Record<string, string>> = {}): string[] =>
  guards.map((guard) => guard.replaceAll(/\{(\w+)\}/g, (_, hole: string) => holes[hole] ?? `{${hole}}`))
