import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeForFirstAdministrator, inviteAdministrator } from '../../src/identity/first-administrator.ts'
import { totpCode } from '../../src/identity/totp.ts'
import { mailCodes, mailForgotten } from '../../src/runtime/code-delivery.ts'
import { signInWorld } from '../../src/runtime/sign-in-world.ts'
import { openTestDesk, type TestDesk, testPassword } from '../desk.ts'
import { type Jar, openJar } from '../jar.ts'
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

const everyone = [{ role: 'operator', scope: 'all', unit: null }] as const

async function signedIn(name: string, password = testPassword): Promise<Jar> {
  const jar = openJar(server)
  const { status, body } = await jar.post('/sign-in', { name, password })
  expect([status, body.stage]).toEqual([200, 'open'])
  return jar
}

const journalOf = (account: string): Promise<{ kind: string; said: string | null }[]> =>
  desk.world.db.query("select kind, facts->>'said' as said from journal where object_id = $1 order by id", [account])

describe('a one-time code', () => {
  it('lets the first administrator choose a name and a password, once', async () => {
    expect(await codeForFirstAdministrator(signInWorld(desk.world))).toBeUndefined()
    const code = await inviteAdministrator(signInWorld(desk.world))
    expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
    expect(JSON.stringify(await desk.world.db.query('select * from one_time_code'))).not.toContain(code)
    const jar = openJar(server)
    const looked = await jar.post('/welcome/look', { code: code.toLowerCase().replaceAll('-', ' ') })
    expect(looked.body).toEqual({ purpose: 'first-administrator', name: null, displayName: null, mayMakePasskey: true })

    const who = { code, name: 'ada', displayName: 'Ada Berg' }
    const weak = await jar.post('/welcome', { ...who, password: 'password1234' })
    expect([weak.status, weak.body.code]).toEqual([422, 'weak_password'])
    const taken = await jar.post('/welcome', { ...who, name: 'ADMIN', password: 'seven green apples' })
    expect([taken.status, taken.body.code]).toEqual([409, 'account_exists'])
    expect((await jar.post('/welcome', { ...who, name: '', password: 'seven green apples' })).body.code).toBe('invalid_input')

    expect((await jar.post('/welcome', { ...who, password: 'seven green apples' })).status).toBe(200)
    expect((await jar.get('/me')).body.adminGroups).toContain('roles')
    const again = await openJar(server).post('/welcome', { ...who, name: 'eve', password: 'seven green apples' })
    expect([again.status, again.body.code]).toEqual([404, 'no_such_code'])
    expect(await desk.world.db.query("select name from account where name in ('ada', 'eve')")).toEqual([{ name: 'ada' }])
  })

  it('runs out after a day, and a new one takes the place of the last', async () => {
    const first = await inviteAdministrator(signInWorld(desk.world))
    const second = await inviteAdministrator(signInWorld(desk.world))
    const look = async (code: string): Promise<number> => (await openJar(server).post('/welcome/look', { code })).status
    expect([await look(first), await look(second)]).toEqual([404, 200])
    desk.clock.forward(24 * 3600)
    expect(await look(second)).toBe(404)
  })
})

describe('an invitation', () => {
  it('is a letter that whoever asked prints once; its code lets the account in, and stands nowhere', async () => {
    const admin = await signedIn('admin')
    const input = { name: 'bo', displayName: 'Bo Lind', delivery: 'letter' }
    const created = await admin.post('/commands/create-account', { objects: [], input })
    expect(created.status).toBe(200)
    const { id } = created.body.run
    const others = await (await signedIn('helpdesk')).post(`/runs/${id}/letters`)
    expect([others.status, others.body.code]).toEqual([404, 'no_such_letter'])
    const letters = await admin.post(`/runs/${id}/letters`)
    expect(letters.body.items).toHaveLength(1)
    const [letter] = letters.body.items
    expect(letter).toMatchObject({ name: 'bo', displayName: 'Bo Lind', purpose: 'invitation' })
    expect((await admin.post(`/runs/${id}/letters`)).body.code).toBe('no_such_letter')
    const kept = await desk.world.db.query(
      'select (select json_agg(j) from journal j)::text as journal, (select json_agg(r) from run r)::text as runs',
    )
    expect(JSON.stringify(kept)).not.toContain(letter.code)

    const jar = openJar(server)
    expect((await jar.post('/welcome', { code: letter.code, password: 'a blue bicycle' })).status).toBe(200)
    expect((await jar.get('/me')).body.name).toBe('bo')
    expect(await desk.world.db.query("select state from account where name = 'bo'")).toEqual([{ state: 'active' }])
    expect((await journalOf(letter.account)).map(({ kind }) => kind)).toEqual(['created', 'done', 'other', 'moved', 'other'])
  })

  it('is not mailed where no mails are sent, and nothing is created', async () => {
    const admin = await signedIn('admin')
    const input = { name: 'cy', displayName: 'Cy Dahl', email: 'cy@example.org', delivery: 'email' }
    const refused = await admin.post('/commands/create-account', { objects: [], input })
    expect([refused.status, refused.body.code]).toEqual([409, 'no_mail_server'])
    expect(await desk.world.db.query("select 1 from account where name = 'cy'")).toEqual([])
  })
})

