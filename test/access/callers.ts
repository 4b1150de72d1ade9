/** Who may ask the API for something. To sweep it as one more kind of caller is one more row here. */
import { catalog } from '../../src/catalog/catalog.ts'
import { roles } from '../../src/catalog/roles.ts'
import { everywhere, type Grant, type InForce, type Permissions, permissionsOf, type Reached } from '../../src/engine/permit.ts'
import { startPermission } from '../../src/engine/use-case.ts'
import { openSessionFor } from '../../src/identity/session.ts'
import { sha256 } from '../../src/kit/hash.ts'
import { insertAccount } from '../../src/store/account.ts'
import { insertToken, showToken } from '../../src/store/api-token.ts'
import { insertGrants } from '../../src/store/role-grant.ts'
import type { TestDesk } from '../desk.ts'
import type { Client, TestServer } from '../server.ts'

export interface Caller {
  readonly name: string
  /** What the account holds for an operation with these words; undefined for nobody. */
  readonly grants: (words: readonly string[]) => readonly Grant[] | undefined
  /** Sends the token of its session, unless told. */
  readonly token?: false
  /** Began the runs that it asks for, unless told. */
  readonly began?: true
  /** A program that brings a token, and not a person in a session. */
  readonly program?: true
}

/** Roles that nobody's account holds for everybody. */
const OTHERWISE = new Set(['self-service-user', 'self-service-visitor', 'batch-sync'])
/** In which unit the objects of the examples are, and another one. */
export const [HERE, ELSEWHERE] = ['Tests', 'Elsewhere']

const permissions = (word: string): boolean => word.includes(':')

export const callers: readonly Caller[] = [
  { name: 'signed out', grants: () => undefined },
  { name: 'no token', grants: (words) => everywhere(...words.filter(permissions)), token: false, began: true },
  ...roles
    .filter(({ name }) => !OTHERWISE.has(name))
    .map(({ name }): Caller => ({ name, grants: () => everywhere(name), ...(name === 'operator' && { began: true }) })),
  { name: 'operator in the unit', grants: () => [{ role: 'operator', scope: 'unit', unit: HERE }] },
  { name: 'operator elsewhere', grants: () => [{ role: 'operator', scope: 'unit', unit: ELSEWHERE }] },
  { name: 'self-service-user', grants: () => [{ role: 'self-service-user', scope: 'own', unit: null }] },
  { name: 'program', grants: () => everywhere('operator'), began: true, program: true },
  { name: 'no role', grants: () => [] },
  // What is declared is what is asked for, and nothing else: with these words alone it is done, and with all others it is not.
  { name: 'only these', grants: (words) => everywhere(...words.filter(permissions)), began: true },
  { name: 'all others', grants: (words) => everywhere(...everyWord.filter((word) => !words.includes(word))) },
]

/** What decides what grants give, as long as no role is published. */
const inForce: InForce = {
  templates: catalog.templates,
  useCases: catalog.useCases,
  units: new Map(),
  roles: new Map(
    roles.map((role) => {
      const theirs = catalog.useCases.filter((useCase) => useCase.roles.includes(role.name))
      return [role.name, { ...role, starts: [...role.starts, ...theirs.map(startPermission)] }]
    }),
  ),
}

const everyWord = permissionsOf({ grants: everywhere(...roles.map(({ name }) => name)) }, inForce).words()

/** What a caller holds. */
export const heldBy = (caller: Caller, words: readonly string[]): Permissions =>
  permissionsOf({ grants: caller.grants(words) ?? [] }, inForce)

/** Whether an object is in what a caller reaches by a word. Nothing on the desk is a caller's own. */
export const reachedBy = (held: Permissions, word: string, { unit }: Pick<Reached, 'unit'>): boolean =>
  held.reach(word).some(({ scope, units }) => scope === 'all' || (scope === 'unit' && unit !== null && units.has(unit)))

/** Opens sessions without sign-ins: it takes a password long to be checked, and there are many callers. */
export function doorOf(desk: TestDesk, server: TestServer) {
  const { world } = desk
  const { db, clock, newId } = world
  const accounts = new Map<string, Promise<string>>()
  const make = async (grants: readonly Grant[], kind: 'person' | 'client'): Promise<string> => {
    const id = newId()
    const account = {
      id,
      kind,
      name: `caller-${id}`,
      displayName: 'A caller',
      email: null,
      personId: null,
      passwordHash: null,
      state: 'active',
    }
    const given = { accountId: id, until: null, grantedBy: null, grantedAt: clock.now() }
    await db.transaction(async (tx) => {
      await insertAccount(tx, account, clock.now())
      await insertGrants(
        tx,
        grants.map((grant) => ({ ...grant, ...given, id: newId() })),
      )
    })
    return id
  }
  const tokens = new Map<string, string>()
  const tokenOf = async (accountId: string): Promise<string> => {
    const secret = tokens.get(accountId) ?? `cardinal_${newId()}`
    if (tokens.has(accountId)) return secret
    const [id, now] = [newId(), clock.now()]
    const token = { id, accountId, name: 'A token', only: null, addresses: [], rate: 100_000, createdAt: now, createdBy: accountId }
    await db.transaction(async (tx) => {
      await insertToken(tx, { ...token, expiresAt: new Date(now.getTime() + 86_400_000) })
      await showToken(tx, { id, hash: sha256(secret), by: accountId, since: now })
    })
    tokens.set(accountId, secret)
    // That it was used is noted now, and for a minute not again.
    await server.withToken(secret).get('/me')
    return secret
  }
  const sessions = new Map<string, { token: string; csrf: string }>()
  const sessionOf = async (accountId: string, isOwn: boolean): Promise<{ token: string; csrf: string }> => {
    const kept = sessions.get(accountId)
    if (kept && !isOwn) return kept
    const how = { accountId, stage: 'open', way: 'a test', whence: { agent: 'A test', address: '127.0.0.1' } } as const
    const opened = await db.transaction((tx) => openSessionFor(tx, world, how))
    if (isOwn) sessions.delete(accountId)
    else sessions.set(accountId, opened)
    return opened
  }
  /** The caller, signed in; callers that hold the same have the same account. With `isOwn` in a session that nobody else has, to be ended. */
  return async (caller: Caller, words: readonly string[], isOwn = false): Promise<Client> => {
    const grants = caller.grants(words)
    if (!grants) return server.nobody
    const key = JSON.stringify([grants, caller.began, caller.program])
    const account = accounts.get(key) ?? make(grants, caller.program ? 'client' : 'person')
    accounts.set(key, account)
    const accountId = await account
    if (caller.program) return server.withToken(await tokenOf(accountId))
    const { token, csrf } = await sessionOf(accountId, isOwn)
    return server.inSession(`cardinal=${token}`, caller.token === false ? '' : csrf)
  }
}
