import type { Input } from '../engine/form.ts'
import type { OptionValues } from './options.ts'

/** What a guard may look at; never the database, never the clock. */
export interface Facts {
  readonly options: OptionValues
  readonly input: Input
  /** What the message said that the run waited for. */
  readonly message: Input
}

/** The conditions that drawings may name. */
export const guards: Readonly<Record<string, (facts: Facts) => boolean>> = {
  'queue-is-on': ({ options }) => options.CardsAddonExtProdQueue === true,
  'bureau-took-the-batch': ({ message }) => message['outcome'] === 'taken',
}

/** The messages that a run may wait for. */
export const messages: ReadonlySet<string> = new Set(['bureau-answered', 'answers-collected'])