describe('Reset password', () => {
  it('ends every session when its code is used, and leaves the old password to nobody', async () => {
    const { id } = await desk.appoint('dan', everyone)
    const before = await signedIn('dan')
    const helpdesk = await signedIn('helpdesk')
    const reset = await helpdesk.post('/commands/reset-password', { objects: [id], input: { delivery: 'letter' } })
    const [letter] = (await helpdesk.post(`/runs/${reset.body.run.id}/letters`)).body.items
    expect((await before.get('/me')).status).toBe(200)
    expect((await openJar(server).post('/welcome', { code: letter.code, password: 'another red bicycle' })).status).toBe(200)
    const ended = await before.get('/me')
    expect([ended.status, ended.body.code]).toEqual([401, 'session_ended'])
    expect(ended.body.detail).toBe('This session was ended: it was chosen anew how this account signs in. Nothing was changed.')
    expect((await openJar(server).post('/sign-in', { name: 'dan', password: testPassword })).status).toBe(401)
    await signedIn('dan', 'another red bicycle')
  })

  it('is no way for the helpdesk to become an administrator, nor for anybody to get around their own', async () => {
    const helpdesk = await signedIn('helpdesk')
    const reset = (id: string | null) => helpdesk.post('/commands/reset-password', { objects: [id], input: { delivery: 'letter' } })
    expect((await reset(desk.admin.id)).body.code).toBe('beyond_own')
    expect((await reset(desk.helpdesk.id)).body.code).toBe('own_account')
    expect(await desk.world.db.query('select 1 from code_delivery where account_id = $1', [desk.admin.id])).toEqual([])
  })

  it('is also asked for on the sign-in page, with one answer for every name, and mailed at most every ten minutes', async () => {
    expect((await openJar(server).post('/sign-in/forgotten', { name: 'eva' })).body.code).toBe('no_mail_server')
    const mailing = { ...desk.world, mailer: { send: async () => {} }, publicUrl: 'https://cards.example.org' }
    const other = await openTestServer({ ...desk, world: mailing })
    const { id } = await desk.appoint('eva', everyone)
    await desk.world.db.query("update account set email = 'eva@example.org' where id = $1", [id])
    for (const name of ['eva', 'EVA@example.org', 'nobody', 'nobody@example.org']) {
      const { status, body } = await openJar(other).post('/sign-in/forgotten', { name })
      expect([status, body]).toEqual([202, ''])
    }
    await mailForgotten(mailing, id ?? '')
    await mailForgotten(mailing, id ?? '')
    const mails = await desk.world.db.query<{ recipient: string; body: string }>('select recipient, body from mail')
    expect(mails).toHaveLength(1)
    expect(mails[0]?.recipient).toBe('eva@example.org')
    const code = /https:\/\/cards\.example\.org\/welcome#(\S+)/.exec(mails[0]?.body ?? '')?.[1]
    expect((await openJar(other).post('/welcome', { code, password: 'a yellow submarine' })).status).toBe(200)
    await other.close()
  })

  it('by mail goes to the address of the account, and is sent once', async () => {
    const mailing = { ...desk.world, mailer: { send: async () => {} } }
    const other = await openTestServer({ ...desk, world: mailing })
    const { id } = await desk.appoint('fay', everyone)
    const jar = openJar(other)
    await jar.post('/sign-in', { name: 'helpdesk', password: testPassword })
    const refused = await jar.post('/commands/reset-password', { objects: [id], input: { delivery: 'email' } })
    expect(refused.body.code).toBe('no_email')
    await desk.world.db.query("update account set email = 'fay@example.org' where id = $1", [id])
    const reset = await jar.post('/commands/reset-password', { objects: [id], input: { delivery: 'email' } })
    await mailCodes(mailing, reset.body.run.id)
    await mailCodes(mailing, reset.body.run.id)
    expect(await desk.world.db.query("select 1 from mail where recipient = 'fay@example.org'")).toHaveLength(1)
    await other.close()
  })
})

