import type { Clock } from '../kit/clock.ts'
import { type FillRandom, fillRandom, type NewId } from '../kit/id.ts'
import type { Account } from '../store/account.ts'
import type { Database, Queryable } from '../store/database.ts'

/** What signing in works with. */
export interface SignInWorld {
  readonly db: Database
  readonly clock: Clock
  readonly newId: NewId
  /** Where codes and tokens come from; the machine's own chance unless told. */
  readonly fillRandom?: FillRandom
  /** How long sessions last; eight hours idle and a day in all unless told. */
  readonly limits?: SessionLimits
  /** Whether a second factor is demanded of an account; of none unless told. */
  demandsSecondFactor?(account: Account): boolean
}

/** How long a session lasts, in milliseconds. */
export interface SessionLimits {
  readonly idle: number
  readonly longest: number
}

/** The same with secrets, for what an authenticator app shares with us. */
export interface SecretWorld extends SignInWorld {
  readonly secrets: {
    read(name: string, on?: Queryable): Promise<string | undefined>
    write(on: Queryable, name: string, value: string, by: string): Promise<void>
    forget(name: string, on?: Queryable): Promise<boolean>
  }
}

/** From where somebody signs in: the browser in words, and the address. */
export interface Whence {
  readonly agent: string
  readonly address: string
}

export const NOWHERE: Whence = { agent: 'An unknown program', address: '' }

export const chanceOf = ({ fillRandom: chance = fillRandom }: SignInWorld): FillRandom => chance

/** 256 bits of chance, fit for a cookie. */
export function someToken(world: SignInWorld): string {
  const bytes = new Uint8Array(32)
  chanceOf(world)(bytes)
  return Buffer.from(bytes).toString('base64url')
}
