import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

/** Units Alpha with a lab below it, and Beta, which has no place in the tree. */
let desk: TestDesk
let server: TestServer
let admin: Client
let operator: Client
let [inLab, inBeta] = ['', '']
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  server = await openTestServer(desk)
  admin = await server.as('admin')
  operator = await server.as('operator')
  await desk.setUnits([
    { name: 'Alpha', above: null },
    { name: 'Lab', above: 'Alpha' },
  ])
  inLab = await desk.someUser({ unit: 'Lab' })
  inBeta = await desk.someUser({ unit: 'Beta' })
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const frontDesk = {
  label: 'Front desk',
  symbol: 'OwnRoleFrontDesk',
  means: 'Looks people up.',
  admin: [],
  operator: ['home', 'search'],
  reads: ['user'],
  starts: [],
  hides: ['user.phone'],
  retired: false,
}
const journal = async () =>
  (
    await desk.world.db.query<{ kind: string; code: string | null; why: string | null }>(
      `select kind, facts->>'code' as code, facts->>'why' as why from journal order by id desc limit 1`,
    )
  )[0]
/** The names of those that may be granted at all. */
const mine = (items: { name: string; scopes: string[] }[]) => items.flatMap(({ name, scopes }) => (scopes.length > 0 ? [name] : []))
const published = async () => (await desk.world.db.query<{ n: number }>('select count(*)::integer as n from publication'))[0]?.n

describe('roles', () => {
  it('are listed with where they come from and how many hold them', async () => {
    const { status, body } = await admin.get('/roles')
    expect([status, body.items.length]).toEqual([200, 12])
    expect(body.items.find(({ name }: { name: string }) => name === 'operator')).toMatchObject({
      origin: 'shipped',
      held: 1,
      ofSystem: false,
      role: { label: 'Operator', symbol: 'BaseRoleRegistrationOfficer', retired: false },
    })
    expect(body.items.find(({ name }: { name: string }) => name === 'batch-sync')).toMatchObject({ ofSystem: true, held: 0 })
  })

  it('one of one’s own is made, changed against its version, and taken out of use', async () => {
    const made = await admin.put('/roles/front-desk', { role: frontDesk, why: 'Visitors come.' }, { 'if-match': '"none"' })
    expect([made.status, made.body.origin, made.body.role]).toEqual([200, 'own', frontDesk])
    expect(made.body.versions).toMatchObject([
      { sentence: 'Test admin published the role Front desk.', why: 'Visitors come.', before: null },
    ])
    const etag = made.headers.get('etag') ?? ''
    expect((await admin.put('/roles/front-desk', { role: frontDesk }, { 'if-match': '"none"' })).body).toMatchObject({ status: 412 })

    const wider = await admin.put('/roles/front-desk', { role: { ...frontDesk, reads: ['user', 'card'] } }, { 'if-match': etag })
    expect(wider.status).toBe(200)
    const count = await published()
    const late = await admin.put('/roles/front-desk', { role: frontDesk }, { 'if-match': etag })
    expect([late.status, late.body.code, await published()]).toEqual([412, 'changed_meanwhile', count])
    expect(await journal()).toMatchObject({ kind: 'refused', code: 'changed_meanwhile' })

    const retired = await admin.put('/roles/front-desk', { role: { ...frontDesk, retired: true } })
    expect(retired.body.versions[0].sentence).toBe('Test admin took the role Front desk out of use.')
    const grantable = async () => mine((await admin.get('/grantable')).body.roles)
    expect(await grantable()).not.toContain('front-desk')
    await admin.put('/roles/front-desk', { role: frontDesk })
    expect(await grantable()).toContain('front-desk')
  })

  it('what is wrong with one stands at its part, and nothing is published', async () => {
    const count = await published()
    const wrong = async (name: string, change: object) => {
      const { status, body } = await admin.put(`/roles/${name}`, { role: { ...frontDesk, ...change } })
      return [status, body.code, body.errors?.map(({ pointer }: { pointer: string }) => pointer)]
    }
    expect(await wrong('front-desk', { label: ' ', means: '' })).toEqual([422, 'invalid_role', ['/role/label', '/role/means']])
    expect(await wrong('front-desk', { admin: ['moon'], reads: ['ghost'], starts: ['start:Fly'], hides: ['user.wings'] })).toEqual([
      422,
      'invalid_role',
      ['/role/admin', '/role/reads', '/role/starts', '/role/hides'],
    ])
    expect(await wrong('other-desk', {})).toEqual([422, 'invalid_role', ['/role/label', '/role/symbol']])
    expect(await wrong('matrix', { label: 'M', symbol: 'M1' })).toEqual([422, 'invalid_role', ['/name']])
    expect(await wrong('Front Desk', { label: 'M', symbol: 'M1' })).toEqual([422, 'invalid_role', ['/name']])
    const { body } = await admin.get('/roles/helpdesk')
    expect(await wrong('helpdesk', { ...body.role, retired: true })).toEqual([422, 'invalid_role', ['/role/retired']])
    expect((await admin.put('/roles/front-desk', { role: { label: 1 } })).status).toBe(400)
    expect(await published()).toBe(count)
  })

  it('nobody puts into one what they do not hold', async () => {
    const count = await published()
    const { status, body } = await admin.put('/roles/front-desk', { role: { ...frontDesk, starts: ['start:UsersProcLock'] } })
    expect([status, body.code, body.detail]).toEqual([
      403,
      'beyond_own',
      'The role would give “Start Lock user”, which Test admin does not hold for everybody. Nothing was published.',
    ])
    expect([await published(), await journal()]).toEqual([count, expect.objectContaining({ kind: 'refused', code: 'beyond_own' })])
    const choices = (await admin.get('/permissions')).body.items
    expect(choices.find(({ word }: { word: string }) => word === 'start:UsersProcLock')).toMatchObject({ label: 'Lock user', may: false })
    expect(choices.find(({ word }: { word: string }) => word === 'admin:state-graphs')).toMatchObject({
      label: 'Admin: State graphs',
      may: true,
    })
  })

  it('a shipped one that is published as it is stays as it ships', async () => {
    const { body } = await admin.get('/roles/administrator')
    const same = await admin.put('/roles/administrator', { role: body.role })
    expect([same.status, same.body.origin]).toEqual([200, 'shipped'])
  })
})

