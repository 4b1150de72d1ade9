import type { Actor } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import type { StoredRun, StoredRunObject } from '../store/run.ts'

/** What a leg begins with. */
export interface LegStart {
  readonly run: StoredRun
  /** True in the first leg of these objects: they are not on record yet, nor is the run unless this is a share of it. */
  readonly isNew: boolean
  /** True where other legs of the run are walked at the same time, each with objects of its own. */
  readonly isShare?: boolean
  readonly useCase: UseCase
  readonly actor: Actor
  /** The objects that leave `run.at` in this leg. */
  readonly leaving: readonly StoredRunObject[]
  /** How many more stand at `run.at` and leave it later, with another message. */
  readonly remaining: number
}
