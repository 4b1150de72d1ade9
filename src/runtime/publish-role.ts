/** What is checked before a role, or the tree of units, is published. */

import { permissionKind, permissionWords } from '../engine/permission-words.ts'
import { type Actor, type Role, wordsOf } from '../engine/permit.ts'
import { type FieldProblem, type Refusal, refuse } from '../engine/refusal.ts'
import { SYSTEM_ROLE } from '../identity/actor.ts'
import type { Definitions, UnitsBody } from './definitions.ts'
import { everyWord } from './grantable.ts'
import { permissionsOfActor, type World } from './world.ts'

/** Whoever could change no role any more could not take that back either. */
const KEEPS_ROLES = { role: 'administrator', word: 'admin:roles' }
/** The pages beside those of the roles, which stand at an address of the same form. */
const PAGES = new Set(['new', 'matrix', 'why'])
const MOST_UNITS = 5000

/**
 * Why this role may not be published: it names what there is not, or gives or shows more than whoever publishes it holds themselves. That is
 * so also of a role they do not hold, for they could grant it; so nobody raises themselves by way of a role.
 */
export function roleRefusal(world: World, actor: Actor, role: Role, definitions: Definitions): Refusal | undefined {
  const wrong = [...shapeProblems(role, definitions), ...wordProblems(world, role, definitions), ...retireProblems(world, role)]
  if (wrong.length > 0)
    return {
      ...refuse(
        'invalid_role',
        `${wrong.map(({ sentence }) => sentence).join(' ')} Nothing was published.`,
        'Correct what is marked, and save again.',
      ),
      problems: wrong,
    }
  return raised(world, actor, role, definitions)
}

function shapeProblems({ name, label, symbol, means }: Role, { roles }: Definitions): FieldProblem[] {
  const others = [...roles.values()].filter((role) => role.name !== name)
  const isCalled = others.some((role) => role.label.toLowerCase() === label.trim().toLowerCase())
  return [
    ...(/^[a-z][a-z0-9-]{1,59}$/.test(name) ? [] : [{ field: 'name', sentence: 'A name is made of small letters, digits and hyphens.' }]),
    ...(PAGES.has(name) ? [{ field: 'name', sentence: `A page of Admin is called ${name} already.` }] : []),
    ...(name === SYSTEM_ROLE ? [{ field: 'name', sentence: 'This role belongs to the system, and is not changed.' }] : []),
    ...(label.trim() === '' ? [{ field: 'label', sentence: 'Label is missing.' }] : []),
    ...(isCalled ? [{ field: 'label', sentence: `Another role is called ${label.trim()} already.` }] : []),
    ...(/^[A-Za-z][A-Za-z0-9]{1,79}$/.test(symbol)
      ? []
      : [{ field: 'symbol', sentence: 'A symbolic name is made of letters and digits, and begins with a letter.' }]),
    ...(others.some((role) => role.symbol === symbol)
      ? [{ field: 'symbol', sentence: 'Another role has this symbolic name already.' }]
      : []),
    ...(means.trim() === '' ? [{ field: 'means', sentence: 'What it is for is missing.' }] : []),
  ]
}

function wordProblems({ catalog }: World, role: Role, { roles }: Definitions): FieldProblem[] {
  const known = new Set(everyWord({ catalog }, roles))
  const unknown = wordsOf(role, catalog).filter((word) => !known.has(word))
  const fields = new Set(catalog.templates.flatMap(({ name, fields: of }) => Object.keys(of).map((field) => `${name}.${field}`)))
  const hides = (role.hides ?? []).filter((field) => !fields.has(field))
  const needed = role.name === KEEPS_ROLES.role && !wordsOf(role, catalog).includes(KEEPS_ROLES.word)
  return [
    ...unknown.map((word) => ({ field: FIELDS[permissionKind(word)], sentence: `There is no permission "${word}".` })),
    ...hides.map((field) => ({ field: 'hides', sentence: `There is no field "${field}" to hide.` })),
    ...(needed
      ? [{ field: 'admin', sentence: 'The role Administrator must keep the right to change roles, for nobody could give it back.' }]
      : []),
  ]
}

/** Which part of a role a kind of permission stands in. */
const FIELDS = { admin: 'admin', operator: 'operator', read: 'reads', start: 'starts' } as const

const retireProblems = ({ catalog }: World, { name, retired }: Role): FieldProblem[] =>
  retired && catalog.roles.some((role) => role.name === name)
    ? [{ field: 'retired', sentence: 'A role that ships with Cardinal stays in use; take away from it what nobody should have.' }]
    : []

function raised(world: World, actor: Actor, role: Role, definitions: Definitions): Refusal | undefined {
  const before = definitions.roles.get(role.name)
  const had = new Set(before ? wordsOf(before, world.catalog) : [])
  const permissions = permissionsOfActor(world, actor, definitions)
  const holds = (word: string): boolean => permissions.reach(word).some(({ scope }) => scope === 'all')
  const beyond = wordsOf(role, world.catalog).find((word) => !had.has(word) && !holds(word))
  const shown = (before?.hides ?? []).find((field) => !role.hides?.includes(field) && hidesFrom(world, actor, definitions, field))
  if (beyond === undefined && shown === undefined) return undefined
  return refuse(
    'beyond_own',
    `The role would give ${beyond === undefined ? `sight of ${shown}` : `“${permissionWords(world.catalog, beyond)}”`}, which ${actor.name} does not hold for everybody. Nothing was published.`,
    'Ask somebody who holds it to publish the role.',
  )
}

function hidesFrom(world: World, actor: Actor, definitions: Definitions, field: string): boolean {
  const [template] = field.split('.')
  const reaches = permissionsOfActor(world, actor, definitions).reach(`read:${template}`)
  return !reaches.some(({ scope, hides }) => scope === 'all' && !hides.has(field))
}

/** Why this tree of units may not be published; undefined where it is a tree. */
export function unitsRefusal({ items }: UnitsBody): Refusal | undefined {
  const above = new Map(items.map((unit) => [unit.name, unit.above]))
  const wrong =
    items.length > MOST_UNITS ? [{ field: 'items', sentence: `There can be at most ${MOST_UNITS} units.` }] : unitProblems(items, above)
  if (wrong.length === 0) return undefined
  const sentences = [...new Set(wrong.map(({ sentence }) => sentence))].slice(0, 5)
  return {
    ...refuse('invalid_units', `${sentences.join(' ')} Nothing was published.`, 'Correct the list, and save again.'),
    problems: wrong.slice(0, 100),
  }
}

function unitProblems(items: UnitsBody['items'], above: ReadonlyMap<string, string | null>): FieldProblem[] {
  const first = new Map([...items.entries()].reverse().map(([at, { name }]) => [name, at]))
  return items.flatMap(({ name, above: top }, at) => {
    const said = (field: 'name' | 'above', sentence: string): FieldProblem => ({ field: `items/${at}/${field}`, sentence })
    return [
      ...(name.trim() === '' || name.length > 120 ? [said('name', 'A unit needs a name of at most 120 characters.')] : []),
      ...(first.get(name) !== at ? [said('name', `The unit ${name} is in the list twice.`)] : []),
      ...(top !== null && !above.has(top) ? [said('above', `The unit above ${name}, ${top}, is not in the list.`)] : []),
      ...(isBelowItself(name, above) ? [said('above', `The unit ${name} is below itself.`)] : []),
    ]
  })
}

function isBelowItself(name: string, above: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>()
  for (let at = above.get(name); typeof at === 'string' && !seen.has(at); at = above.get(at)) {
    if (at === name) return true
    seen.add(at)
  }
  return false
}
