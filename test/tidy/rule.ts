/** What is said against a file. */
export interface Objection {
  line: number
  sentence: string
}
