import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { isRefusal } from '../engine/refusal.ts'
import { createIds } from '../kit/id.ts'
import type { Database } from '../store/database.ts'
import { schedulerActor } from './actor.ts'
import { createAccount, type FirstAccount } from './create-account.ts'
import { ABSOLUTE_LIMIT, IDLE_LIMIT, sessionOf, signOut } from './session.ts'
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
  await db.script('delete from journal; delete from session; delete from role_grant; delete from account')
  await create({ name: 'Ada', displayName: 'Ada Berg', password: 'seven green apples', roles: ['operator'] })
  await db.query('delete from journal')
})

describe('signing in', () => {
  it('opens a session for whoever knows the password, whatever the capitals of the name', async () => {
    const signedIn = await tryTo('aDA', 'seven green apples')
    if (isRefusal(signedIn)) throw new Error(signedIn.sentence)
    expect(signedIn.token).toMatch(/^[\w-]{43}$/)
    const session = await sessionOf(db, signedIn.token, now)
    expect(session).toEqual({ account: signedIn.account, csrf: signedIn.csrf })
    expect(session?.account).toEqual({
      id: expect.any(String),
      name: 'Ada',
      displayName: 'Ada Berg',
      personId: null,
      kind: 'person',
      grants: [{ role: 'operator', scope: 'all', unit: null, until: null }],
      asOf: expect.any(Number),
    })
    expect(await journal()).toEqual([{ kind: 'signed-in', actor_name: null, facts: { said: '{actor} signed in.' } }])
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
    expect(await sessionOf(db, token, later(IDLE_LIMIT - 1))).toBeDefined()
    expect(await sessionOf(db, token, later(2 * IDLE_LIMIT - 2))).toBeDefined()
    expect(await sessionOf(db, token, later(3 * IDLE_LIMIT - 3))).toBeDefined()
    expect(await sessionOf(db, token, later(ABSOLUTE_LIMIT))).toBeUndefined()
    const other = await tokenOfAda()
    expect(await sessionOf(db, other, later(IDLE_LIMIT))).toBeUndefined()
  })

  it('notes its use once a minute, and not at every request', async () => {
    const token = await tokenOfAda()
    const usedAt = async (): Promise<unknown> => (await db.query('select used_at from session'))[0]?.['used_at']
    await sessionOf(db, token, later(MINUTE - 1))
    expect(await usedAt()).toEqual(now)
    await sessionOf(db, token, later(MINUTE))
    expect(await usedAt()).toEqual(later(MINUTE))
  })

  it('ends with signing out, and when its account is disabled; a token that was made up has none', async () => {
    const [first, second] = [await tokenOfAda(), await tokenOfAda()]
    await signOut(db, first)
    expect(await sessionOf(db, first, now)).toBeUndefined()
    expect(await sessionOf(db, second, now)).toBeDefined()
    await db.query("update account set state = 'disabled'")
    expect(await sessionOf(db, second, now)).toBeUndefined()
    expect(await sessionOf(db, 'made up', now)).toBeUndefined()
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

const tryTo = (name: string, password: string): ReturnType<typeof signIn> => signIn({ db, clock, newId }, { name, password })

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
