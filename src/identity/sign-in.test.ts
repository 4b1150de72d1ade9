import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { isRefusal } from '../engine/refusal.ts'
import { createIds } from '../kit/id.ts'
import type { Database } from '../store/database.ts'
import { schedulerActor } from './actor.ts'
import { createAccount, type FirstAccount } from './create-account.ts'
import { ABSOLUTE_LIMIT, IDLE_LIMIT, type RenewedSession, sessionOf, signOut } from './session.ts'
import { signIn } from './sign-in.ts'

const MINUTE = 60_000
let now = new Date('2027-03-01T08:00:00Z')
const clock = { now: () => now }
const newId = createIds(clock)
const later = (milliseconds: number): Date => new Date(now.getTime() + milliseconds)

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await db.script('delete from journal; delete from sign_in_failure; delete from session; delete from role_grant; delete from account')
  await create({ name: 'Ada', displayName: 'Ada Berg', password: 'seven green apples', roles: ['operator'] })
  await db.query('delete from journal')
})

describe('signing in', () => {
  it('opens a session for whoever knows the password, whatever the capitals of the name', async () => {
    const signedIn = await tryTo('aDA', 'seven green apples')
    if (isRefusal(signedIn)) throw new Error(signedIn.sentence)
    expect(signedIn.token).toMatch(/^[\w-]{43}$/)
    const session = await sessionAt(signedIn.token, now)
    expect(session).toEqual({ id: expect.any(String), account: signedIn.account, csrf: signedIn.csrf, stage: 'open', provedAt: now })
    expect(session?.account).toEqual({
      id: expect.any(String),
      name: 'Ada',
      displayName: 'Ada Berg',
      personId: null,
      kind: 'person',
      grants: [{ role: 'operator', scope: 'all', unit: null, until: null }],
      asOf: expect.any(Number),
    })
    expect(await journal()).toEqual([
      { kind: 'signed-in', actor_name: null, facts: { said: '{actor} signed in with {way}.', way: 'a password' } },
    ])
    const stored = await db.query<{ hash: string }>('select hash from session')
    expect(stored.map((row) => row.hash)).not.toContain(signedIn.token)
  })

  it('tells nothing to a stranger: an unknown name, a wrong password, a disabled and a locked account get the same answer', async () => {
    await create({ name: 'Bo', displayName: 'Bo Lind', password: 'a blue bicycle', roles: ['helpdesk'] })
    await create({ name: 'Cy', displayName: 'Cy Dahl', password: 'a red bicycle', roles: ['helpdesk'] })
    await db.query("update account set state = 'disabled' where name = 'Bo'")
    await db.query("update account set locked_until = $1 where name = 'Cy'", [later(MINUTE)])
    await db.query('delete from journal')
    const answers = [
      await tryTo('nobody', 'x'),
      await tryTo('Ada', 'x'),
      await tryTo('Bo', 'a blue bicycle'),
      await tryTo('Cy', 'a red bicycle'),
    ]
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]).toMatchObject({ code: 'sign_in_refused' })
    expect(await db.query('select 1 from session')).toEqual([])
    const lines = await journal()
    expect(lines.map((line) => [line.kind, line.actor_name, line.facts['why']])).toEqual([
      ['refused', null, 'unknown name'],
      ['refused', null, 'wrong password'],
      ['refused', null, 'disabled'],
      ['refused', null, 'locked'],
    ])
    expect(JSON.stringify(lines)).not.toContain('nobody')
  })

  it('waits after five failures, twice as long with each further one, an hour at most', async () => {
    for (let failure = 1; failure <= 4; failure++) await tryTo('Ada', 'wrong')
    expect(await tryTo('Ada', 'seven green apples')).toHaveProperty('token')

    for (let failure = 1; failure <= 5; failure++) await tryTo('Ada', 'wrong')
    expect(await lockedFor()).toBe(MINUTE)
    expect(await tryTo('Ada', 'seven green apples')).toHaveProperty('code', 'sign_in_refused')
    await tryTo('Ada', 'wrong')
    expect(await lockedFor()).toBe(MINUTE)

    const start = now
    try {
      now = later(MINUTE)
      await tryTo('Ada', 'wrong')
      expect(await lockedFor()).toBe(2 * MINUTE)
      await db.query('update account set failures = 60, locked_until = null')
      await tryTo('Ada', 'wrong')
      expect(await lockedFor()).toBe(60 * MINUTE)
      now = later(60 * MINUTE)
      expect(await tryTo('Ada', 'seven green apples')).toHaveProperty('token')
      expect(await db.query('select failures, locked_until from account')).toEqual([{ failures: 0, locked_until: null }])
    } finally {
      now = start
    }
  })

  it('lets no more than five of many guesses at once count', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => tryTo('Ada', 'wrong')))
    expect(answers.filter(isRefusal)).toHaveLength(12)
    expect(await db.query('select failures from account')).toEqual([{ failures: 5 }])
  })
})

