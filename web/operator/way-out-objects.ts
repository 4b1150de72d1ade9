import type { RunAnswer } from '../../src/http/contract/command.ts'

/** Refusals that say that an order left the queue, or went on at the bureau, before somebody came to it. */
const MOVED = new Set(['order_already_handed_over', 'wrong_state', 'cut_off_passed', 'order_not_with_bureau'])

/** The objects that were refused because the world had moved; in the order of the results. */
export const overtaken = ({ results = [] }: Pick<RunAnswer, 'results'>): string[] =>
  results.flatMap(({ object, outcome, code }) => (outcome === 'refused' && MOVED.has(code ?? '') ? [object] : []))
