/** What is checked before options are published. */
import { defaultOptions, type OptionValues, options } from '../catalog/options.ts'
import { cleaned, type Fields, problems } from '../engine/form.ts'
import { type FieldProblem, type Refusal, refuse } from '../engine/refusal.ts'
import { scheduleProblem } from '../production/schedule.ts'
import type { Definitions } from './definitions.ts'

/** The values in force with these in place of some, as they are published: only what differs from what it is without anybody's doing. */
export const changedOptions = (definitions: Definitions, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  merged(definitions.options, cleaned(optionsIn(values), values))

/** Every option has a value, so whoever names one must give it one. */
const optionFields: Fields = Object.fromEntries(options.map((option) => [option.name, { ...option.field, required: true }]))

const optionsIn = (values: Readonly<Record<string, unknown>>): Fields =>
  Object.fromEntries(Object.entries(optionFields).filter(([name]) => Object.hasOwn(values, name)))

/** Why these values may not be published; undefined where they may. */
export function optionsRefusal(values: Readonly<Record<string, unknown>>, { options: inForce, bureaus }: Definitions): Refusal | undefined {
  const wrong: FieldProblem[] = problems(optionsIn(values), values)
  const all = { ...inForce, ...values }
  if (!bureaus.has(String(all.CardsAddonExtProdBureau)))
    wrong.push({
      field: 'CardsAddonExtProdBureau',
      sentence: `There is no bureau “${all.CardsAddonExtProdBureau}”; choose one of: ${[...bureaus.keys()].join(', ')}.`,
    })
  const schedule =
    wrong.length === 0 && ('CardsAddonExtProdReleaseSchedule' in values || 'CardsAddonExtProdTimeZone' in values)
      ? scheduleProblem(String(all.CardsAddonExtProdReleaseSchedule), String(all.CardsAddonExtProdTimeZone))
      : undefined
  if (schedule) wrong.push({ field: 'CardsAddonExtProdReleaseSchedule', sentence: schedule })
  if (wrong.length === 0) return undefined
  return {
    ...refuse(
      'invalid_options',
      `${wrong.map((problem) => problem.sentence).join(' ')} Nothing was published.`,
      'Correct what is marked, and save again.',
    ),
    problems: wrong,
  }
}

const merged = (current: OptionValues, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ ...current, ...values }).filter(([name, value]) => (defaultOptions as Record<string, unknown>)[name] !== value),
  )
