import { type PrivacyRules, type Purgeable, purges } from '../catalog/privacy.ts'
import type { Template } from '../engine/object.ts'
import { type Actor, permissionRefusal } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { countToPurge } from '../store/to-purge.ts'
import { privacyOf } from './definitions.ts'
import { permissionsOfActor, type World } from './world.ts'

export interface PrivacyView {
  readonly template: Template
  readonly process: UseCase
  readonly parts: readonly (Purgeable & {
    /** Null while the rule is off. */
    readonly days: number | null
    /** How many objects at their end hold something of the kind now, and could be purged: at most a thousand and one are counted. */
    readonly held: number
  })[]
  /** Names the version. */
  readonly hash: string
}

/** The rules of each template that has any, and what they are about. */
export async function readPrivacy(world: World, actor: Actor): Promise<PrivacyView[] | Refusal> {
  const refusal = permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:privacy', 'see Privacy in Admin')
  if (refusal) return refusal
  return Promise.all(purges.map((purge) => viewOf(world, purge)))
}

async function viewOf(world: World, { process, parts }: (typeof purges)[number]): Promise<PrivacyView> {
  const { rules, hash } = privacyOf(world.definitions.current(), process.on.name)
  const shown = parts.map(async (each) => ({
    ...each,
    days: rules[each.part] ?? null,
    held: await countToPurge(world.db, process.on, process.in, each.part, COUNTED),
  }))
  return { template: process.on, process, parts: await Promise.all(shown), hash }
}

const COUNTED = 1001

/** The rules in words: "photo after 30 days". */
export const rulesInWords = (template: string, rules: PrivacyRules): string[] =>
  (purges.find(({ process }) => process.on.name === template)?.parts ?? []).flatMap(({ part, label }) =>
    rules[part] === undefined ? [] : [`${label.toLowerCase()} after ${rules[part]} days`],
  )
