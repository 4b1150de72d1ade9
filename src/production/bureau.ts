import type { Manifest } from './manifest.ts'

/** The bureau of this installation. */
export const BUREAU = 'bureau'

/** What a bureau said when it was given a batch. */
export interface Receipt {
  /** The bureau's own reference for each order, by our order id. */
  readonly references: Readonly<Record<string, string>>
}

/** One answer of a bureau about one card. */
export interface Report {
  /** Known before it is performed, so that a repeat is harmless. */
  readonly message: string
  /** The order that it is about. A card that failed may be ordered again, and an old answer must not be taken for a new one. */
  readonly order: string
  readonly card: string
  readonly status: 'in production' | 'produced' | 'failed'
  readonly chipNumber?: string
  /** Why it failed, in the bureau's words. */
  readonly text?: string
}

/** What came back since the last time: reports, and the batches that the bureau acknowledges. */
export interface Answer {
  /** Where it came from, such as the name of a file. */
  readonly source: string
  readonly acknowledges: readonly string[]
  readonly reports: readonly Report[]
}

/**
 * A company that produces cards, reached through a connector. `submit` may be called again with the same batch, whose id makes the
 * repeat harmless. It throws `NotDelivered` when the batch definitely did not reach the bureau; any other error is unclear, and the
 * same batch is then submitted again until it is clear.
 */
export interface Bureau {
  readonly name: string
  readonly label: string
  readonly connector: string
  submit(manifest: Manifest, manifestHash: string): Promise<Receipt>
  /** Answers in the order the bureau gave them. One is given again until `done` was called for it. */
  collect(): AsyncIterable<Answer & { done(): Promise<void> }>
}

/**
 * This attempt delivered nothing, and nothing of it can reach the bureau later. Its orders may go back to the queue, unless an earlier
 * attempt ended unclear: that one may have reached the bureau, of which a connector knows nothing.
 */
export class NotDelivered extends Error {}
