import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { noSecrets, testSigner } from '../../test/keys.ts'
import { catalog } from '../catalog/catalog.ts'
import { createUser } from '../catalog/use-cases/create-user.ts'
import { importUsers } from '../catalog/use-cases/import-users.ts'
import { updateImportedUsers } from '../catalog/use-cases/update-imported-users.ts'
import { type Actor, everywhere } from '../engine/permit.ts'
import { isRefusal } from '../engine/refusal.ts'
import type { ImportReport as ContractReport } from '../http/contract/admin.ts'
import { createIds } from '../kit/id.ts'
import { root } from '../kit/root.ts'
import { begin } from '../runtime/begin.ts'
import { createDefinitions } from '../runtime/definitions.ts'
import { openDesk } from '../runtime/desk.ts'
import type { World } from '../runtime/world.ts'
import type { Database } from '../store/database.ts'
import { type ImportProgress, type ImportReport, type ImportSettings, type ImportWorld, importPeople } from './import.ts'
import { personTasks } from './person-tasks.ts'

const clock = { now: () => new Date('2027-03-01T08:00:00Z') }
const newId = createIds(clock)
const ada: Actor = { kind: 'person', id: newId(), name: 'Ada Berg', grants: everywhere('administrator') }

let db: Database
let world: World
let door: ImportWorld
beforeAll(async () => {
  db = await freshDatabase()
  const own = { ...catalog, useCases: [createUser, importUsers, updateImportedUsers] }
  world = await openDesk(
    {
      db,
      clock,
      newId,
      catalog: own,
      tasks: personTasks,
      definitions: createDefinitions(own),
      enqueue: async () => {},
      signer: testSigner,
      secrets: noSecrets,
    },
    ({ drawing }) => readFile(join(root, 'src/catalog/use-cases', drawing), 'utf8'),
  )
  door = {
    db,
    newId,
    async begin(actor, useCase, objects, told) {
      const outcome = await begin(world, actor, { useCase, objects, told })
      const results = outcome.end?.objects.map((each) => ({ object: each.objectId, outcome: each.outcome ?? 'open', ...each.refusal }))
      return { ...outcome, ...(results && { results }) }
    },
  }
})
afterAll(() => db.close())
beforeEach(() => db.script('delete from run_object; delete from run; delete from journal; delete from person'))

const header = 'First name;Last name;Employee number;E-mail;Unit;Phone'

