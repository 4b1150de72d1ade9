import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { sealEverything, verifyExport } from '../journal/tampered.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let admin: Client
let operator: Client
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  ;[admin, operator] = await Promise.all([server.as('admin'), server.as('operator')])
  await desk.queuedCards(3)
  await sealEverything(desk.world)
})
afterAll(async () => {
  await server.close()
  await desk.close()
})

it('an administrator sees up to where the journal is sealed, and has it verified', async () => {
  const { body } = await admin.get('/journal')
  expect(body).toMatchObject({
    unsealed: 0,
    anchors: [],
    checkpoint: { size: expect.any(Number), keys: [expect.stringMatching(/^[0-9a-f]{8}$/)] },
  })
  expect(body.last).toBeUndefined()
  expect(await admin.post('/journal/verify')).toMatchObject({ status: 202 })
  await desk.until(async () => (await admin.get('/journal')).body.last !== undefined)
  const after = (await admin.get('/journal')).body
  expect(after.last).toMatchObject({ by: 'Test admin', faults: 0, findings: [], checked: after.last.total })
  expect(after.running).toBeUndefined()
})

it('entries are listed newest first, by what they are looked for, page by page', async () => {
  const card = (await desk.world.db.query<{ id: string }>('select id from card order by id limit 1'))[0]?.id ?? ''
  const about = await admin.get(`/journal/entries?object=${card}`)
  expect(about.body.items.map((item: { kind: string }) => item.kind)).toEqual(['moved', 'created'])
  expect(about.body.items[1].sentence).toMatch(/^Card \d+ was made out for First 1 Last 1\.$/)
  expect(about.body.next).toBeNull()
  const all = await admin.get('/journal/entries?limit=200')
  const pages: string[] = []
  for (let after = ''; ; ) {
    const { body } = await admin.get(`/journal/entries?limit=7${after && `&after=${after}`}`)
    pages.push(...body.items.map((item: { id: string }) => item.id))
    if (body.next === null) break
    after = body.next
  }
  expect(pages).toEqual(all.body.items.map((item: { id: string }) => item.id))
  expect(pages).toEqual([...pages].sort().reverse())
  for (const [query, count] of [
    ['kind=created&template=card', 3],
    ['useCase=CardsAddonExtProdProcOrder&kind=moved&actor=TEST%20op', 3],
    ['from=2026-11-26T00:00:00Z', 0],
    ['to=2026-11-25T00:00:00Z', 0],
    ['object=nonsense', 0],
  ] as const)
    expect([query, (await admin.get(`/journal/entries?${query}`)).body.items.length]).toEqual([query, count])
  expect((await admin.get('/journal/entries?after=nonsense')).body.code).toBe('invalid_cursor')
  expect((await admin.get('/journal/entries?kind=nonsense')).status).toBe(400)
})

it('the proof of an entry is accepted by the stand-alone verifier, and not when a letter of it was changed', async () => {
  const keys = (await server.nobody.get('/journal/keys')).body.keys
  expect(keys).toEqual([
    {
      key: expect.stringMatching(/^cardinal\/journal\/[0-9a-f]{16}\+/),
      hash: expect.any(String),
      madeAt: expect.any(String),
      endsAt: null,
    },
  ])
  const all = (await admin.get('/journal/entries?limit=200')).body.items
  const file = join(desk.folder, 'proof.json')
  for (const { id } of [all[0], all[41], all.at(-1)]) {
    const { body, headers } = await admin.get(`/journal/entries/${id}/proof`)
    expect(headers.get('content-disposition')).toBe(`attachment; filename="journal-proof-${body.position}.json"`)
    await writeFile(file, JSON.stringify(body))
    expect(await verifyExport('--proof', file, '--key', keys[0].key)).toEqual({
      code: 0,
      lines: [expect.stringContaining(`Nothing is wrong: entry ${id} is at position ${body.position} of the`)],
    })
    await writeFile(file, JSON.stringify({ ...body, entry: { ...body.entry, actorName: 'Somebody else' } }))
    expect((await verifyExport('--proof', file)).code).toBe(1)
    await writeFile(file, JSON.stringify({ ...body, position: body.position === 0 ? 1 : body.position - 1 }))
    expect((await verifyExport('--proof', file)).code).toBe(1)
  }
})

