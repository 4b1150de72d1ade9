import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forgetOldUploads } from '../../src/runtime/upload-photo.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type Reply, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let operator: Client
let user: string
let portrait: Uint8Array

beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  server = await openTestServer(desk)
  operator = await server.as('operator')
  portrait = await sharp({ create: { width: 800, height: 900, channels: 3, background: '#336699' } })
    .png()
    .toBuffer()
})
beforeEach(async () => {
  user = await desk.someUser()
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const upload = (client: Client, body: Uint8Array | string, type = 'image/png', query = ''): Promise<Reply> =>
  client.send('POST', `/photos${query}`, { body, headers: { 'content-type': type } })

const put = (client: Client, photo: unknown): Promise<Reply> => client.post('/commands/edit-photo', { objects: [user], input: { photo } })

const uploads = async (): Promise<number> => (await desk.world.db.query('select id from uploaded_photo')).length

describe('a photo', () => {
  it('is uploaded, put in place, shown, and told of', async () => {
    const uploaded = await upload(operator, portrait)
    expect(uploaded.status).toBe(201)
    expect(uploaded.body).toEqual({ id: expect.any(String), width: 700, height: 900 })
    expect((await operator.get(`/users/${user}/photo`)).status).toBe(404)
    const before = (await operator.get(`/users/${user}`)).body.version

    const { status, body } = await put(operator, uploaded.body.id)
    expect([status, body.run.state]).toEqual([200, 'ended'])
    const shown = await operator.get(`/users/${user}/photo`)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(shown.headers.get('content-security-policy')).toContain('sandbox')
    expect((await operator.get(`/users/${user}`)).body.version).toBe(before + 1)
    const [told] = (await operator.get(`/users/${user}/history`)).body.items
    expect(JSON.stringify(told)).toContain('changed the photo of')
    expect(JSON.stringify(told)).not.toContain(uploaded.body.id)
  })

  it('is cut as is asked for, and no otherwise', async () => {
    expect((await upload(operator, portrait, 'image/png', '?zoom=2&x=0&y=1')).body).toMatchObject({ width: 350, height: 450 })
    for (const query of ['?zoom=0.5', '?x=2', '?y=left']) expect((await upload(operator, portrait, 'image/png', query)).status).toBe(400)
  })

  it('whatever its name says that it is, is what its bytes say', async () => {
    expect((await upload(operator, portrait, 'image/unknown')).status).toBe(201)
  })
})

describe('is refused, and nothing is kept:', () => {
  it.each([
    ['text that says it is a photo', () => Buffer.from('Hello'), 'image/jpeg', 422, 'photo_unfit'],
    ['a drawing, which could act', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 422, 'photo_unfit'],
    ['a photo that breaks off', () => portrait.subarray(0, portrait.length / 2), 'image/png', 422, 'photo_unfit'],
    ['nothing', () => Buffer.alloc(0), 'image/png', 422, 'photo_unfit'],
    ['a file of another kind', () => portrait, 'application/octet-stream', 415, 'wrong_content_type'],
    ['a file that is too large', () => Buffer.alloc(10 * 1024 * 1024 + 1), 'image/jpeg', 413, 'too_large'],
  ])('%s', async (_, file, type, status, code) => {
    const before = await uploads()
    const answer = await upload(operator, file(), type)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(answer.body.detail).toContain('Nothing was changed.')
    expect(await uploads()).toBe(before)
  })

  it('from whoever may not change photos', async () => {
    const before = await uploads()
    const { status, body } = await upload(await server.as('helpdesk'), portrait)
    expect([status, body.code]).toEqual([403, 'not_permitted'])
    expect(await uploads()).toBe(before)
  })
})

describe('is not put in place, and nothing is changed:', () => {
  const unchanged = async (photo: unknown, client = operator): Promise<Reply> => {
    const { version } = (await operator.get(`/users/${user}`)).body
    const answer = await put(client, photo)
    expect((await operator.get(`/users/${user}/photo`)).status).toBe(404)
    expect((await operator.get(`/users/${user}`)).body.version).toBe(version)
    return answer
  }

  it('the upload of somebody else', async () => {
    const { body } = await upload(operator, portrait)
    expect(JSON.stringify((await unchanged(body.id, await server.as('admin'))).body)).toContain('no_such_upload')
  })

  it('what is no id', async () => {
    const { status, body } = await unchanged('portrait.png')
    expect([status, body.errors]).toEqual([422, [{ pointer: '/input/photo', detail: 'Photo is not the id of an upload.' }]])
  })

  it('an upload after an hour, when it is forgotten, too', async () => {
    const { body } = await upload(operator, portrait)
    desk.clock.forward(3599)
    await forgetOldUploads(desk.world)
    expect(await uploads()).toBeGreaterThan(0)
    desk.clock.forward(1)
    expect(JSON.stringify((await unchanged(body.id)).body)).toContain('no_such_upload')
    await forgetOldUploads(desk.world)
    expect(await uploads()).toBe(0)
  })
})

it('whoever tries one cut after the other keeps the newest ten', async () => {
  for (let times = 0; times < 12; times++) expect((await upload(operator, portrait)).status).toBe(201)
  expect(await uploads()).toBe(10)
})
