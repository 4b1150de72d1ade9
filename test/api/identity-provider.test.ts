import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { clientId, clientSecret, openTestProvider, type TestProvider } from '../identity-provider.ts'
import { openTestServer, type Reply, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let provider: TestProvider
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  server = await openTestServer(desk)
  provider = await openTestProvider([`${server.address}/api/v1/sign-in/providers/campus/callback`])
})
afterAll(async () => {
  await provider?.close()
  await server?.close()
  await desk?.close()
})

const definition = () => ({
  label: 'Campus',
  issuer: provider.issuer,
  clientId,
  scopes: ['email', 'profile'],
  strangers: 'link-by-email' as 'refuse' | 'link-by-email' | 'create',
  mappings: [
    { claim: 'groups', value: 'card-desk', role: 'operator', scope: 'all', unit: null },
    { claim: 'groups', value: 'labs', role: 'operator', scope: 'unit', unit: 'Laboratory' },
  ],
  off: false,
})

async function publishIt(change: Record<string, unknown> = {}): Promise<void> {
  const whole = { ...desk.admin, grants: desk.world.catalog.roles.map(({ name }) => ({ role: name, scope: 'all' as const, unit: null })) }
  const { publish } = await import('../../src/runtime/publish.ts')
  const published = await publish(desk.world, whole, {
    change: { kind: 'identity-provider', name: 'campus', definition: { ...definition(), ...change } as never },
    ifMatch: undefined,
    why: null,
  })
  expect(published).toHaveProperty('hash')
}

/** Goes to the provider and back as a browser does, and answers what the way back was answered with. */
async function comeAs(login: string, change: (back: URL) => void = () => {}, keepsCookie = true): Promise<Reply> {
  const left = await server.nobody.post('/sign-in/providers/campus', { back: '/operator/tasks' })
  expect(left.status).toBe(200)
  const binding = (left.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const jar = new Map<string, string>()
  let at = left.body.address as string
  for (let hops = 0; hops < 10 && !at.startsWith(server.address); hops++) {
    const url = new URL(at, provider.issuer)
    if (url.pathname.startsWith('/interaction/')) url.searchParams.set('login', login)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    at = new URL(answer.headers.get('location') ?? '', url).href
  }
  const back = new URL(at)
  change(back)
  return server.nobody.send('GET', back.pathname + back.search, { headers: keepsCookie ? { cookie: binding } : {} })
}

const meAfter = async (reply: Reply): Promise<Reply> => {
  const cookie = reply.headers.getSetCookie().find((set) => set.startsWith('cardinal=')) ?? ''
  return server.nobody.get('/me', { cookie: cookie.split(';')[0] ?? '' })
}

const grantsOf = (id: string | null) =>
  desk.world.db.query('select role, scope, unit, provider from role_grant where account_id = $1 order by role, scope', [id])

describe('an identity provider', () => {
  it('is published by whoever administers sign-in, and never shows its secret', async () => {
    const operator = await server.as('operator')
    expect((await operator.get('/identity-providers')).status).toBe(403)
    const admin = await server.as('admin')
    const wrong = await admin.put('/identity-providers/campus', { definition: { ...definition(), issuer: 'http://example.org' } })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid_provider'])
    // An administrator of the tests holds less than an operator does.
    const beyond = await admin.put('/identity-providers/campus', { definition: definition() })
    expect(beyond.body.code).toBe('beyond_own')
    expect((await admin.get('/identity-providers')).body.items).toEqual([])
    expect((await admin.put('/identity-providers/campus/secret', { value: clientSecret })).status).toBe(404)

    await publishIt()
    expect((await admin.put('/identity-providers/campus/secret', { value: clientSecret })).status).toBe(204)
    const { items } = (await admin.get('/identity-providers')).body
    expect(items).toMatchObject([
      { name: 'campus', hasSecret: true, callback: `${server.address}/api/v1/sign-in/providers/campus/callback` },
    ])
    expect(JSON.stringify(items)).not.toContain(clientSecret)
    expect(JSON.stringify(await desk.world.db.query('select * from secret, journal'))).not.toContain(clientSecret)
    const found = (await admin.post('/identity-providers/campus/test')).body.items
    expect(found.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true])
  })

  it('lets in whoever has an account with the checked e-mail address, and links the two', async () => {
    const { id } = await desk.appoint('ada', [{ role: 'helpdesk', scope: 'all', unit: null }])
    await desk.world.db.query("update account set email = 'Ada@example.org' where id = $1", [id])
    provider.people.set('s-ada', { email: 'ada@example.org', email_verified: false, groups: ['card-desk', 'others'] })
    expect((await comeAs('s-ada')).headers.get('location')).toBe('/sign-in?refused=not_linked')
    provider.people.set('s-ada', { email: 'ada@example.org', email_verified: true, groups: ['card-desk', 'others'] })
    const back = await comeAs('s-ada')
    expect([back.status, back.headers.get('location')]).toEqual([302, '/operator/tasks'])
    expect((await meAfter(back)).body.name).toBe('ada')
    expect(await grantsOf(id)).toEqual([
      { role: 'helpdesk', scope: 'all', unit: null, provider: null },
      { role: 'operator', scope: 'all', unit: null, provider: 'campus' },
    ])
  })

  it('gives and takes roles as it claims them now, and leaves those alone that a person granted', async () => {
    const [{ id } = { id: '' }] = await desk.world.db.query<{ id: string }>("select id from account where name = 'ada'")
    provider.people.set('s-ada', { groups: 'labs' })
    expect((await meAfter(await comeAs('s-ada'))).body.name).toBe('ada')
    expect(await grantsOf(id)).toEqual([
      { role: 'helpdesk', scope: 'all', unit: null, provider: null },
      { role: 'operator', scope: 'unit', unit: 'Laboratory', provider: 'campus' },
    ])
    const revision = await desk.world.db.query('select revision from definition_revision')
    await comeAs('s-ada')
    expect(await desk.world.db.query('select revision from definition_revision')).toEqual(revision)
    provider.people.set('s-ada', {})
    await comeAs('s-ada')
    expect(await grantsOf(id)).toEqual([{ role: 'helpdesk', scope: 'all', unit: null, provider: null }])
  })

  it('lets no stranger in unless it may make accounts; then it makes one', async () => {
    provider.people.set('s-bo', { name: 'Bo Lind', preferred_username: 'bo', groups: ['card-desk'] })
    expect((await comeAs('s-bo')).headers.get('location')).toBe('/sign-in?refused=not_linked')
    expect(await desk.world.db.query("select 1 from account where name = 'bo'")).toEqual([])
    await publishIt({ strangers: 'create' })
    const me = (await meAfter(await comeAs('s-bo'))).body
    expect(me).toMatchObject({ name: 'bo', displayName: 'Bo Lind', roles: [{ name: 'operator' }] })
    expect(await desk.world.db.query("select state from account where name = 'bo'")).toEqual([{ state: 'active' }])
  })

  it('lets nobody in on a token whose signature does not fit', async () => {
    provider.people.set('s-ada', { email: 'ada@example.org', email_verified: true, groups: ['card-desk'] })
    provider.spoil(true)
    const back = await comeAs('s-ada')
    provider.spoil(false)
    expect(back.headers.get('location')).toBe('/sign-in?refused=provider_refused')
    expect(back.headers.getSetCookie().some((set) => set.startsWith('cardinal='))).toBe(false)
    expect((await comeAs('s-ada')).headers.get('location')).toBe('/operator/tasks')
  })

  it('does not let in whoever is disabled, nor whoever comes back on another way than they left', async () => {
    await desk.world.db.query("update account set state = 'disabled' where name = 'bo'")
    expect((await comeAs('s-bo')).headers.get('location')).toBe('/sign-in?refused=not_linked')
    expect((await comeAs('s-ada', undefined, false)).headers.get('location')).toBe('/sign-in?refused=provider_way_lost')
    expect((await comeAs('s-ada', (back) => back.searchParams.set('state', 'other'))).headers.get('location')).toBe(
      '/sign-in?refused=provider_way_lost',
    )
    expect((await comeAs('s-ada', (back) => back.searchParams.set('code', 'other'))).headers.get('location')).toBe(
      '/sign-in?refused=provider_refused',
    )
    expect(await desk.world.db.query('select 1 from session where way <> $1', ['a password'])).toHaveLength(6)
  })

  it('that is down is shown as down, with since when, and lets people in again when it is back', async () => {
    const port = Number(new URL(provider.issuer).port)
    const { people } = provider
    await provider.close()
    const down = await server.nobody.post('/sign-in/providers/campus', {})
    expect([down.status, down.body.code]).toEqual([503, 'provider_down'])
    const since = desk.clock.now().toISOString()
    desk.clock.forward(61)
    const shown = (await server.nobody.get('/sign-in')).body.providers
    expect(shown).toEqual([{ name: 'campus', label: 'Campus', downSince: since, why: 'Nothing answers at its address.' }])

    provider = await openTestProvider([`${server.address}/api/v1/sign-in/providers/campus/callback`], port)
    for (const [sub, claims] of people) provider.people.set(sub, claims)
    expect((await meAfter(await comeAs('s-ada'))).body.name).toBe('ada')
    expect((await server.nobody.get('/sign-in')).body.providers).toMatchObject([{ downSince: null }])
  })
})