describe('units', () => {
  it('are read with how many are in each, and published as a tree', async () => {
    const before = await admin.get('/units')
    expect(before.body).toEqual({
      items: [
        { name: 'Alpha', above: null, users: 0 },
        { name: 'Lab', above: 'Alpha', users: 1 },
      ],
      strays: [{ name: 'Beta', users: 1 }],
    })
    const items = [
      { name: 'Alpha', above: null },
      { name: 'Lab', above: 'Alpha' },
      { name: 'Beta', above: 'Lab' },
    ]
    const saved = await admin.put('/units', { items }, { 'if-match': before.headers.get('etag') ?? '' })
    expect([saved.status, saved.body.strays]).toEqual([200, []])
    const count = await published()
    const late = await admin.put('/units', { items: [] }, { 'if-match': before.headers.get('etag') ?? '' })
    expect([late.status, await published()]).toEqual([412, count])
    const wrong = await admin.put('/units', {
      items: [
        { name: 'Alpha', above: 'Alpha' },
        { name: 'Lab', above: 'Moon' },
        { name: 'Lab', above: null },
      ],
    })
    expect([wrong.status, wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ['/items/0/above', '/items/1/above', '/items/2/name'],
    ])
    expect(await published()).toBe(count)
  })
})

describe('what accounts hold', () => {
  it('is listed, and stands with the account', async () => {
    const target = desk.helpdesk.id ?? ''
    const input = { role: 'front-desk', scope: 'unit', unit: 'Alpha', until: '2027-03-31' }
    expect((await admin.post('/commands/grant-role', { objects: [target], input })).status).toBe(200)
    const single = { role: 'read:account', scope: 'all' }
    expect((await admin.post('/commands/grant-role', { objects: [target], input: single })).status).toBe(200)
    const { body } = await admin.get(`/accounts/${target}/grants`)
    expect(body.items).toMatchObject([
      { role: 'front-desk', label: 'Front desk', scope: 'unit', unit: 'Alpha', until: '2027-03-31', over: false, grantedBy: 'Test admin' },
      { role: 'helpdesk', label: 'Helpdesk', scope: 'all', unit: null, until: null, over: false, grantedBy: null },
      { role: 'read:account', label: 'See accounts', scope: 'all' },
    ])
    expect((await admin.get(`/accounts/${target}/history`)).body.items[0].sentence).toBe(
      'Test admin granted Test helpdesk the role See accounts, for everybody.',
    )
    expect((await admin.get('/accounts?limit=1')).status).toBe(200)
    const list = await admin.get('/holdings?q=helpdesk')
    expect(list.body.items).toMatchObject([{ account: target, name: 'helpdesk', state: 'active', kind: 'person', grants: body.items }])
    expect((await admin.get('/roles/front-desk')).body.holders).toMatchObject([{ account: target, granted: { unit: 'Alpha' } }])
    expect((await admin.get('/holdings?state=burnt')).status).toBe(400)
    expect((await admin.get(`/accounts/${desk.world.newId()}/grants`)).status).toBe(404)
  })

  it('whoever grants is offered what they hold, and the units they reach', async () => {
    const { body } = await admin.get('/grantable')
    expect(body.units).toEqual(['Alpha', 'Beta', 'Lab', 'Tests'].filter((unit) => body.units.includes(unit)))
    expect(mine(body.roles)).toEqual(expect.arrayContaining(['administrator', 'policy-administrator', 'user-administrator', 'front-desk']))
    expect(mine(body.roles)).not.toContain('operator')
    expect(body.permissions.find(({ name }: { name: string }) => name === 'read:card')).toMatchObject({
      label: 'See cards',
      scopes: ['all', 'unit', 'own'],
    })
  })
})

