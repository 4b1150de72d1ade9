import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { golden } from '../golden.ts'
import { openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  server = await openTestServer(desk)
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

interface Operation {
  operationId: string
  summary?: string
  security?: object[]
  responses: Record<string, { content?: Record<string, object> }>
}

const operations = (document: {
  paths: Record<string, Record<string, Operation>>
}): { method: string; path: string; operation: Operation }[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )

it('the OpenAPI document is valid, and the one that is committed', async () => {
  const { status, body } = await server.nobody.get('/openapi.json')
  expect(status).toBe(200)
  expect(await new Validator().validate(structuredClone(body))).toMatchObject({ valid: true })
  golden('docs/api/openapi.json', JSON.stringify(body, null, 2))
})

it('every operation has a name of its own, a summary, and problems for what it refuses', async () => {
  const { body } = await server.nobody.get('/openapi.json')
  const all = operations(body)
  const names = all.map(({ operation }) => operation.operationId)
  expect(new Set(names).size).toBe(names.length)
  for (const { method, path, operation } of all) {
    expect(operation.summary, `${method} ${path}`).toBeTruthy()
    for (const [status, response] of Object.entries(operation.responses))
      if (Number(status) >= 400)
        expect(Object.keys(response.content ?? {}), `${method} ${path} ${status}`).toEqual(['application/problem+json'])
  }
})

it('whatever is not open to everyone is refused to whoever is not signed in', async () => {
  const { body } = await server.nobody.get('/openapi.json')
  const closed = operations(body).filter(({ operation }) => operation.security?.length !== 0)
  expect(closed.length).toBeGreaterThan(60)
  for (const { method, path } of closed) {
    const answer = await server.nobody.send(method.toUpperCase(), path.replaceAll(/\{[^}]+\}/g, 'x').replace('/api/v1', ''))
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 401, 'not_signed_in'])
  }
})

it('the page of the API names every operation and needs no script', async () => {
  const { status, headers, body } = await server.nobody.get('/api')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('text/html')
  expect(body).not.toContain('<script')
  for (const useCase of desk.world.catalog.useCases.filter(({ offered }) => offered !== 'to the system'))
    expect(body).toContain(useCase.symbol)
})

it('answers monitors: alive, ready, and what it measures', async () => {
  expect((await server.nobody.get('//healthz')).body).toEqual({ status: 'alive' })
  expect((await server.nobody.get('//readyz')).body).toEqual({ status: 'ready' })
  const { body } = await server.nobody.get('//metrics')
  for (const name of [
    'cardinal_http_request_seconds_bucket',
    'cardinal_queued_orders 0',
    'nodejs_eventloop_lag_seconds',
    'process_resident_memory_bytes',
  ])
    expect(body).toContain(name)
})
