import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { titleOf, withoutTitle } from '../journal/sentence.ts'
import { templatesOfIds } from '../store/object.ts'
import { offers } from './offers.ts'
import { readSeen } from './seen.ts'
import { templateOf, type World } from './world.ts'

/** For one use case and a selection: how many may, and, reason by reason, which may not. */
export interface SelectionOffer {
  readonly useCase: UseCase
  readonly may: number
  readonly total: number
  readonly refusals: readonly { readonly refusal: Refusal; readonly objects: readonly string[] }[]
}

/** What a selection may be given. Objects of several templates are asked each for the use cases of its own; ids that nothing has are left out. */
export async function selectionOffers(world: World, actor: Actor, ids: readonly string[]): Promise<SelectionOffer[]> {
  const known = await templatesOfIds(world.db, ids)
  const templates = world.catalog.templates.filter((template) => [...known.values()].includes(template.name))
  const found: SelectionOffer[] = []
  for (const { name } of templates) {
    const mine = ids.filter((id) => known.get(id) === name)
    const titles = await titlesOf(world, actor, name, mine)
    for (const { useCase, refusals } of await offers(world, actor, name, mine))
      found.push({ useCase, may: mine.length - refusals.size, total: mine.length, refusals: inGroups(refusals, titles) })
  }
  return found
}

async function titlesOf(world: World, actor: Actor, template: string, ids: readonly string[]): Promise<Map<string, string>> {
  const on = templateOf(world, template)
  return new Map(on && (await readSeen(world, actor, on, ids)).map((object) => [object.id, titleOf(world.catalog, object)]))
}

/** Refusals that say the same but for the name of the object are one; where it is about several, it says so instead of one name. */
function inGroups(refusals: ReadonlyMap<string, Refusal>, titles: ReadonlyMap<string, string>): SelectionOffer['refusals'] {
  const groups = new Map<string, { refusal: Refusal; objects: string[] }>()
  for (const [id, refusal] of refusals) {
    const nameless = (text: string): string => withoutTitle(text, titles.get(id) ?? id, 'each of these')
    const key = [refusal.code, nameless(refusal.sentence), nameless(refusal.remedy)].join('\n')
    const group = groups.get(key)
    if (!group) groups.set(key, { refusal, objects: [id] })
    else {
      group.objects.push(id)
      group.refusal = { code: refusal.code, sentence: capital(nameless(refusal.sentence)), remedy: capital(nameless(refusal.remedy)) }
    }
  }
  return [...groups.values()].sort((a, b) => b.objects.length - a.objects.length)
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
