import type { Input } from './form.ts'
import type { UseCase } from './use-case.ts'

/** How we know that a use case does what it says: short stories in domain words, each told to the real thing by the contract tests. */
export interface Scenario {
  readonly useCase: UseCase
  /** Answers that its form accepts. */
  readonly input: Input
  /** What has to be done to an object first, by the names of use cases in URLs with the answers to their forms. */
  readonly after?: readonly { readonly useCase: string; readonly input: Input }[]
  /** Of accounts: those of programs, and not of people. */
  readonly of?: 'programs'
  /** Performing it twice on one object is fine: both times it is done. */
  readonly repeatable?: true
  readonly stories: readonly Story[]
}

export interface Story {
  /** What happens, in one line. */
  readonly tells: string
  /** What was done to the object before; the scenario's own where it says nothing. */
  readonly after?: Scenario['after']
  /** The state of the object before, or `new`. */
  readonly given: string
  /** What happens between the choice of the command and its Next. */
  readonly meanwhile?: 'its order is handed over'
  readonly input?: Input
  /** `done`, or the code of the refusal. */
  readonly ends: string
  /** The state of the object afterwards. */
  readonly becomes: string
  /** The state of the object that was made for it. */
  readonly makes?: string
}

export const defineScenario = (useCase: UseCase, scenario: Omit<Scenario, 'useCase'>): Scenario => ({ useCase, ...scenario })
