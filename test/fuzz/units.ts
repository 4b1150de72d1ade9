/** Two units beside each other, and what whoever works for the one must never be told about the other. */
import type { TestDesk } from '../desk.ts'
import type { Request } from './requests.ts'
import type { Answer } from './troubles.ts'

/** Who works for the unit Alpha alone. */
export const ALPHA = 'in Alpha'

/** What the names, numbers and addresses of everybody in Beta begin with. */
const MARK = 'betamark'

/**
 * Puts everybody on the desk, with their cards and what is about these, into Alpha or Beta, by turns.
 * @returns what of an answer its caller must not know: a name or a number out of Beta, or an id that this caller never named
 */
export async function partUnits({
  world: { db },
}: TestDesk): Promise<(request: Request, answer: Answer, caller: string) => string | undefined> {
  await db.query(`
    with turn as (select id, row_number() over (order by id) % 2 = 0 as beta from person)
    update person p set unit = case when beta then 'Beta' else 'Alpha' end,
      last_name = case when beta then '${MARK} ' else '' end || last_name, email = case when beta then '${MARK}.' else '' end || email,
      employee_number = case when beta then '${MARK}-' else '' end || employee_number
    from turn where turn.id = p.id`)
  await db.query(`
    update card c set holder_unit = p.unit, unit = p.unit, holder_last_name = p.last_name, employee_number = p.employee_number
    from person p where p.id = c.person_id`)
  for (const table of ['recall', 'incident', 'account'])
    await db.query(`update ${table} t set holder_unit = p.unit from person p where p.id = t.person_id`)
  const theirs = await db.query<{ id: string }>(
    "select id from person where unit = 'Beta' union all select id from card where holder_unit = 'Beta' union all select id from recall where holder_unit = 'Beta'",
  )
  const hidden = new Set(theirs.map(({ id }) => id))
  if (hidden.size < 10) throw new Error('There is hardly anybody in Beta.')
  const named = new Set<string>()
  return ({ url, body }, answer, caller) => {
    if (caller !== ALPHA) return undefined
    const sent = `${url} ${typeof body === 'string' ? body : ''}`.toLowerCase()
    for (const [id] of sent.matchAll(ID)) named.add(id)
    if (answer.body.toLowerCase().includes(MARK) && !sent.includes(MARK)) return 'it tells a name or a number out of Beta'
    const told = [...answer.body.matchAll(ID)].find(([id]) => hidden.has(id) && !named.has(id))
    return told && `it tells the id ${told[0]} out of Beta`
  }
}

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
