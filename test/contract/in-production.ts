import type { UseCase } from '../../src/engine/use-case.ts'

const PRODUCTION = new Set(['processing', 'ordered', 'inProduction', 'failed'])

/**
 * Whether a use case is about a card that is in production, from the queue to the bureau's answer; their promises are told in a file of
 * their own, beside the others.
 */
export const isInProduction = (useCase: UseCase): boolean => useCase.in.some((state) => PRODUCTION.has(state))
