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

/** Whether a condition holds. One that there is not is a bug in what was published. */
export function holds(guard: string, facts: Facts): boolean {
  const test = guards[guard]
  if (!test) throw new Error(`There is no guard "${guard}".`)
  return test(facts)
}

/** The messages that a run may wait for. */
export const messages: ReadonlySet<string> = new Set(['bureau-answered', 'answers-collected'])
