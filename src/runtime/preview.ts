/** Looking as another role would: what is shown is what the role shows, and never more than whoever looks may see themselves. */
import { type Actor, type Grant, permissionRefusal } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { grantWords } from './grant-words.ts'
import { isOfSystem } from './roles.ts'
import { scopeWords } from './why-words.ts'
import { permissionsOfActor, type World } from './world.ts'

/** Somebody who looks as whoever holds this grant would; undefined where they may not, or where the role is gone. */
export function previewActor(world: World, actor: Actor, preview: Grant): Actor | undefined {
  return previewRefusal(world, actor, preview) ? undefined : { ...actor, grants: [preview], within: actor.grants }
}

/** Begins to look, which the journal keeps. */
export async function beginPreview(world: World, actor: Actor, preview: Grant): Promise<Refusal | { words: string }> {
  const refusal = previewRefusal(world, actor, preview)
  const entry = refusal
    ? ({ kind: 'refused', facts: { code: refusal.code, sentence: refusal.sentence } } as const)
    : ({ kind: 'other', facts: { why: `Operator was looked at as ${previewWords(world, preview)}.` } } as const)
  await appendEntries(world.db, [entryBy(actor, world.clock.now(), world.newId(), entry)])
  return refusal ?? { words: previewWords(world, preview) }
}

/** "Helpdesk for the unit Alpha and those below it" */
export const previewWords = (world: World, preview: Grant): string =>
  `${grantWords(world, preview.role)} ${scopeWords(preview, world.definitions.current().units)}`

/** Why nothing can be done while somebody looks as another role would. */
export const onlyLooking = (world: World, preview: Grant): Refusal =>
  refuse(
    'only_looking',
    `You see Operator as ${previewWords(world, preview)}, and can only look. Nothing was changed.`,
    'End the preview, and do it as yourself.',
  )

function previewRefusal(world: World, actor: Actor, { role, scope, unit }: Grant): Refusal | undefined {
  const refusal = permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:roles', 'see Operator as a role would')
  if (refusal) return refusal
  if (isOfSystem(role) || !world.definitions.current().roles.has(role))
    return refuse('no_such_role', `There is no role "${role}" that people hold. Nothing was changed.`, 'Choose one of the list.')
  if ((scope === 'unit') === (unit === null))
    return refuse(
      'invalid_preview',
      'A unit is named where the role is for a unit, and only there. Nothing was changed.',
      'Choose the unit.',
    )
  return undefined
}
