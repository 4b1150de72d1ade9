import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk, testPassword } from '../desk.ts'
import { openJar } from '../jar.ts'
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

it('whoever is not signed in is told so, and nothing else', async () => {
  const { status, headers, body } = await server.nobody.get('/cards')
  expect(status).toBe(401)
  expect(headers.get('content-type')).toContain('application/problem+json')
  expect(body).toMatchObject({ status: 401, title: 'Not signed in', code: 'not_signed_in' })
  expect(body.detail).toContain('Nothing was changed.')
})

it('sign-in sets a cookie that no script can read, and answers the token', async () => {
  const { status, headers, body } = await server.nobody.post('/sign-in', { name: 'OPERATOR ', password: testPassword })
  expect(status).toBe(200)
  expect(body.csrf).toMatch(/^[\w-]{20,}$/)
  const cookie = headers.get('set-cookie') ?? ''
  expect(cookie).toContain('cardinal=')
  expect(cookie).toContain('HttpOnly')
  expect(cookie).toContain('SameSite=Strict')
  expect(cookie).toContain('Path=/')
  expect(cookie).not.toContain('Secure')
})

it('says who is signed in, and what is open to them', async () => {
  const admin = await server.as('admin')
  const { body } = await admin.get('/me')
  expect(body).toMatchObject({
    name: 'admin',
    displayName: 'Test admin',
    roles: [{ name: 'administrator', label: 'Administrator' }],
    csrf: admin.csrf,
  })
  expect(body.areas).toEqual(['home', 'search', 'recalls', 'tasks'])
  expect(body.adminGroups).toContain('versions')
  const operator = await server.as('operator')
  expect((await operator.get('/me')).body.adminGroups).toEqual([])
})

it('a wrong password, an unknown name and a name without a password get the same answer', async () => {
  const wrong = await server.nobody.post('/sign-in', { name: 'operator', password: 'wrong' })
  const unknown = await server.nobody.post('/sign-in', { name: 'nobody', password: 'wrong' })
  expect([wrong.status, unknown.status]).toEqual([401, 401])
  expect(wrong.body).toEqual(unknown.body)
  expect(wrong.body.code).toBe('sign_in_refused')
})

it('sign-in takes JSON only, so that no other page can send its form here', async () => {
  const form = await server.nobody.send('POST', '/sign-in', {
    body: `name=operator&password=${testPassword}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect([form.status, form.body.code]).toEqual([415, 'wrong_content_type'])
  const plain = await server.nobody.send('POST', '/sign-in', {
    body: JSON.stringify({ name: 'operator', password: testPassword }),
    headers: { 'content-type': 'text/plain' },
  })
  expect(plain.status).toBe(415)
  expect((await server.nobody.send('POST', '/sign-in')).status).toBe(400)
})

it('what changes something needs the token of its session', async () => {
  const operator = await server.signIn('operator')
  for (const token of ['', 'another']) {
    const { status, body } = await operator.post(
      '/commands/create-user',
      { objects: [], input: { firstName: 'A', lastName: 'B' } },
      { 'x-csrf-token': token },
    )
    expect([status, body.code]).toEqual([403, 'csrf'])
  }
  expect((await operator.get('/users/count')).body.count).toBe(0)
})

it('after sign-out the session is over', async () => {
  const operator = await server.signIn('operator')
  expect((await operator.post('/sign-out')).status).toBe(204)
  expect((await operator.get('/me')).status).toBe(401)
})

it('a session that nobody used for eight hours is over, also in the middle of a form', async () => {
  const operator = await server.signIn('operator')
  const begun = await operator.post('/commands/create-user', { objects: [] })
  expect(begun.status).toBe(202)
  desk.clock.forward(8 * 3600 + 60)
  const late = await operator.post(`/runs/${begun.body.run.id}/answer`, { input: { firstName: 'A', lastName: 'B' } })
  expect([late.status, late.body.code]).toEqual([401, 'not_signed_in'])
  const again = await server.signIn('operator')
  expect((await again.get('/users/count')).body.count).toBe(0)
  const answered = await again.post(`/runs/${begun.body.run.id}/answer`, { input: { firstName: 'A', lastName: 'B' } })
  expect([answered.status, answered.body.run.state]).toEqual([200, 'ended'])
})

it('behind TLS the cookie is one that only this host can have set', async () => {
  const secure = await openTestServer(desk, { trustProxy: 'loopback' })
  const headers = { 'x-forwarded-proto': 'https' }
  const signedIn = await secure.nobody.post('/sign-in', { name: 'helpdesk', password: testPassword }, headers)
  const cookie = signedIn.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^__Host-cardinal=[^;]+;/)
  expect(cookie).toContain('Secure')
  expect(signedIn.headers.get('strict-transport-security')).toContain('max-age')
  expect((await secure.nobody.get('/me', { ...headers, cookie: cookie.split(';')[0] ?? '' })).status).toBe(200)
  expect((await secure.nobody.get('/me', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(401)
  await secure.close()
})

it('whoever signs in anew in the same browser ends the session it had', async () => {
  const jar = openJar(server)
  await jar.post('/sign-in', { name: 'operator', password: testPassword })
  const before = jar.cookie()
  await jar.post('/sign-in', { name: 'helpdesk', password: testPassword })
  expect((await jar.get('/me')).body.name).toBe('helpdesk')
  expect((await server.nobody.get('/me', { cookie: before })).status).toBe(401)
})

it('who tries to sign in too often from one address has to wait', async () => {
  const other = await openTestServer(desk)
  const statuses: number[] = []
  for (let tries = 0; tries < 70; tries++) statuses.push((await other.nobody.post('/sign-in', {})).status)
  expect(statuses.slice(0, 60)).toEqual(Array(60).fill(400))
  expect(statuses.slice(60)).toEqual(Array(10).fill(429))
  const { body, headers } = await other.nobody.post('/sign-in', {})
  expect(body.code).toBe('too_many_requests')
  expect(headers.get('retry-after')).toBeTruthy()
  await other.close()
})
