import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { noSecrets, testSigner } from '../../test/keys.ts'
import { catalog } from '../catalog/catalog.ts'
import { card } from '../catalog/objects/card.ts'
import { createUser } from '../catalog/use-cases/create-user.ts'
import { deactivateUser } from '../catalog/use-cases/deactivate-user.ts'
import { editUser } from '../catalog/use-cases/edit-user.ts'
import { reactivateUser } from '../catalog/use-cases/reactivate-user.ts'
import type { Input } from '../engine/form.ts'
import { type Actor, everywhere } from '../engine/permit.ts'
import { createIds } from '../kit/id.ts'
import { root } from '../kit/root.ts'
import { begin, type Outcome } from '../runtime/begin.ts'
import { createDefinitions } from '../runtime/definitions.ts'
import { openDesk } from '../runtime/desk.ts'
import type { World } from '../runtime/world.ts'
import type { Database } from '../store/database.ts'
import { insertObjects } from '../store/object.ts'
import { readPhoto, writePhotos } from '../store/person.ts'
import { accountTasks } from './account-tasks.ts'
import { eraseTasks } from './erase-tasks.ts'
import { personTasks } from './person-tasks.ts'
import { photoTasks } from './photo-tasks.ts'

const clock = { now: () => new Date('2027-03-01T08:00:00Z') }
const newId = createIds(clock)
const bo: Actor = { kind: 'person', id: newId(), name: 'Bo Lind', grants: everywhere('operator') }

let db: Database
let world: World
beforeAll(async () => {
  db = await freshDatabase()
  const own = { ...catalog, useCases: [createUser, editUser, deactivateUser, reactivateUser] }
  world = await openDesk(
    {
      db,
      clock,
      newId,
      catalog: own,
      tasks: { ...personTasks, ...accountTasks, ...eraseTasks, ...photoTasks },
      definitions: createDefinitions(own),
      enqueue: async () => {},
      signer: testSigner,
      secrets: noSecrets,
    },
    ({ drawing }) => readFile(join(root, 'src/catalog/use-cases', drawing), 'utf8'),
  )
})
afterAll(() => db.close())
beforeEach(() =>
  db.script('delete from run_object; delete from run; delete from journal; delete from card; delete from photo; delete from person'),
)

const ada = { firstName: 'Ada', lastName: 'Berg', employeeNumber: '1', email: 'ada@example.org' }
const cy = { firstName: 'Cy', lastName: 'Dahl', employeeNumber: '2', email: 'cy@example.org' }

