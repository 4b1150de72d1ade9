/** Who may ask the API for something. To sweep it as one more kind of caller is one more row here. */
import { catalog } from '../../src/catalog/catalog.ts'
import { permissionsOf, type Role } from '../../src/engine/permit.ts'
import { openSessionFor } from '../../src/identity/session.ts'
import { fillRandom } from '../../src/kit/id.ts'
import { insertAccount } from '../../src/store/account.ts'
import type { TestDesk } from '../desk.ts'
import type { Client, TestServer } from '../server.ts'

export interface Caller {
  readonly name: string
  /** The roles that the account holds for an operation with these words; undefined for nobody. */
  readonly roles: (words: readonly string[]) => readonly string[] | undefined
  /** Sends the token of its session, unless told. */
  readonly token?: false
  /** Began the runs that it asks for, unless told. */
  readonly began?: true
}

const shipped = (name: string): Caller => ({ name, roles: () => [name] })

export const callers: readonly Caller[] = [
  { name: 'signed out', roles: () => undefined },
  { name: 'no token', roles: (words) => words.map(roleOf), token: false, began: true },
  shipped('administrator'),
  { ...shipped('operator'), began: true },
  shipped('approver'),
  shipped('helpdesk'),
  { name: 'no role', roles: () => [] },
  // What is declared is what is asked for, and nothing else: with these words alone it is done, and with all others it is not.
  { name: 'only these', roles: (words) => words.map(roleOf), began: true },
  { name: 'all others', roles: (words) => everyWord.filter((word) => !words.includes(word)).map(roleOf) },
]

const everyWord = [...permissionsOf(catalog.roles, catalog.useCases, catalog.templates)]

const roleOf = (word: string): string => (everyWord.includes(word) ? `only ${word}` : word)

const NOTHING = { label: 'One permission', means: 'Holds one permission.', admin: [], operator: [], reads: [], starts: [] }

/** The catalog with a role for each single permission besides those that ship. */
export const catalogOfWords = {
  ...catalog,
  roles: [...catalog.roles, ...everyWord.map((word): Role => ({ ...NOTHING, ...held(word), name: roleOf(word), symbol: word }))],
}

function held(word: string): Partial<Role> {
  const [kind, name = ''] = word.split(':')
  if (kind === 'start') return { starts: [word] }
  return kind === 'read' ? { reads: [name] } : { [kind as 'admin' | 'operator']: [name] }
}

/** Whether the caller holds every one of these words, in the catalog of words. */
export function holds(caller: Caller, words: readonly string[]): boolean {
  const roles = caller.roles(words)
  if (!roles) return false
  const permissions = permissionsOf(
    catalogOfWords.roles.filter(({ name }) => roles.includes(name)),
    catalog.useCases,
    catalog.templates,
  )
  return words.every((word) => (word === 'who began the run' ? caller.began : word === 'signed in' || permissions.has(word)))
}

/** Opens sessions without sign-ins: it takes a password long to be checked, and there are many callers. */
export function doorOf(desk: TestDesk, server: TestServer) {
  const { db, clock, newId } = desk.world
  const accounts = new Map<string, Promise<string>>()
  const make = async (roles: readonly string[]): Promise<string> => {
    const id = newId()
    const account = { id, name: `caller-${id}`, displayName: 'A caller', personId: null, roles, passwordHash: null }
    await db.transaction((tx) => insertAccount(tx, account, clock.now()))
    return id
  }
  /** A new session of the caller. Callers with the same roles have the same account. */
  return async (caller: Caller, words: readonly string[]): Promise<Client> => {
    const roles = caller.roles(words)
    if (!roles) return server.nobody
    const key = caller.began ? `${roles.join()} who begins` : roles.join()
    const account = accounts.get(key) ?? make(roles)
    accounts.set(key, account)
    const id = await account
    const { token, csrf } = await db.transaction((tx) => openSessionFor(tx, id, fillRandom, clock.now()))
    return server.inSession(`cardinal=${token}`, caller.token === false ? '' : csrf)
  }
}