describe('a second factor', () => {
  it('is an authenticator app whose codes work once; without it a password lets nobody in', async () => {
    await desk.appoint('gil', everyone)
    const jar = await signedIn('gil')
    const { secret, address, qr } = (await jar.post('/account/authenticator')).body
    expect(address).toContain(`secret=${secret}`)
    expect(qr.squares.length).toBeGreaterThan(100)
    const code = (): string => totpCode(secret, desk.clock.now())
    expect((await jar.post('/account/authenticator/code', { code: '000000' })).body.code).toBe('wrong_proof')
    const { recoveryCodes } = (await jar.post('/account/authenticator/code', { code: code() })).body
    expect(new Set(recoveryCodes).size).toBe(10)
    const stored = JSON.stringify(await desk.world.db.query('select * from secret, recovery_code'))
    expect([stored.includes(secret), stored.includes(recoveryCodes[0])]).toEqual([false, false])

    const half = openJar(server)
    expect((await half.post('/sign-in', { name: 'gil', password: testPassword })).body.stage).toBe('second-factor')
    const asked = await half.get('/me')
    expect([asked.status, asked.body.code]).toEqual([401, 'second_factor_needed'])
    // The code of the set-up was used.
    expect((await half.post('/sign-in/second-factor', { code: code() })).body.code).toBe('wrong_proof')
    desk.clock.forward(30)
    expect((await half.post('/sign-in/second-factor', { code: code() })).body.stage).toBe('open')
    expect((await half.get('/me')).body.name).toBe('gil')

    const other = openJar(server)
    await other.post('/sign-in', { name: 'gil', password: testPassword })
    expect((await other.post('/sign-in/second-factor', { recoveryCode: recoveryCodes[3].toLowerCase() })).status).toBe(200)
    const third = openJar(server)
    await third.post('/sign-in', { name: 'gil', password: testPassword })
    expect((await third.post('/sign-in/second-factor', { recoveryCode: recoveryCodes[3] })).status).toBe(422)
    expect((await other.get('/account')).body.authenticator.recoveryCodes).toBe(9)
  })

  it('locks the account when it is guessed, although the password was right each time', async () => {
    const { id } = await desk.appoint('hal', everyone)
    const jar = await signedIn('hal')
    const { secret } = (await jar.post('/account/authenticator')).body
    await jar.post('/account/authenticator/code', { code: totpCode(secret, desk.clock.now()) })
    for (let guess = 0; guess < 5; guess++) {
      const half = openJar(server)
      await half.post('/sign-in', { name: 'hal', password: testPassword })
      expect((await half.post('/sign-in/second-factor', { code: '12345' })).status).toBe(422)
    }
    expect((await openJar(server).post('/sign-in', { name: 'hal', password: testPassword })).status).toBe(401)
    const helpdesk = await signedIn('helpdesk')
    expect((await helpdesk.post('/commands/unlock-account', { objects: [id] })).status).toBe(200)
    expect((await openJar(server).post('/sign-in', { name: 'hal', password: testPassword })).body.stage).toBe('second-factor')
  })

  it('is set up before anything else where the option demands it', async () => {
    await desk.appoint('ida', [{ role: 'user-administrator', scope: 'all', unit: null }])
    await desk.appoint('jon', everyone)
    await desk.setOptions({ SignInSecondFactor: 'administrators' })
    expect((await openJar(server).post('/sign-in', { name: 'jon', password: testPassword })).body.stage).toBe('open')
    const jar = openJar(server)
    expect((await jar.post('/sign-in', { name: 'ida', password: testPassword })).body.stage).toBe('set-up')
    expect((await jar.get('/me')).body.code).toBe('set_up_needed')
    const { secret } = (await jar.post('/account/authenticator')).body
    expect((await jar.post('/account/authenticator/code', { code: totpCode(secret, desk.clock.now()) })).status).toBe(200)
    expect((await jar.get('/me')).status).toBe(200)
    expect((await jar.delete('/account/authenticator')).body.code).toBe('second_factor_demanded')
    await desk.setOptions({ SignInSecondFactor: 'nobody' })
  })
})