it('of an entry that is not sealed yet, or is none, there is no proof', async () => {
  await desk.someUser()
  const [newest] = await desk.world.db.query<{ id: string }>('select id from journal order by id desc limit 1')
  expect(await admin.get(`/journal/entries/${newest?.id}/proof`)).toMatchObject({ status: 409, body: { code: 'entry_not_sealed' } })
  expect(await admin.get('/journal/entries/nonsense/proof')).toMatchObject({ status: 404, body: { code: 'no_such_entry' } })
})

it('none of it but the keys is for an operator, and who tried to verify is in the journal', async () => {
  for (const path of ['/journal', '/journal/entries', '/journal/entries/x/proof'])
    expect([path, (await operator.get(path)).body.code]).toEqual([path, 'not_permitted'])
  expect((await operator.post('/journal/verify')).body.code).toBe('not_permitted')
  expect(
    await desk.world.db.query(
      `select actor_name as actor, facts ->> 'code' as code from journal where kind = 'refused' order by id desc limit 1`,
    ),
  ).toEqual([{ actor: null, code: 'not_permitted' }])
  expect((await operator.get('/journal/keys')).status).toBe(200)
})

it('every line about what somebody did or was refused says what they held and from where they asked; the schedule has neither', async () => {
  await desk.enable('abort-card-order')
  const card = await desk.queuedCard()
  const [operator, helpdesk] = [await server.signIn('operator'), await server.signIn('helpdesk')]
  expect((await helpdesk.post('/commands/abort-card-order', { objects: [card], input: {} })).status).toBe(403)
  expect((await operator.post('/commands/abort-card-order', { objects: [card], input: {} })).status).toBe(200)
  const { items } = (await admin.get(`/journal/entries?object=${card}`)).body
  const told = items.map(({ kind, roles, address }: Record<string, unknown>) => [kind, roles, address])
  expect(told.slice(0, 2)).toEqual([
    ['moved', ['operator'], '127.0.0.1'],
    ['refused', ['helpdesk'], '127.0.0.1'],
  ])
  const [published] = (await admin.get('/journal/entries?kind=published&limit=1')).body.items
  expect([published.sentence, published.roles]).toEqual([(await admin.get('/versions?limit=1')).body.items[0].sentence, ['administrator']])
  const [signedIn] = (await admin.get('/journal/entries?kind=signed-in&limit=1')).body.items
  expect([signedIn.roles, signedIn.address]).toEqual([['helpdesk'], '127.0.0.1'])
  const expired = await desk.world.db.query(
    "select 1 from journal where actor_kind = 'system' and (actor_roles is not null or actor_address is not null)",
  )
  expect(expired).toEqual([])
})

it('what was changed of somebody is told from what to what, sealed, until they are erased', async () => {
  const kept = { firstName: 'Eva', employeeNumber: 'E-1', unit: 'Tests' }
  const user = await desk.someUser({ ...kept, lastName: 'Holm', email: 'eva@example.org' })
  await desk.perform('edit-user', [user], { ...kept, lastName: 'Lund', email: 'eva.lund@example.org' })
  const changed = async () => (await admin.get(`/journal/entries?object=${user}&kind=changed`)).body.items[0]
  expect((await changed()).changes).toEqual([
    { field: 'Last name', before: 'Holm', after: 'Lund' },
    { field: 'E-mail', before: 'eva@example.org', after: 'eva.lund@example.org' },
  ])
  expect(await desk.world.db.query("select 1 from journal j where j::text ~ 'Holm|Lund|eva@'")).toEqual([])
  await desk.enable('erase-user')
  await desk.perform('deactivate-user', [user], { reason: 'other' })
  await desk.perform('erase-user', [user], { reason: 'asked' }, desk.admin)
  expect((await changed()).changes).toEqual([])
})
