/** The sentences in which it is explained why somebody may, or may not. Pure. */
import { type Actor, type Grant, isReached, type Reach, type Reached, type Units, unitsBelow } from '../engine/permit.ts'
import { enumeration } from '../kit/enumeration.ts'

/** A step of an explanation: it allows, it forbids, or it only tells. */
export interface Step {
  readonly kind: 'yes' | 'no' | 'note'
  readonly sentence: string
}

/** What somebody holds or held: what people call it, for whom, and its last day. */
export interface Holding {
  readonly grant: Grant
  /** "the role Operator", or "the permission “Start Abort card order”". */
  readonly called: string
  readonly until: string | null
}

export const yes = (sentence: string): Step => ({ kind: 'yes', sentence })
export const no = (sentence: string): Step => ({ kind: 'no', sentence })
export const note = (sentence: string): Step => ({ kind: 'note', sentence })

/** "the role Operator for the unit Alpha and those below it (Alpha-Lab), until 2027-03-31" */
export function holdingWords({ grant, called, until }: Holding, units: Units): string {
  return `${called} ${scopeWords(grant, units)}${until === null ? '' : `, until ${until}`}`
}

export function scopeWords({ scope, unit }: Omit<Grant, 'role'>, units: Units): string {
  if (scope === 'all') return 'for everybody'
  if (scope === 'own' || unit === null) return 'for what is their own'
  const below = [...unitsBelow(units, unit)].filter((each) => each !== unit)
  if (below.length === 0) return `for the unit ${unit}`
  return `for the unit ${unit} and those below it (${few(below)})`
}

/** Why an object is, or is not, in reach of somebody: "The holder of Card 10482 works in Beta, which is not among them." */
export function reachStep(
  reaches: readonly Reach[],
  actor: Pick<Actor, 'id' | 'personId'>,
  object: Reached & { readonly template: string },
  title: string,
  isHeld: boolean,
): Step | undefined {
  if (reaches.some(({ scope }) => scope === 'all')) return undefined
  const whose = isHeld ? `The holder of ${title}` : title
  const where = object.unit === null ? `${whose} is in no unit` : `${whose} is in the unit ${object.unit}`
  const [onlyOwn, someOwn] = [reaches.every(({ scope }) => scope === 'own'), reaches.some(({ scope }) => scope === 'own')]
  if (!isReached(reaches, actor, object)) {
    if (onlyOwn) return no(`${title} is not their own.`)
    return no(`${where}, which is not among them${someOwn ? ', and it is not their own' : ''}.`)
  }
  const isOwn = isReached(
    reaches.filter(({ scope }) => scope === 'own'),
    actor,
    object,
  )
  return yes(isOwn ? `${title} is their own.` : `${where}, which is among them.`)
}

/** At most five of a list, with how many more there are. */
export function few(names: readonly string[]): string {
  return names.length <= 5 ? enumeration(names) : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
}

/** A refusal's sentence where nothing was tried: without the assurance that nothing was changed. */
export const asked = (sentence: string): string => sentence.replace(/ ?Nothing was changed\./, '')