describe('Remove second factor', () => {
  it('lets somebody in again who lost the telephone and the codes; it is told how it was made sure who asks', async () => {
    const { id } = await desk.appoint('ola', everyone)
    const jar = await signedIn('ola')
    const { secret } = (await jar.post('/account/authenticator')).body
    await jar.post('/account/authenticator/code', { code: totpCode(secret, desk.clock.now()) })
    await desk.world.db.query("update account set email = 'ola@example.org' where id = $1", [id])
    const secretsOf = () => desk.world.db.query("select 1 from secret where starts_with(name, 'account/' || $1::text)", [id])
    expect(await secretsOf()).toHaveLength(1)

    const admin = await signedIn('admin')
    const remove = (input: object) => admin.post('/commands/remove-second-factor', { objects: [id], input })
    expect((await remove({})).status).toBe(422)
    expect((await openJar(server).post('/sign-in', { name: 'ola', password: testPassword })).body.stage).toBe('second-factor')
    expect((await remove({ identity: 'document' })).status).toBe(200)

    expect((await jar.get('/me')).body.detail).toContain('the second factor was removed')
    expect(await secretsOf()).toEqual([])
    expect((await openJar(server).post('/sign-in', { name: 'ola', password: testPassword })).body.stage).toBe('open')
    const { items } = (await admin.get(`/accounts/${id}/history`)).body
    expect(items[0].sentence).toBe(
      'Test admin removed the second factor of the account Test ola (authenticator app and recovery codes), having made sure who asks: In person, with an identity document.',
    )
  })

  it('is no way for a user administrator to become an administrator, nor for anybody to get around their own', async () => {
    await desk.appoint('pia', [{ role: 'user-administrator', scope: 'all', unit: null }])
    const administrator = await desk.appoint('rex', [{ role: 'administrator', scope: 'all', unit: null }])
    const rex = await signedIn('rex')
    const { secret } = (await rex.post('/account/authenticator')).body
    await rex.post('/account/authenticator/code', { code: totpCode(secret, desk.clock.now()) })
    const pia = await signedIn('pia')
    const remove = (id: string | null) => pia.post('/commands/remove-second-factor', { objects: [id], input: { identity: 'superior' } })
    expect((await remove(administrator.id)).body.code).toBe('beyond_own')
    expect((await remove((await pia.get('/me')).body.id)).body.code).toBe('own_account')
    expect((await rex.get('/me')).status).toBe(200)
    expect((await openJar(server).post('/sign-in', { name: 'rex', password: testPassword })).body.stage).toBe('second-factor')
  })
})

describe('End sessions', () => {
  it('signs somebody out everywhere at once, who may then sign in again', async () => {
    const { id } = await desk.appoint('sol', everyone)
    const [here, there] = [await signedIn('sol'), await signedIn('sol')]
    const helpdesk = await signedIn('helpdesk')
    expect((await helpdesk.post('/commands/end-sessions', { objects: [id] })).status).toBe(200)
    for (const session of [here, there]) expect((await session.get('/me')).body.detail).toContain('a user administrator ended it')
    expect((await (await signedIn('sol')).get('/me')).status).toBe(200)
  })
})

