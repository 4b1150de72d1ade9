/** What is checked before the use cases are published that need a second person. */
import { type FieldProblem, type Refusal, refuse } from '../engine/refusal.ts'
import type { DutiesBody } from './definitions.ts'
import { useCaseBySlug, type World } from './world.ts'

/** Nobody is given more at once than a command takes. */
const MOST = 100_000

/** Why these rules may not be published: a use case that people do not start, or that is named twice, or a number that means nothing. */
export function dutiesRefusal(world: World, { items }: DutiesBody): Refusal | undefined {
  const names = items.map(({ useCase }) => useCase)
  const problems = items.flatMap(({ useCase: slug, above }, nth): FieldProblem[] => {
    const useCase = useCaseBySlug(world, slug)
    const called = useCase?.name ?? slug
    if (!useCase || useCase.offered === 'to the system')
      return [{ field: `${nth}/useCase`, sentence: `There is no use case "${slug}" that people start.` }]
    if (names.indexOf(slug) !== nth) return [{ field: `${nth}/useCase`, sentence: `${called} is in the list twice.` }]
    return Number.isInteger(above) && above >= 0 && above <= MOST
      ? []
      : [{ field: `${nth}/above`, sentence: `${called}: the number must be a whole one from 0 to ${MOST.toLocaleString('en')}.` }]
  })
  if (problems.length === 0) return undefined
  return {
    ...refuse(
      'invalid_duties',
      `${problems.map(({ sentence }) => sentence).join(' ')} Nothing was published.`,
      'Correct what is marked, and save again.',
    ),
    problems,
  }
}
