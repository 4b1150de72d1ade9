import { user } from '../catalog/objects/user.ts'
import type { Input } from '../engine/form.ts'
import type { Queryable } from '../store/database.ts'
import type { StoredObject } from '../store/object.ts'
import { findPeople } from '../store/person.ts'
import { changedFields } from './person-tasks.ts'
import type { FileProblem, PersonRow } from './read-people.ts'

/** What an import would do with the rows of a file. */
export interface ImportPlan {
  readonly created: readonly PersonRow[]
  /** The user of each row that has other data, and only the fields that change. */
  readonly changed: readonly { readonly id: string; readonly line: number; readonly fields: Input }[]
  readonly unchanged: number
  readonly problems: readonly FileProblem[]
}

const CHUNK = 1000

/**
 * Finds the user of each row: by employee number or, where that is empty or not known yet, by e-mail. An empty employee number or e-mail
 * leaves the user's own; any other empty cell of a column that the file has empties the field. A row whose number and e-mail lead to two
 * people is bad, and so is one that leads to the user of a row above.
 */
export async function planImport(
  db: Queryable,
  rows: readonly PersonRow[],
  onProgress: (done: number) => void = () => {},
): Promise<ImportPlan> {
  const plan = { created: [] as PersonRow[], changed: [] as ImportPlan['changed'][number][], unchanged: 0, problems: [] as FileProblem[] }
  const lines = new Map<string, number>()
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK)
    const known = await peopleOf(db, chunk)
    for (const { line, fields } of chunk) {
      const found = known(fields)
      if (found === undefined) {
        plan.created.push({ line, fields })
        continue
      }
      const sentence = 'sentence' in found ? found.sentence : repeated(lines.get(found.person.id))
      if (sentence !== undefined) plan.problems.push({ line, field: null, sentence })
      if ('sentence' in found || sentence !== undefined) continue
      lines.set(found.person.id, line)
      const changes = changesOf(found.person, fields)
      if (changes) plan.changed.push({ id: found.person.id, line, fields: changes })
      else plan.unchanged++
    }
    onProgress(from + chunk.length)
  }
  return plan
}

type Found = { readonly person: StoredObject } | { readonly sentence: string } | undefined

/** Reads the people whom these rows may be about, and answers how to find the one of a row. */
async function peopleOf(db: Queryable, rows: readonly PersonRow[]): Promise<(fields: Input) => Found> {
  const given = (field: string): string[] => rows.flatMap(({ fields }) => textOf(fields[field]) ?? [])
  const people = await findPeople(db, user, { employeeNumbers: given('employeeNumber'), emails: given('email') })
  const byNumber = new Map(people.map((person) => [textOf(person.fields['employeeNumber']), person]))
  const byEmail = new Map(people.map((person) => [textOf(person.fields['email'])?.toLowerCase(), person]))

  return (fields) => {
    const [number, email] = [textOf(fields['employeeNumber']), textOf(fields['email'])?.toLowerCase()]
    const numbered = number === undefined ? undefined : byNumber.get(number)
    const mailed = email === undefined ? undefined : byEmail.get(email)
    if (numbered && mailed && numbered.id !== mailed.id)
      return { sentence: 'The employee number belongs to one user and the e-mail to another.' }
    if (!numbered && mailed && number !== undefined && textOf(mailed.fields['employeeNumber']) !== undefined)
      return { sentence: 'The e-mail belongs to a user with another employee number.' }
    const person = numbered ?? mailed
    return person && { person }
  }
}

const repeated = (line: number | undefined): string | undefined =>
  line === undefined ? undefined : `This is the user of line ${line} already.`

function changesOf(person: StoredObject, row: Input): Input | undefined {
  const names = changedFields(user, person, row).filter((name) => !(KEYS.has(name) && row[name] === null))
  return names.length > 0 ? Object.fromEntries(names.map((name) => [name, row[name]])) : undefined
}

const KEYS = new Set(['employeeNumber', 'email'])

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