describe('my account', () => {
  it('changes the password of whoever knows it, and ends all other sessions', async () => {
    await desk.appoint('kim', everyone)
    const [here, there] = [await signedIn('kim'), await signedIn('kim')]
    const change = (current: string, password: string) => here.post('/account/password', { current, password })
    expect((await change('wrong', 'seven green apples')).body.code).toBe('wrong_proof')
    expect((await change(testPassword, 'kim')).body.code).toBe('weak_password')
    expect((await there.get('/me')).status).toBe(200)
    expect((await change(testPassword, 'seven green apples')).status).toBe(204)
    expect((await there.get('/me')).body.detail).toContain('the password was changed')
    expect((await here.get('/me')).status).toBe(200)
  })

  it('lists where one is signed in, and ends sessions at once', async () => {
    await desk.appoint('lea', everyone)
    const [here, second, third] = [await signedIn('lea'), await signedIn('lea'), await signedIn('lea')]
    const { sessions } = (await here.get('/account')).body
    expect(sessions).toHaveLength(3)
    expect(sessions[0]).toMatchObject({ way: 'a password', agent: 'An unknown program', address: '127.0.0.1' })
    expect(sessions.filter((session: { isThis: boolean }) => session.isThis)).toHaveLength(1)
    const mine = (await second.get('/account')).body.sessions.find((session: { isThis: boolean }) => session.isThis).id
    expect((await here.delete(`/account/sessions/${mine}`)).status).toBe(204)
    expect((await second.get('/me')).body.detail).toContain('it was ended from another device')
    expect((await here.delete(`/account/sessions/${mine}`)).status).toBe(404)
    expect((await here.delete('/account/sessions')).status).toBe(204)
    expect([(await third.get('/me')).status, (await here.get('/me')).status]).toEqual([401, 200])
    expect((await here.delete('/account/sessions/%20')).status).toBe(404)
  })
})

describe('a proof of identity', () => {
  it('is asked for before what is risky, when the last is older than ten minutes; the same request is then done', async () => {
    const { id } = await desk.appoint('mia', everyone)
    const admin = await signedIn('admin')
    desk.clock.forward(10 * 60)
    const grant = () => admin.post('/commands/grant-role', { objects: [id], input: { role: 'administrator', scope: 'all' } })
    const refused = await grant()
    expect([refused.status, refused.body.code]).toEqual([403, 'prove_identity'])
    expect(refused.body.detail).toContain('Nothing was changed.')
    expect(await desk.world.db.query("select 1 from role_grant where account_id = $1 and role = 'administrator'", [id])).toEqual([])
    const lines = await desk.world.db.query("select kind from journal where facts->>'code' = 'prove_identity'")
    expect(lines).toEqual([{ kind: 'refused' }])
    const options = await admin.put('/options', { values: { CardsValidityMonths: 24 } })
    expect([options.status, options.body.code]).toEqual([403, 'prove_identity'])
    expect((await admin.get('/options')).status).toBe(200)

    expect((await admin.post('/session/prove', { password: 'wrong' })).status).toBe(422)
    expect((await grant()).body.code).toBe('prove_identity')
    expect((await admin.post('/session/prove', { password: testPassword })).status).toBe(204)
    expect((await grant()).status).toBe(200)
    expect((await admin.put('/options', { values: { CardsValidityMonths: 24 } })).status).toBe(200)
  })

  it('is asked for where many are aborted at once, and not for one', async () => {
    await desk.enable('abort-card-order')
    await desk.setOptions({ SignInMostWithoutProof: 2 })
    const cards = await desk.queuedCards(4)
    const operator = await signedIn('operator')
    desk.clock.forward(11 * 60)
    const abort = (objects: string[]) => operator.post('/commands/abort-card-order', { objects, input: {} })
    expect((await abort(cards.slice(0, 1))).status).toBe(200)
    expect((await abort(cards.slice(1))).body.code).toBe('prove_identity')
    const form = await operator.post('/commands/abort-card-order', { objects: cards.slice(1) })
    expect(form.status).toBe(202)
    expect((await operator.post(`/runs/${form.body.run.id}/answer`, { input: {} })).body.code).toBe('prove_identity')
    expect(await Promise.all(cards.map((card) => desk.stateOf(card)))).toEqual(['aborted', 'processing', 'processing', 'processing'])
    await operator.post('/session/prove', { password: testPassword })
    expect((await operator.post(`/runs/${form.body.run.id}/answer`, { input: {} })).body.run.state).toBe('ended')
  })

  it('is not taken from a key that is repeated: the refusal is not its answer', async () => {
    const { id } = await desk.appoint('ned', everyone)
    const admin = await server.signIn('admin')
    desk.clock.forward(11 * 60)
    const grant = () =>
      admin.post('/commands/grant-role', { objects: [id], input: { role: 'administrator', scope: 'all' } }, { 'idempotency-key': 'once' })
    expect((await grant()).status).toBe(403)
    const proved = await admin.post('/session/prove', { password: testPassword })
    const cookie = (proved.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const again = await admin.post(
      '/commands/grant-role',
      { objects: [id], input: { role: 'administrator', scope: 'all' } },
      { 'idempotency-key': 'once', cookie },
    )
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, null])
  })
})