describe('a session', () => {
  it('is over when it is idle for eight hours, and a day after its beginning in any case', async () => {
    const token = await tokenOfAda()
    const second = (await sessionAt(token, later(IDLE_LIMIT - 1)))?.renewed ?? ''
    const third = (await sessionAt(second, later(2 * IDLE_LIMIT - 2)))?.renewed ?? ''
    const last = (await sessionAt(third, later(3 * IDLE_LIMIT - 3)))?.renewed ?? ''
    expect(last).not.toBe('')
    expect(await sessionAt(last, later(ABSOLUTE_LIMIT))).toBeUndefined()
    const other = await tokenOfAda()
    expect(await sessionAt(other, later(IDLE_LIMIT))).toBeUndefined()
  })

  it('notes its use once a minute, and not at every request', async () => {
    const token = await tokenOfAda()
    const usedAt = async (): Promise<unknown> => (await db.query('select used_at from session'))[0]?.['used_at']
    await sessionAt(token, later(MINUTE - 1))
    expect(await usedAt()).toEqual(now)
    await sessionAt(token, later(MINUTE))
    expect(await usedAt()).toEqual(later(MINUTE))
  })

  it('gets a new token every hour, and the one before counts for a minute more', async () => {
    const token = await tokenOfAda()
    const renewed = (await sessionAt(token, later(60 * MINUTE)))?.renewed ?? ''
    expect(renewed).toMatch(/^[\w-]{43}$/)
    const former = await sessionAt(token, later(60 * MINUTE + 1))
    expect(former).toMatchObject({ csrf: expect.any(String) })
    expect(former).not.toHaveProperty('renewed')
    expect(await sessionAt(renewed, later(61 * MINUTE))).toBeDefined()
    expect(await sessionAt(token, later(61 * MINUTE))).toBeUndefined()
  })

  it('gets another new token where the answer with the first was lost', async () => {
    const token = await tokenOfAda()
    const lost = (await sessionAt(token, later(60 * MINUTE)))?.renewed ?? ''
    const renewed = (await sessionAt(token, later(65 * MINUTE)))?.renewed ?? ''
    expect(renewed).toMatch(/^[\w-]{43}$/)
    expect(await sessionAt(lost, later(65 * MINUTE))).toBeUndefined()
    expect(await sessionAt(renewed, later(66 * MINUTE))).toBeDefined()
    expect(await sessionAt(token, later(66 * MINUTE))).toBeUndefined()
  })

  it('gives only one of many requests at once the new token', async () => {
    const token = await tokenOfAda()
    const sessions = await Promise.all(Array.from({ length: 8 }, () => sessionAt(token, later(60 * MINUTE))))
    expect(sessions.filter((session) => session?.renewed)).toHaveLength(1)
    expect(sessions.filter((session) => session === undefined)).toEqual([])
  })

  it('that somebody ended says why, also when its account is disabled', async () => {
    const token = await tokenOfAda()
    await db.query("update session set ended_at = $1, ended_why = 'the password was changed'", [now])
    expect(await sessionOf(world(), token)).toEqual({ ended: 'the password was changed' })
    await db.query("update account set state = 'disabled'")
    expect(await sessionOf(world(), token)).toEqual({ ended: 'the password was changed' })
  })

  it('ends with signing out, and when its account is disabled; a token that was made up has none', async () => {
    const [first, second] = [await tokenOfAda(), await tokenOfAda()]
    await signOut(db, first)
    expect(await sessionAt(first, now)).toBeUndefined()
    expect(await sessionAt(second, now)).toBeDefined()
    await db.query("update account set state = 'disabled'")
    expect(await sessionAt(second, now)).toBeUndefined()
    expect(await sessionAt('made up', now)).toBeUndefined()
  })

  it('is cleared away at a later sign-in when it is over', async () => {
    await tokenOfAda()
    await db.query('update session set expires_at = $1', [now])
    await tokenOfAda()
    expect(await db.query('select 1 from session')).toHaveLength(1)
  })
})