describe('a user', () => {
  it('is created, and active', async () => {
    const id = await created(ada)
    expect(await db.query('select id, first_name, email, state from person')).toEqual([
      { id, first_name: 'Ada', email: 'ada@example.org', state: 'active' },
    ])
    expect(await journalOf(id)).toEqual(['created', 'moved'])
  })

  it.each([
    [{ employeeNumber: '1' }, 'Another user has this employee number. Nothing was changed.', ['employeeNumber']],
    [{ email: 'ADA@Example.org' }, 'Another user has this e-mail. Nothing was changed.', ['email']],
    [
      { employeeNumber: '1', email: 'ada@example.org' },
      'Another user has this employee number and e-mail. Nothing was changed.',
      ['employeeNumber', 'email'],
    ],
  ])('is not created with what another one has: %j', async (keys, sentence, fields) => {
    await created(ada)
    const refusal = refusalOf(await perform('create-user', [], { firstName: 'Di', lastName: 'Ek', ...keys }))
    expect([refusal?.code, refusal?.sentence, refusal?.problems?.map((problem) => problem.field)]).toEqual([
      'user_exists',
      sentence,
      fields,
    ])
    expect(refusal?.sentence).not.toContain('Ada')
    expect(await db.query('select first_name from person')).toEqual([{ first_name: 'Ada' }])
  })

  it('is created once, of two who ask at once', async () => {
    const outcomes = await Promise.all([perform('create-user', [], ada), perform('create-user', [], { ...ada, email: null })])
    expect(outcomes.map((outcome) => refusalOf(outcome)?.code ?? 'created').sort()).toEqual(['created', 'user_exists'])
    expect(await db.query('select 1 from person')).toHaveLength(1)
  })

  it('is saved, and the journal names the fields that changed, not what they hold', async () => {
    const id = await created(ada)
    await perform('edit-user', [id], { ...ada, lastName: 'Holm', unit: 'Sales' })
    expect(await db.query('select last_name, unit, email from person')).toEqual([
      { last_name: 'Holm', unit: 'Sales', email: 'ada@example.org' },
    ])
    expect(await db.query("select facts -> 'fields' as fields from journal where kind = 'changed'")).toEqual([
      { fields: ['lastName', 'unit'] },
    ])
    expect(JSON.stringify(await db.query('select * from journal'))).not.toMatch(/Holm|Sales|ada@/)
  })

  it('is not saved with what another one has, and may keep their own', async () => {
    const [first, second] = [await created(ada), await created(cy)]
    expect(refusalOf(await perform('edit-user', [second], { ...cy, email: 'Ada@example.org' }))?.code).toBe('user_exists')
    expect(refusalOf(await perform('edit-user', [first], { ...ada, email: 'ADA@example.org' }))).toBeUndefined()
    expect(await db.query('select email from person order by employee_number')).toEqual([
      { email: 'ADA@example.org' },
      { email: 'cy@example.org' },
    ])
  })

  it('takes the active cards along when deactivated, and the inactive ones when reactivated', async () => {
    const [first, second] = [await created(ada), await created(cy)]
    for (const [holder, state] of [
      [first, 'active'],
      [first, 'active'],
      [first, 'processing'],
      [first, 'locked'],
      [second, 'active'],
    ] as const)
      await insertCard(holder, state)
    await perform('deactivate-user', [first], { reason: 'leave' })
    expect(await states(first)).toEqual(['inactive', 'inactive', 'locked', 'processing'])
    expect(await states(second)).toEqual(['active'])
    expect(await db.query("select to_state, use_case from journal where template = 'card'")).toEqual([
      { to_state: 'inactive', use_case: 'UsersProcDeactivate' },
      { to_state: 'inactive', use_case: 'UsersProcDeactivate' },
    ])
    await perform('reactivate-user', [first], { reason: 'returned' })
    expect(await states(first)).toEqual(['active', 'active', 'locked', 'processing'])
  })

  it('has a photo, and a newer one replaces it', async () => {
    const id = await created(ada)
    expect(await readPhoto(db, id)).toBeUndefined()
    await writePhotos(db, [{ personId: id, mediaType: 'image/svg+xml', bytes: Buffer.from('<svg/>') }], clock.now())
    await writePhotos(db, [{ personId: id, mediaType: 'image/png', bytes: Uint8Array.of(0x89, 0, 0xff) }], clock.now())
    const photo = await readPhoto(db, id)
    expect([photo?.mediaType, Buffer.from(photo?.bytes ?? []).toString('hex'), photo?.changedAt]).toEqual([
      'image/png',
      '8900ff',
      clock.now(),
    ])
  })
})

const perform = (useCase: string, objects: string[], input: Input): Promise<Outcome> => begin(world, bo, { useCase, objects, input })

/** Why the first object was refused; undefined where it was not. */
const refusalOf = (outcome: Outcome): NonNullable<Outcome['end']>['objects'][number]['refusal'] | undefined =>
  (outcome.kind === 'refused' ? outcome.refusal : outcome.end?.objects[0]?.refusal) ?? undefined

async function created(fields: Input): Promise<string> {
  const outcome = await perform('create-user', [], fields)
  const object = outcome.end?.objects[0]
  if (object?.outcome !== 'done') throw new Error(`The user was not created: ${refusalOf(outcome)?.sentence}`)
  return object.objectId
}

async function insertCard(personId: string, state: string): Promise<void> {
  const id = newId()
  await db.transaction((tx) => insertObjects(tx, card, [{ id, personId, fields: {} }], clock.now()))
  await db.query('update card set state = $2 where id = $1', [id, state])
}

async function states(personId: string): Promise<string[]> {
  const cards = await db.query<{ state: string }>('select state from card where person_id = $1 order by state', [personId])
  return cards.map(({ state }) => state)
}

async function journalOf(objectId: string): Promise<string[]> {
  const lines = await db.query<{ kind: string }>('select kind from journal where object_id = $1 order by id', [objectId])
  return lines.map(({ kind }) => kind)
}