describe('who may do what, and why', () => {
  it('is a matrix, and a file for spreadsheets', async () => {
    const { body } = await admin.get('/permission-matrix')
    expect(body.roles.find(({ name }: { name: string }) => name === 'front-desk').held).toEqual({ all: 0, unit: 1, own: 0 })
    const file = await admin.get('/permission-matrix.csv')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(file.body.split('\r\n')).toHaveLength(body.rows.length + 3)
  })

  it('is explained about others to whoever administers roles, and about oneself to everybody', async () => {
    const about = `account=${desk.helpdesk.id}&useCase=lock-user&object=${inLab}`
    const { status, body } = await admin.get(`/why?${about}`)
    expect([status, body.may, body.steps.at(-1)]).toEqual([
      200,
      false,
      { kind: 'no', sentence: expect.stringMatching(/^So Test helpdesk may not start Lock user on /) },
    ])
    expect((await operator.get(`/why?${about}`)).body).toMatchObject({ status: 403, code: 'not_permitted' })
    expect((await operator.get(`/why?useCase=lock-user&object=${inLab}`)).body.may).toBe(true)
    expect((await admin.get('/why?useCase=fly')).status).toBe(404)
    expect((await admin.get(`/why?useCase=lock-user&object=${desk.world.newId()}`)).status).toBe(404)
    expect((await admin.get(`/why?useCase=create-user&object=${inLab}`)).status).toBe(422)
    expect((await admin.get('/why')).status).toBe(400)
  })
})

describe('looking as another role would', () => {
  it('shows what the role sees, refuses every change, and ends', async () => {
    const begun = await admin.post('/preview', { role: 'helpdesk', scope: 'unit', unit: 'Alpha' })
    expect([begun.status, begun.body]).toEqual([200, { words: 'Helpdesk for the unit Alpha and those below it (Lab and Beta)' }])
    expect((await journal())?.why).toContain('Helpdesk for the unit Alpha')
    const cookie = `${admin.cookie}; ${(begun.headers.get('set-cookie') ?? '').split(';')[0]}`
    const looking = { cookie }
    const me = (await admin.get('/me', looking)).body
    expect([me.preview.role, me.adminGroups, me.starts.includes('reactivate-user')]).toEqual(['helpdesk', [], true])
    expect((await admin.get('/roles', looking)).status).toBe(403)
    await admin.put('/units', {
      items: [
        { name: 'Alpha', above: null },
        { name: 'Lab', above: 'Alpha' },
      ],
    })
    expect((await admin.get(`/users/${inLab}`, looking)).status).toBe(200)
    expect((await admin.get(`/users/${inBeta}`, looking)).status).toBe(404)
    const changed = async () => (await desk.world.db.query<{ n: number }>('select (select count(*) from journal)::integer as n'))[0]?.n
    const before = await changed()
    for (const [method, path, body] of [
      ['POST', '/commands/lock-user', { objects: [inLab], input: { reason: 'x' } }],
      ['PUT', '/units', { items: [] }],
      ['POST', '/preview', { role: 'operator', scope: 'all', unit: null }],
    ] as const) {
      const answer = await admin.send(method, path, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...looking },
      })
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'only_looking'])
    }
    expect(await changed()).toBe(before)
    expect((await admin.post('/offers', { objects: [inLab] }, looking)).status).toBe(200)
    const ended = await admin.send('DELETE', '/preview', { headers: looking })
    expect([ended.status, ended.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('cardinal-preview=;')])
  })

  it('a cookie that somebody else left behind counts for nothing', async () => {
    const begun = await admin.post('/preview', { role: 'helpdesk', scope: 'own', unit: null })
    const cookie = `${operator.cookie}; ${(begun.headers.get('set-cookie') ?? '').split(';')[0]}`
    expect((await operator.get('/me', { cookie })).body.preview).toBeNull()
    expect((await admin.post('/preview', { role: 'nobody', scope: 'all', unit: null })).status).toBe(404)
    expect((await admin.post('/preview', { role: 'helpdesk', scope: 'unit', unit: null })).status).toBe(422)
  })
})

it('none of it is for an operator, and what was tried changes nothing', async () => {
  for (const path of ['/roles', '/roles/helpdesk', '/permissions', '/units', '/holdings', '/permission-matrix', '/permission-matrix.csv'])
    expect([path, (await operator.get(path)).body.code]).toEqual([path, 'not_permitted'])
  expect((await operator.get(`/accounts/${desk.admin.id}/grants`)).status).toBe(403)
  const count = await published()
  expect((await operator.put('/roles/front-desk', { role: frontDesk })).status).toBe(403)
  expect((await operator.put('/units', { items: [] })).status).toBe(403)
  expect((await operator.post('/preview', { role: 'helpdesk', scope: 'all', unit: null })).status).toBe(403)
  expect(await published()).toBe(count)
  expect(mine((await operator.get('/grantable')).body.roles)).toEqual([])
  const catalog = (await operator.get('/catalog')).body
  expect(catalog.useCases.find(({ name }: { name: string }) => name === 'lock-user').roles).toEqual(['operator'])
})
