/** What can be wrong with a journal, in sentences. */
export interface Finding {
  readonly kind: 'changed' | 'removed' | 'inserted' | 'reordered' | 'backdated' | 'tree' | 'checkpoint' | 'missing'
  /** Where in the journal, where that is known; the first of several. */
  readonly position: number | null
  readonly entry: string | null
  readonly sentence: string
}

export const changed = (position: number, entry: string): Finding => ({
  kind: 'changed',
  position,
  entry,
  sentence: `Entry ${entry} at position ${position} was changed: it is not what was sealed.`,
})

export const removed = (position: number, entry: string): Finding => ({
  kind: 'removed',
  position,
  entry,
  sentence: `Entry ${entry} at position ${position} was removed.`,
})

export const inserted = (entry: string, transaction: string): Finding => ({
  kind: 'inserted',
  position: null,
  entry,
  sentence: `Entry ${entry} was inserted: it says it is of transaction ${transaction}, and is not among what was sealed of it.`,
})

export const reordered = (position: number, entry: string, before: string): Finding => ({
  kind: 'reordered',
  position,
  entry,
  sentence: `Entry ${entry} at position ${position} was moved: it stands behind ${before}, which was written after it.`,
})

export const backdated = (position: number, entry: string, at: string): Finding => ({
  kind: 'backdated',
  position,
  entry,
  sentence: `Entry ${entry} at position ${position} says that it happened at ${at}, over an hour before those sealed ahead of it: it was put in later.`,
})

export const tree = (position: number | null, sentence: string): Finding => ({ kind: 'tree', position, entry: null, sentence })

export const checkpointFault = (sentence: string): Finding => ({ kind: 'checkpoint', position: null, entry: null, sentence })

export const newestMissing = (from: string, covered: number, size: number): Finding => ({
  kind: 'missing',
  position: size,
  entry: null,
  sentence: `The checkpoint in ${from} covers ${covered} entries, and only ${size} are sealed: the newest ${covered - size}, at the positions ${size} to ${covered - 1}, are missing.`,
})

/** "position 5" or "the positions 5 to 9" */
export const positions = (from: number, to: number): string => (to - from <= 1 ? `position ${from}` : `the positions ${from} to ${to - 1}`)
