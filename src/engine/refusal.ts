/**
 * A refusal is an answer, not an accident: what is wrong, that nothing was changed, and what to do next.
 * A bug throws; there is no third way.
 */
export interface Refusal {
  readonly code: string
  readonly sentence: string
  readonly remedy: string
  /** What exactly was wrong, field by field, where a form was refused. */
  readonly problems?: readonly FieldProblem[]
  /** What in the sentence is somebody's, beside the name of who acts and that of the object. */
  readonly personal?: PersonalWords
}

/** Parts of a sentence that the journal does not keep: for names of people it says "somebody", and what people wrote it leaves out. */
export interface PersonalWords {
  readonly names?: readonly string[]
  readonly words?: readonly string[]
}

export interface FieldProblem {
  readonly field: string
  readonly sentence: string
}

export const refuse = (code: string, sentence: string, remedy: string, personal?: PersonalWords): Refusal => ({
  code,
  sentence,
  remedy,
  ...(personal && { personal }),
})

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && 'sentence' in value && 'remedy' in value
