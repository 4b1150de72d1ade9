import Fastify, { type FastifyContextConfig } from 'fastify'
import { expect, it } from 'vitest'
import type { App } from './api.ts'
import { demandGuards, isOpen } from './guard.ts'

const serverWith = (config?: FastifyContextConfig) => {
  const app = Fastify()
  demandGuards(app as unknown as App)
  return app.get('/somewhere', { ...(config && { config }) }, async () => 'an answer')
}

it('a route that does not say what guards it keeps the server from starting', () => {
  expect(() => serverWith()).toThrow('The route GET /somewhere does not say what guards it.')
  expect(() => serverWith({ guarded: [] })).toThrow('does not say what guards it')
  expect(() => serverWith({ guarded: 'signed in' })).not.toThrow()
})

it('without a session only that is reached which nothing guards, or a signature', () => {
  expect(isOpen({ guarded: 'nobody' })).toBe(true)
  expect(isOpen({ guarded: 'signature' })).toBe(true)
  expect(isOpen({ guarded: 'signed in' })).toBe(false)
  expect(isOpen({ guarded: ['admin:import', 'start:UsersProcImport'] })).toBe(false)
})
