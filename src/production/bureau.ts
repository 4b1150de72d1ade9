import type { FromBureau, OrderBatch, Recall } from './contract/message.ts'

/** The bureau of an installation that has defined no other, by its name. */
export const BUREAU = 'bureau'

/** The photo of a holder, found by the hash that the manifest names. */
export interface SealedPhoto {
  readonly sha256: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** What a bureau said when it was given a message: nothing yet, or already an answer, which is then recorded like any other. */
export interface Receipt {
  readonly answers: readonly FromBureau[]
}

/** One thing that came back: a message, or in one sentence why what came is none. The sentence repeats nothing that may be about a person. */
export type Delivery = {
  /** Where it came from, such as the name of a file. It holds no personal data. */
  readonly source: string
  /** Acknowledges it to the bureau, and sees to it that it is not given again. Called when it was recorded. */
  done(): Promise<void>
} & ({ readonly message: FromBureau } | { readonly why: string })

/** One sentence of Test connection. */
export interface Finding {
  readonly ok: boolean
  readonly sentence: string
}

/**
 * A company that produces cards, reached through a connector. `submit` and `recall` may be called again with the same message, whose id
 * makes the repeat harmless. They throw `NotDelivered` when the message definitely did not reach the bureau; any other error is unclear,
 * and the same message is then given again until it is clear.
 */
export interface Bureau {
  readonly name: string
  readonly label: string
  readonly connector: string
  submit(batch: OrderBatch, photos: readonly SealedPhoto[]): Promise<Receipt>
  recall(recall: Recall): Promise<Receipt>
  /** What came back, in the order the bureau gave it. One is given again until `done` was called for it. */
  collect(): AsyncIterable<Delivery>
  /** What works and what does not, step by step, up to the first that does not. It changes nothing that the bureau would act on. */
  test(): Promise<readonly Finding[]>
}

/**
 * This attempt delivered nothing, and nothing of it can reach the bureau later. Its orders may go back to the queue, unless an earlier
 * attempt ended unclear: that one may have reached the bureau, of which a connector knows nothing.
 */
export class NotDelivered extends Error {}

/** A secret of a bureau by its name, such as `token`, as it is now; undefined where none was entered. */
export type ReadSecret = (name: string) => Promise<string | undefined>
