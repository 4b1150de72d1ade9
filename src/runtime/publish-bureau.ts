import type { BureauDefinition } from '../catalog/bureau-definition.ts'
import type { Layout } from '../catalog/layout.ts'
import { bureau as bureauTemplate } from '../catalog/objects/bureau.ts'
import { user } from '../catalog/objects/user.ts'
import type { Actor } from '../engine/permit.ts'
import { type FieldProblem, type Refusal, refuse } from '../engine/refusal.ts'
import { layoutObjections } from '../production/layout-objections.ts'
import { scheduleProblem } from '../production/schedule.ts'
import { enterBureau } from '../store/bureau.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { contentProblems, formProblems } from './bureau-problems.ts'
import type { World } from './world.ts'

/** The hash that stands for a bureau that is not defined yet. */
export const NO_BUREAU = 'none'

/** Why a bureau cannot be defined so, place by place. */
export async function bureauRefusal(world: World, name: string, given: unknown): Promise<Refusal | undefined> {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name))
    return refused([
      { field: 'name', sentence: 'The name of a bureau has up to 40 small letters, digits and hyphens, and begins with a letter.' },
    ])
  if (name === 'new') return refused([{ field: 'name', sentence: 'A bureau cannot be named “new”, which is the word for making one.' }])
  const misfits = formProblems(given)
  if (misfits.length > 0) return refused(misfits)
  const definition = given as BureauDefinition
  const wrong: FieldProblem[] = await contentProblems(definition, world.clock)
  const { options, bureaus } = world.definitions.current()
  const [cron, timeZone] = [
    definition.schedule ?? options.CardsAddonExtProdReleaseSchedule,
    definition.timeZone ?? options.CardsAddonExtProdTimeZone,
  ]
  const schedule = scheduleProblem(String(cron), String(timeZone))
  if (schedule) wrong.push({ field: schedule.startsWith('The time zone') ? 'timeZone' : 'schedule', sentence: schedule })
  for (const [template, layout] of Object.entries(definition.layouts)) wrong.push(...layoutProblems(world, template, layout))
  const twice = [...bureaus].find(([other, { label }]) => other !== name && label === definition.label)
  if (twice) wrong.push({ field: 'label', sentence: `The bureau “${twice[0]}” is called ${definition.label} already.` })
  return wrong.length > 0 ? refused(wrong) : undefined
}

function layoutProblems({ catalog }: World, name: string, layout: Layout): FieldProblem[] {
  const field = `layouts/${name}`
  const card = catalog.templates.find((each) => each.table === 'card' && each.name === name)
  if (!card) return [{ field, sentence: `There is no template of cards called “${name}”.` }]
  return layoutObjections(layout, { card, user }).map((sentence) => ({ field, sentence }))
}

/** Makes the bureau known as an object, whose press can be stopped. */
export async function enterDefined(world: World, tx: Transaction, actor: Actor, name: string, { label }: BureauDefinition): Promise<void> {
  const now = world.clock.now()
  const entered = await enterBureau(tx, { id: world.newId(), name, label }, now)
  if (!entered) return
  const story = { kind: 'created', template: bureauTemplate.name, objectId: entered, to: bureauTemplate.initial } as const
  await appendEntries(tx, [entryBy(actor, now, world.newId(), story)])
}

const refused = (problems: FieldProblem[]): Refusal => ({
  ...refuse(
    'invalid_bureau',
    `${problems.map(({ sentence }) => sentence).join(' ')} Nothing was published.`,
    'Correct what is marked, and save again.',
  ),
  problems,
})
