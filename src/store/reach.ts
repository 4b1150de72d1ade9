import type { Template } from '../engine/object.ts'
import type { Actor, Reach } from '../engine/permit.ts'
import type { Bind } from './rows.ts'

/** Who asks, and what they reach. */
export interface Within {
  readonly actor: Pick<Actor, 'id' | 'personId'>
  readonly reaches: readonly Reach[]
}

/** For what looks at everybody's objects on nobody's behalf. */
export const everything: Within = { actor: { id: null }, reaches: [{ scope: 'all', units: new Set(), hides: new Set() }] }

/** Where the unit of an object stands, and whose it is. A bureau is nobody's: only who reaches everything reaches it. */
const COLUMNS: Readonly<Record<Template['table'], { readonly unit: string | null; readonly person: string | null }>> = {
  person: { unit: 'unit', person: 'id' },
  card: { unit: 'holder_unit', person: 'person_id' },
  recall: { unit: 'holder_unit', person: 'person_id' },
  incident: { unit: 'holder_unit', person: 'person_id' },
  account: { unit: 'holder_unit', person: 'person_id' },
  bureau: { unit: null, person: null },
}

/** The condition that a row of the template's table is in reach; undefined where everything is. */
export function reachCondition(
  { table }: Template,
  reaches: readonly Reach[],
  { id, personId }: Pick<Actor, 'id' | 'personId'>,
  bind: Bind,
): string | undefined {
  if (reaches.some(({ scope }) => scope === 'all')) return undefined
  const { unit, person } = COLUMNS[table]
  const units = [...new Set(reaches.flatMap((reach) => [...reach.units]))]
  const isOwn = reaches.some(({ scope }) => scope === 'own')
  const ways = [
    ...(unit !== null && units.length > 0 ? [unitCondition(`${table}.${unit}`, units, bind)] : []),
    ...(person !== null && isOwn && personId ? [`${table}.${person} = ${bind(personId)}::uuid`] : []),
    ...(table === 'account' && isOwn && id ? [`account.id = ${bind(id)}::uuid`] : []),
  ]
  return ways.length > 0 ? `(${ways.join(' or ')})` : 'false'
}

/** One unit is compared with as it is: only so an index that begins with it is read in its order. */
const unitCondition = (column: string, [unit, ...others]: readonly string[], bind: Bind): string =>
  others.length === 0 ? `${column} = ${bind(unit)}` : `${column} = any(${bind([unit, ...others])}::text[])`
