/**
 * Why Cardinal does not open a database: something a person can put right. Thrown at the start, where there is no one else to answer;
 * `message` is the sentence and the remedy, fit to print alone.
 */
export class CannotOpen extends Error {
  readonly code: string
  readonly sentence: string
  readonly remedy: string

  constructor(code: string, sentence: string, remedy: string, cause?: unknown) {
    super(`${sentence} ${remedy}`, { cause })
    this.name = 'CannotOpen'
    this.code = code
    this.sentence = sentence
    this.remedy = remedy
  }
}
