import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { openTestServer } from '../server.ts'

const address = '//.well-known/security.txt'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
})
afterAll(() => desk?.close())

it('says to whoever asks to whom a weakness is reported, and until when that is good', async () => {
  const securityContacts = ['mailto:security@example.org', 'https://example.org/report']
  const server = await openTestServer(desk, { securityContacts })
  const { status, headers, body } = await server.nobody.get(address)
  await server.close()
  expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
    200,
    'text/plain; charset=utf-8',
    'nosniff',
  ])
  expect(body).toBe('Contact: mailto:security@example.org\nContact: https://example.org/report\nExpires: 2027-02-23T00:00:00Z\n')
})

it('is not there where nobody is named, for a person with a browser as for a program', async () => {
  const server = await openTestServer(desk)
  const answers = await Promise.all(['text/html', '*/*'].map((accept) => server.nobody.get(address, { accept })))
  await server.close()
  for (const { status, body } of answers) {
    expect([status, body.code]).toEqual([404, 'no_such_file'])
    expect(body.remedy).toContain('SECURITY_CONTACT')
  }
})
