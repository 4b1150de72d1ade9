/** What a race is about. */
export interface RaceSettings {
  readonly databaseUrl: string
  /** For whatever else a node writes. */
  readonly dataDir: string
  readonly bureauFolder: string
  /** The worker's program, bundled, so that a killed one is replaced in a moment. */
  readonly worker: string
  readonly orders: number
  /** How long the nodes race at most; they stop sooner when the queue is empty. */
  readonly seconds: number
  readonly nodes: number
  /** The same kills at the same times, the same answers of the bureau. */
  readonly seed: number
  /** The most orders in a batch while they race. */
  readonly batchSize: number
  say(sentence: string): void
}
