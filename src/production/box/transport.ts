import type { FillRandom } from '../../kit/id.ts'
import type { FromBureau } from '../contract/message.ts'
import type { Outcome } from './hearing.ts'

/** How messages come to the bureau in a box, and how its own leave it. */
export interface Transport {
  /** Where it is reached, for whoever started it; it may be several lines. */
  readonly sentence: string
  /** What has come since it was last asked. */
  take(): AsyncIterable<Arrival>
  /**
   * Gives a message; it may do so again after it failed, or after a restart.
   * @param number counts what is given, for transports that sort messages by their names
   */
  give(message: FromBureau, number: number): Promise<void>
  /** Cardinal acknowledged a message. */
  acknowledged?(message: string): Promise<void>
  close(): Promise<void>
}

/** Something that came. */
export interface Arrival {
  /** Such as the name of the file; it holds no personal data. */
  readonly source: string
  /** The text of a message; or in a sentence why there is none to read. */
  readonly text: Uint8Array | { readonly why: string }
  photo(sha256: string): Promise<Uint8Array | undefined>
  /** Called when it is on the disk, or is not taken. */
  done(outcome: Outcome): Promise<void>
  /** Called when it could not be brought to the disk: whoever gave it is to give it again. */
  failed(): Promise<void>
}

/** What a transport is told of the bureau it belongs to. */
export interface Surroundings {
  readonly folder: string
  readonly fillRandom: FillRandom
  now(): Date
  newId(): string
  /** Is the bureau down? Then nothing is taken and nobody is let in. */
  isDown(): boolean
  /** Has the bureau look at once. */
  wake(): void
  say(line: string): void
}

/** The folder is enough for a directory. Addresses are this machine's own unless told. */
export type TransportSettings =
  | { readonly kind: 'directory' }
  | ({ readonly kind: 'rest' } & RestSettings)
  | ({ readonly kind: 'sftp' } & SftpSettings)

export interface RestSettings {
  readonly host?: string
  /** 0 for any that is free. */
  readonly port?: number
  /** What Cardinal signs in with; made at the first start unless told. */
  readonly token?: string | undefined
  /** Where answers are sent to; without it they wait to be asked for. */
  readonly webhook?: { readonly url: string; readonly secret: string } | undefined
}

export interface SftpSettings {
  readonly host?: string
  /** 0 for any that is free. */
  readonly port?: number
  readonly user?: string
  /** Made at the first start unless told. */
  readonly password?: string | undefined
  /** The SSH public key that Cardinal may sign in with beside the password, as a line of authorized_keys. */
  readonly clientKey?: string | undefined
  /** The file with Cardinal's OpenPGP public key, armored; `cardinal-key.asc` in the folder unless told. It may be put there later. */
  readonly cardinalKey?: string | undefined
}
