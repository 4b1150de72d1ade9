/** What the fuzz knows beforehand: the operations as the document has them, and what is there to be asked about. */

import { options } from '../../src/catalog/options.ts'
import { roles } from '../../src/catalog/roles.ts'
import type { App } from '../../src/http/api.ts'
import type { TestDesk } from '../desk.ts'
import type { Schema } from './from-schema.ts'
import type { FuzzOperation, Pools } from './requests.ts'

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

interface Described {
  readonly operationId: string
  readonly 'x-guarded-by': readonly string[]
  readonly parameters?: FuzzOperation['parameters']
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

const documentOf = (app: App): Document => app.swagger() as unknown as Document

/** All but the line of events, which has no end, and what would call an identity provider at an address that was made up. */
export function operationsIn(app: App): FuzzOperation[] {
  return Object.entries(documentOf(app).paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => !LEFT_OUT.has(operationId))
      .map(([method, { operationId, parameters = [], requestBody, responses, ...others }]): FuzzOperation => {
        const [body] = Object.entries(requestBody?.content ?? {})
        return {
          name: operationId,
          method: method.toUpperCase() as FuzzOperation['method'],
          path,
          guards: others['x-guarded-by'],
          parameters,
          body: body && { type: body[0], schema: body[1].schema ?? {} },
          answers: new Map(Object.entries(responses).map(([status, { content }]) => [Number(status), schemaIn(content)])),
        }
      }),
  )
}

const LEFT_OUT = new Set(['events', 'testProvider', 'leaveForProvider'])

const schemaIn = (content: Content = {}): string | undefined => {
  const [first] = Object.values(content)
  return first?.schema?.$ref?.split('/').at(-1)
}

/**
 * Ids of the objects that are there now, by what asks for them, and the words of the catalog.
 * @param marks with which pages of lists ended; those of one list are tried on the others
 */
export async function poolsOf(desk: TestDesk, app: App, marks: readonly string[]): Promise<Pools> {
  const { world } = desk
  const { catalog } = world
  const ids = async (table: string, where = 'true'): Promise<string[]> =>
    (await world.db.query<{ id: string }>(`select id from ${table} where ${where} order by md5(id::text || '1') limit 300`)).map(
      ({ id }) => id,
    )
  const words = new Map<string, readonly unknown[]>([
    ['useCase', catalog.useCases.map(({ slug }) => slug)],
    ['template', catalog.templates.map(({ name }) => name)],
    ['state', catalog.templates.flatMap(({ states }) => Object.keys(states))],
    ['bureau', ['bureau', 'by-rest', 'by-sftp']],
    ['name', ['bureau', 'by-rest', 'by-sftp', 'fuzzed', 'fuzzed-too']],
    ['secret', ['token', 'webhook-secret', 'pgp-key', 'password', 'pgp-passphrase']],
    ['mapping', catalog.mappings.map(({ name }) => name)],
    ['sort', ['lastName', '-number', 'number', '-validTo', 'state', 'changedAt', '-openedAt']],
    ['after', marks],
    ['cards', await ids('card')],
    ['role', roles.map(({ name }) => name)],
    ['scope', ['all', 'unit', 'own']],
    ['values', options.map(({ name, field }) => ({ [name]: field.default }))],
  ])
  for (const template of catalog.templates) {
    const found = await ids(template.table, `template = '${template.name}'${butFuzzers(template.table)}`)
    const label = template.label.replaceAll(' ', '')
    for (const of of [
      'get',
      'historyOf',
      'offersOf',
      'photoOf',
      'faceOf',
      'printOf',
      'receiptOf',
      'evidenceOf',
      'cardPreviewOf',
      'cardPreviewPictureOf',
      'accessReportOf',
      'grantsOf',
      'tokensOf',
    ])
      words.set(`${of}${label} id`, found)
    for (const useCase of catalog.useCases.filter(({ on }) => on === template))
      words.set(`${useCase.symbol} objects`, await inOneOf(desk, template, useCase.in))
  }
  words.set('offerSelection objects', [...(await ids('card')), ...(await ids('person'))])
  const runs = await ids('run')
  const asking = await ids('run', `state = 'asking'`)
  for (const of of ['run', 'runResults', 'runResultsAsFile']) words.set(`${of} id`, runs)
  for (const of of ['answerRun', 'cancelRun']) words.set(`${of} id`, asking)
  const awaiting = await ids('run', `state = 'awaiting'`)
  for (const of of ['approveRun', 'declineRun']) words.set(`${of} id`, awaiting)
  words.set('printLetters id', runs)
  words.set('journalProof id', await ids('journal'))
  words.set('showToken id', await ids('account', `kind = 'client'`))
  words.set('showToken token', await ids('api_token'))
  for (const of of ['batch', 'manifest']) words.set(`${of} id`, await ids('batch'))
  const { schemas } = documentOf(app).components
  const named = (reference: string): Schema | undefined =>
    OPEN[reference.split('/').at(-1) ?? ''] ?? schemas[reference.split('/').at(-1) ?? '']
  return { words, named, now: world.clock.now() }
}

/** Schemas that let everything pass, because whoever reads the request says what is wrong with it in sentences; here is what they want. */
const OPEN: Readonly<Record<string, Schema>> = {
  BureauChange: {
    type: 'object',
    required: ['definition'],
    properties: { definition: { $ref: '#/components/schemas/BureauDefinition' }, why: { type: 'string' } },
  },
}

/** Who asks is left as they are. */
const butFuzzers = (table: string): string => (table === 'account' ? " and name not like 'fuzz %'" : '')

async function inOneOf({ world }: TestDesk, { table }: { readonly table: string }, states: readonly string[]): Promise<string[]> {
  const rows = await world.db.query<{ id: string }>(
    `select id from ${table} where state = any($1)${butFuzzers(table)} order by changed_at desc limit 200`,
    [[...states]],
  )
  return rows.map(({ id }) => id)
}
