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
  /** What in the sentence is somebody's: names of people, and what people wrote. The journal keeps the sentence without. */
  readonly names?: readonly string[]
}

export interface FieldProblem {
  readonly field: string
  readonly sentence: string
}

/** `names`: what in the sentence is somebody's, beside the name of who acts and that of the object. */
export const refuse = (code: string, sentence: string, remedy: string, names?: readonly string[]): Refusal => ({
  code,
  sentence,
  remedy,
  ...(names && { names }),
})

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && 'sentence' in value && 'remedy' in value