describe('importing people', () => {
  it('creates those who are new, and they are active', async () => {
    const report = await imported([header, 'Bo;Lind;1;bo@example.org;Sales;', 'Cy;Dahl;2;;;'])
    expect(counts(report)).toEqual({ rows: 2, created: 2, changed: 0, unchanged: 0, bad: 0 })
    expect(await people()).toEqual([
      { first_name: 'Bo', employee_number: '1', email: 'bo@example.org', unit: 'Sales', state: 'active', version: 2 },
      { first_name: 'Cy', employee_number: '2', email: null, unit: null, state: 'active', version: 2 },
    ])
    expect(await journal()).toEqual({ created: 2, moved: 2 })
  })

  it('twice changes nothing the second time', async () => {
    const rows = [header, 'Bo;Lind;1;bo@example.org;Sales;', 'Cy;Dahl;;cy@example.org;;']
    await imported(rows)
    const [before, lines] = [await people(), await journal()]
    expect(counts(await imported(rows))).toEqual({ rows: 2, created: 0, changed: 0, unchanged: 2, bad: 0 })
    expect(await people()).toEqual(before)
    expect(await journal()).toEqual(lines)
  })

  it('changes what is new, keeps what the file does not have, and the journal names the fields', async () => {
    await imported([header, 'Bo;Lind;1;bo@example.org;Sales;100', 'Cy;Dahl;;cy@example.org;Sales;200', 'Di;Ek;3;;Sales;300'])
    await db.query("update person set state = 'inactive' where first_name = 'Bo'")
    const report = await imported([
      'Vorname,Nachname,Personalnummer,E-Mail,Abteilung',
      'Bo,Lind,1,,Research',
      'Cy,Dahl,2,CY@example.org,',
      'Di,Ek,3,,Sales',
    ])
    expect(counts(report)).toEqual({ rows: 3, created: 0, changed: 2, unchanged: 1, bad: 0 })
    expect(await db.query('select first_name, employee_number, email, unit, phone, state from person order by first_name')).toEqual([
      { first_name: 'Bo', employee_number: '1', email: 'bo@example.org', unit: 'Research', phone: '100', state: 'inactive' },
      { first_name: 'Cy', employee_number: '2', email: 'CY@example.org', unit: null, phone: '200', state: 'active' },
      { first_name: 'Di', employee_number: '3', email: null, unit: 'Sales', phone: '300', state: 'active' },
    ])
    const changes = await db.query(
      "select j.facts -> 'fields' as fields from journal j join person p on p.id = j.object_id where kind = 'changed' order by first_name",
    )
    expect(changes).toEqual([{ fields: ['unit'] }, { fields: ['employeeNumber', 'email', 'unit'] }])
  })

  it('of a file with a bad row changes nothing, and tells every bad row', async () => {
    await imported([header, 'Bo;Lind;1;bo@example.org;;', 'Cy;Dahl;2;cy@example.org;;', 'Di;Ek;;di@example.org;;'])
    const before = await people()
    const report = await imported([
      header,
      'New;Person;9;new@example.org;;',
      'Bo;Changed;1;;;',
      'Bo;Lind;1x;bo@example.org;;',
      'Cy;Dahl;2;di@example.org;;',
      ';Nameless;8;;;',
      'Di;Ek;;di@example.org;;',
      'Di;Ek;3;DI@example.org;;',
    ])
    expect(report.problems).toEqual([
      { line: 4, field: null, sentence: 'The e-mail belongs to a user with another employee number.' },
      { line: 5, field: null, sentence: 'The employee number belongs to one user and the e-mail to another.' },
      { line: 6, field: 'firstName', sentence: 'First name is missing.' },
      { line: 7, field: 'email', sentence: 'E-mail stands on line 5 already.' },
      { line: 8, field: 'email', sentence: 'E-mail stands on line 5 already.' },
    ])
    expect(counts(report)).toEqual({ rows: 7, created: 0, changed: 0, unchanged: 0, bad: 5 })
    expect(await people()).toEqual(before)
  })

  it('finds a user who stands in the file twice, once by number and once by e-mail', async () => {
    await imported([header, 'Bo;Lind;1;bo@example.org;;'])
    const report = await imported([header, 'Bo;Lind;1;;;', 'Bo;Lind;;bo@example.org;;'])
    expect(report.problems).toEqual([{ line: 3, field: null, sentence: 'This is the user of line 2 already.' }])
  })

  it('as a dry run says what would happen, in the words of the contract, and changes nothing', async () => {
    await imported([header, 'Bo;Lind;1;;Sales;'])
    const lines = await journal()
    const report: ContractReport = await imported([header, 'Bo;Lind;1;;Research;', 'Cy;Dahl;2;;;'], { dryRun: true })
    expect(report).toMatchObject({
      dryRun: true,
      rows: 2,
      created: 1,
      changed: 1,
      unchanged: 0,
      bad: 0,
      problems: [],
      encoding: 'UTF-8',
      delimiter: 'semicolon',
    })
    expect(report.columns[4]).toEqual({ header: 'Unit', field: 'unit', guessed: true, sample: ['Research'] })
    expect(report.fields.filter((field) => field.required)).toEqual([
      { field: 'firstName', label: 'First name', required: true },
      { field: 'lastName', label: 'Last name', required: true },
    ])
    expect([await people(), await journal()]).toMatchObject([[{ unit: 'Sales' }], lines])
  })

  it('goes a thousand rows at a time, and tells how far it is', async () => {
    const rows = Array.from({ length: 2500 }, (_, at) => `Bo;Lind;${at};bo${at}@example.org;;`)
    const progress: ImportProgress[] = []
    const report = await imported([header, ...rows], { dryRun: false }, (each) => progress.push(each))
    expect(counts(report)).toEqual({ rows: 2500, created: 2500, changed: 0, unchanged: 0, bad: 0 })
    expect(progress.map(({ doing, done, total }) => `${doing} ${done} of ${total}`)).toEqual([
      'checking 1000 of 2500',
      'checking 2000 of 2500',
      'checking 2500 of 2500',
      'importing 1000 of 2500',
      'importing 2000 of 2500',
      'importing 2500 of 2500',
    ])
    expect(await db.query("select count(*) as active from person where state = 'active'")).toEqual([{ active: 2500 }])
    expect(await db.query('select total, done, state from run order by id')).toEqual([
      { total: 1000, done: 1000, state: 'ended' },
      { total: 1000, done: 1000, state: 'ended' },
      { total: 500, done: 500, state: 'ended' },
    ])
  })

  it('tells the rows that somebody else took in the meantime, and does the others', async () => {
    const late: ImportWorld = {
      ...door,
      async begin(actor, useCase, objects, told) {
        const [, last] = Object.values(told['rows'] as Record<string, object>)
        await begin(world, actor, { useCase: 'create-user', objects: [], input: { firstName: 'First', lastName: 'Come', ...last } })
        return door.begin(actor, useCase, objects, told)
      },
    }
    const operator = { ...ada, grants: everywhere('administrator', 'operator') }
    const report = await importPeople(late, operator, file([header, 'Bo;Lind;1;;;', 'Cy;Dahl;2;cy@example.org;;']), { dryRun: false })
    expect(report).toMatchObject({
      created: 1,
      bad: 1,
      problems: [{ line: 3, sentence: 'Another user has this employee number and e-mail. Nothing was changed.' }],
    })
    expect((await people()).map((person) => person['employee_number'])).toEqual(['1', '2'])
  })

  it('is refused to whoever is not an administrator', async () => {
    const refused = await importPeople(door, { ...ada, grants: everywhere('operator') }, file([header, 'Bo;Lind;1;;;']), { dryRun: false })
    expect(refused).toMatchObject({ code: 'not_permitted' })
    expect(await people()).toEqual([])
  })
})

const file = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n`)

async function imported(
  lines: readonly string[],
  settings: ImportSettings = { dryRun: false },
  onProgress?: (progress: ImportProgress) => void,
): Promise<ImportReport> {
  const report = await importPeople(door, ada, file(lines), settings, onProgress)
  if (isRefusal(report)) throw new Error(report.sentence)
  return report
}

const counts = ({ rows, created, changed, unchanged, bad }: ImportReport): object => ({ rows, created, changed, unchanged, bad })

const people = (): Promise<Record<string, unknown>[]> =>
  db.query('select first_name, employee_number, email, unit, state, version from person order by employee_number, first_name')

async function journal(): Promise<object> {
  const lines = await db.query<{ kind: string; lines: number }>('select kind, count(*) as lines from journal group by kind order by kind')
  return Object.fromEntries(lines.map(({ kind, lines: count }) => [kind, count]))
}