it('whoever holds a certificate is let in only where a trusted proxy passed it on, and the option says by what', async () => {
  const { certificateFor } = await import('../certificate.ts')
  const { cert } = certificateFor(['desk.example.org'])
  const { id } = await desk.appoint('Test bureau', [{ role: 'operator', scope: 'all', unit: null }])
  expect(id).not.toBeNull()
  const proxied = await openTestServer(desk, { trustProxy: 'loopback', clientCertHeader: 'Client-Cert' })
  const far = await openTestServer(desk, { trustProxy: '192.0.2.0/24', clientCertHeader: 'Client-Cert' })
  const der = cert.replaceAll(/-----[^-]+-----|\s/g, '')
  const ask = (at: TestServer, header: string) => at.nobody.send('POST', '/sign-in/certificate', { headers: { 'client-cert': header } })
  expect((await ask(proxied, `:${der}:`)).body.code).toBe('no_certificates_here')
  await desk.setOptions({ SignInCertificate: 'common-name' })
  expect((await proxied.nobody.get('/sign-in')).body.certificate).toBe(true)
  expect((await server.nobody.get('/sign-in')).body.certificate).toBe(false)
  expect((await ask(proxied, `:${der}:`)).status).toBe(200)
  expect((await ask(proxied, encodeURIComponent(cert))).status).toBe(200)
  expect((await ask(far, `:${der}:`)).body.code).toBe('certificate_refused')
  expect((await ask(server, `:${der}:`)).status).toBe(401)
  expect((await ask(proxied, 'rubbish')).status).toBe(401)
  await desk.setOptions({ SignInCertificate: 'email' })
  expect((await ask(proxied, `:${der}:`)).status).toBe(401)
  await proxied.close()
  await far.close()
})
