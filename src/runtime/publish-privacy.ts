import { MOST_DAYS, type PrivacyRules, purges } from '../catalog/privacy.ts'
import { type FieldProblem, type Refusal, refuse } from '../engine/refusal.ts'

/** Why these rules cannot be put in force; undefined when they can. */
export function privacyRefusal(template: string, rules: Readonly<Record<string, unknown>>): Refusal | undefined {
  const purge = purges.find(({ process }) => process.on.name === template)
  if (!purge)
    return refuse(
      'no_such_template',
      `The template "${template}" holds nothing that a rule removes. Nothing was published.`,
      `Choose one of: ${purges.map(({ process }) => process.on.name).join(', ')}.`,
    )
  const wrong = Object.entries(rules).flatMap(([part, days]): FieldProblem[] => {
    const known = purge.parts.find((each) => each.part === part)
    if (!known) return [{ field: part, sentence: `A ${purge.process.on.label} has no "${part}" to remove.` }]
    if (days === null || (Number.isSafeInteger(days) && Number(days) >= 0 && Number(days) <= MOST_DAYS)) return []
    return [{ field: part, sentence: `${known.label}: give whole days from 0 to ${MOST_DAYS}, or none to keep it.` }]
  })
  if (wrong.length === 0) return undefined
  return {
    ...refuse(
      'invalid_privacy',
      `${wrong.map(({ sentence }) => sentence).join(' ')} Nothing was published.`,
      'Correct what is marked, and save again.',
    ),
    problems: wrong,
  }
}

/** Rules as they are kept: only those that remove something. */
export const tidiedRules = (rules: Readonly<Record<string, unknown>>): PrivacyRules =>
  Object.fromEntries(Object.entries(rules).filter(([, days]) => typeof days === 'number'))