describe('an account', () => {
  it('has a sign-in name of its own, whatever the capitals, and roles that people can hold', async () => {
    const taken = await createAccount({ db, clock, newId }, schedulerActor, {
      name: 'ada ',
      displayName: 'Ada Other',
      password: 'x',
      roles: [],
    })
    expect(taken).toMatchObject({ code: 'account_exists' })
    for (const role of ['batch-sync', 'king']) {
      const refused = await createAccount({ db, clock, newId }, schedulerActor, {
        name: 'Bo',
        displayName: 'Bo Lind',
        password: 'x',
        roles: [role],
      })
      expect(refused).toMatchObject({ code: 'no_such_role' })
    }
    expect(await db.query('select name from account')).toEqual([{ name: 'Ada' }])
  })
})

describe('an address', () => {
  const whence = { agent: 'Firefox on Linux', address: '192.0.2.7' }
  const from = (name: string, password = 'x') => signIn(world(), { name, password }, whence)

  it('that failed for ten names waits, whatever it tries, and others do not', async () => {
    for (let nth = 0; nth < 10; nth++) expect(await from(`nobody ${nth}`)).toHaveProperty('code', 'sign_in_refused')
    expect(await from('Ada', 'seven green apples')).toMatchObject({ code: 'too_many_requests' })
    expect(await signIn(world(), { name: 'Ada', password: 'seven green apples' }, { ...whence, address: '192.0.2.8' })).toHaveProperty(
      'token',
    )
    const start = now
    now = later(MINUTE)
    expect(await from('Ada', 'seven green apples')).toHaveProperty('token')
    now = start
    const kept = JSON.stringify(await db.query('select * from sign_in_failure'))
    expect(kept).not.toContain('nobody')
  })

  it('may mistype one name often: that is what the account guards against', async () => {
    for (let nth = 0; nth < 15; nth++) await from('nobody')
    expect(await from('Ada', 'seven green apples')).toHaveProperty('token')
  })
})

const world = () => ({ db, clock, newId })

/** The session of a token at a time. */
async function sessionAt(token: string, time: Date): Promise<RenewedSession | undefined> {
  const session = await sessionOf({ db, clock: { now: () => time }, newId }, token)
  if (session && 'ended' in session) throw new Error(`The session was ended: ${session.ended}.`)
  return session
}

const tryTo = (name: string, password: string): ReturnType<typeof signIn> => signIn(world(), { name, password })

async function create(account: FirstAccount): Promise<void> {
  const created = await createAccount({ db, clock, newId }, schedulerActor, account)
  if (isRefusal(created)) throw new Error(created.sentence)
}

async function tokenOfAda(): Promise<string> {
  const signedIn = await tryTo('Ada', 'seven green apples')
  if (isRefusal(signedIn)) throw new Error(signedIn.sentence)
  return signedIn.token
}

async function lockedFor(): Promise<number | undefined> {
  const [account] = await db.query<{ locked_until: Date | null }>("select locked_until from account where name = 'Ada'")
  return account?.locked_until ? account.locked_until.getTime() - now.getTime() : undefined
}

const journal = (): Promise<{ kind: string; actor_name: string | null; facts: Record<string, unknown> }[]> =>
  db.query('select kind, actor_name, facts from journal order by id')
