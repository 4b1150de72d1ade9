import { card } from '../catalog/objects/card.ts'
import type { Input } from '../engine/form.ts'
import type { Template } from '../engine/object.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW } from '../engine/use-case.ts'
import { insertObjects, lockCardsOf, type StoredObject } from '../store/object.ts'
import { findPeople, lockKeys, updatePeople } from '../store/person.ts'
import { type Hand, type Held, NONE, type Refusals, type Task } from '../store/task.ts'

const USER_EXISTS = { user_exists: 'Another user has the employee number or the e-mail.' }

const createUser: Task = {
  label: 'Create the user with the data given',
  fails: USER_EXISTS,
  run: (hand, users) => write(hand, users, () => hand.input),
}

const saveUser: Task = {
  label: 'Save the data of the user',
  fails: USER_EXISTS,
  run: (hand, users) => write(hand, users, () => hand.input),
}

const importUser: Task = {
  label: 'Take over the row of the file: create the user, or save what is new',
  fails: USER_EXISTS,
  run(hand, users) {
    const rows = (hand.input['rows'] ?? {}) as Readonly<Record<string, Input>>
    return write(hand, users, (user) => {
      const row = rows[user.id]
      if (!row) throw new Error(`The import has no row for the user ${user.id}.`)
      return row
    })
  },
}

const deactivateCards: Task = {
  label: 'Take the active cards of the user out of use for now',
  fails: {},
  run: (hand, users) => moveCards(hand, users, 'deactivate'),
}

const reactivateCards: Task = {
  label: 'Take the inactive cards of the user back into use',
  fails: {},
  run: (hand, users) => moveCards(hand, users, 'reactivate'),
}

const lockCards: Task = {
  label: 'Take the cards of the user out of use for good',
  fails: {},
  run: (hand, users) => moveCards(hand, users, 'lock'),
}

export const personTasks: Readonly<Record<string, Task>> = {
  'user.create': createUser,
  'user.save': saveUser,
  'user.import': importUser,
  'user.deactivate-cards': deactivateCards,
  'user.reactivate-cards': reactivateCards,
  'user.lock-cards': lockCards,
}

/** Inserts the users that are new and saves what changed of the others, except those whose number or e-mail another user has. */
async function write(hand: Hand, users: readonly Held[], valuesFor: (user: Held) => Input): Promise<Refusals> {
  const { tx, template, now } = hand
  const wanted = users.map((user) => ({ user, values: valuesFor(user) }))
  const refusals = await taken(hand, wanted)
  const accepted = wanted.filter(({ user }) => !refusals.has(user.id))

  const created = accepted.filter(({ user }) => user.stored.state === NEW)
  if (created.length > 0)
    await insertObjects(
      tx,
      template,
      created.map(({ user, values }) => ({ id: user.id, fields: values })),
      now,
    )
  for (const { user } of created) hand.made(template, user.id)

  const changed = accepted.flatMap(({ user, values }) => {
    const fields = user.stored.state === NEW ? [] : changedFields(template, user.stored, values)
    const of = (from: Input) => Object.fromEntries(fields.map((name) => [name, from[name] ?? null]))
    return fields.length > 0 ? [{ id: user.id, names: fields, before: of(user.stored.fields), fields: of(values) }] : []
  })
  if (changed.length > 0) await updatePeople(tx, template, changed, now)
  for (const { id, names, before, fields: after } of changed)
    hand.note({
      kind: 'changed',
      template,
      objectId: id,
      facts: { fields: names },
      personal: { before: JSON.stringify(before), after: JSON.stringify(after) },
    })
  return refusals
}

/** The names of the fields whose given value is another than the one stored. */
export const changedFields = (template: Template, stored: StoredObject, values: Input): string[] =>
  Object.entries(template.fields)
    .filter(([name, field]) => name in values && !field.readOnly && (values[name] ?? null) !== (stored.fields[name] ?? null))
    .map(([name]) => name)

/** Who may not have the number or the e-mail they want: it is another user's, or one before them in this set wants it too. */
async function taken({ tx, template }: Hand, wanted: readonly Wanted[]): Promise<Refusals> {
  const employeeNumbers = wanted.flatMap(({ values }) => numberOf(values) ?? [])
  const emails = wanted.flatMap(({ values }) => emailOf(values) ?? [])
  if (employeeNumbers.length + emails.length === 0) return NONE
  await lockKeys(tx)
  const people = await findPeople(tx, template, { employeeNumbers, emails })
  const holdersOfNumber = new Map(people.flatMap((person) => ownedBy(person.id, numberOf(person.fields))))
  const holdersOfEmail = new Map(people.flatMap((person) => ownedBy(person.id, emailOf(person.fields))))

  const refusals = new Map<string, Refusal>()
  for (const { user, values } of wanted) {
    const [number, email] = [numberOf(values), emailOf(values)]
    const numberTaken = number !== undefined && (holdersOfNumber.get(number) ?? user.id) !== user.id
    const emailTaken = email !== undefined && (holdersOfEmail.get(email) ?? user.id) !== user.id
    if (numberTaken || emailTaken) {
      refusals.set(user.id, userExists(template, [...(numberTaken ? ['employeeNumber'] : []), ...(emailTaken ? ['email'] : [])]))
      continue
    }
    if (number !== undefined) holdersOfNumber.set(number, user.id)
    if (email !== undefined) holdersOfEmail.set(email, user.id)
  }
  return refusals
}

interface Wanted {
  readonly user: Held
  readonly values: Input
}

/** Names the field, and not who has it: whoever asks may not be allowed to see that user. */
function userExists(template: Template, names: readonly string[]): Refusal {
  const labels = names.map((name) => template.fields[name]?.label ?? name)
  const what = labels.join(' and ').toLowerCase()
  const is = labels.length > 1 ? 'are' : 'is'
  return {
    ...refuse(
      'user_exists',
      `Another user has this ${what}. Nothing was changed.`,
      `Search for the ${what}; the user may exist already. Otherwise correct what ${is} wrong.`,
    ),
    problems: names.map((field) => ({ field, sentence: `Another user has this ${template.fields[field]?.label.toLowerCase() ?? field}.` })),
  }
}

async function moveCards(hand: Hand, users: readonly Held[], move: 'deactivate' | 'reactivate' | 'lock'): Promise<Refusals> {
  const cards = await lockCardsOf(
    hand.tx,
    card,
    users.map((user) => user.id),
    [card.moves[move].from].flat(),
  )
  hand.move(card, cards, move)
  return NONE
}

const ownedBy = (id: string, key: string | undefined): [string, string][] => (key === undefined ? [] : [[key, id]])

const numberOf = (values: Input): string | undefined => text(values['employeeNumber'])
const emailOf = (values: Input): string | undefined => text(values['email'])?.toLowerCase()

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
