import { type FillRandom, fillRandom } from '../kit/id.ts'
import type { Signer } from '../kit/signature.ts'
import type { Transaction } from '../store/database.ts'
import type { World } from './world.ts'

/** How the journal is sealed, and where its checkpoints are kept besides. */
export interface JournalSettings {
  /** The keys of the setting; none where the key is our own. */
  readonly keys: readonly Signer[]
  readonly fill: FillRandom
  /** The data folder of this node, where the newest checkpoint is kept; without it, nowhere. */
  readonly folder: string | undefined
  readonly anchors: AnchorSettings
  /** Sends a mail, as a job enqueued in the transaction; without it no mail can be sent. */
  readonly queueMail?: QueueMail
  /** Told, in a sentence without personal data, what somebody should look into. */
  readonly alarm: (sentence: string) => void
}

/** Where nothing is set: with a key of our own, and kept in the database alone. */
export const asItComes: JournalSettings = { keys: [], fill: fillRandom, folder: undefined, anchors: { minutes: 60 }, alarm: () => {} }

export const journalOf = ({ journal }: Pick<World, 'journal'>): JournalSettings => journal ?? asItComes

export interface AnchorSettings {
  readonly file?: string | undefined
  readonly url?: string | undefined
  readonly mail?: string | undefined
  /** At most every so many minutes. */
  readonly minutes: number
}

export type QueueMail = (tx: Transaction, mail: { readonly to: string; readonly subject: string; readonly text: string }) => Promise<void>
