import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { noSecrets, testKeys, testSigner } from '../../test/keys.ts'
import { catalog } from '../catalog/catalog.ts'
import { defaultOptions } from '../catalog/options.ts'
import type { Template } from '../engine/object.ts'
import { everywhere } from '../engine/permit.ts'
import { isRefusal } from '../engine/refusal.ts'
import { NEW } from '../engine/use-case.ts'
import { signIn } from '../identity/sign-in.ts'
import { holderOf, sentenceOf } from '../journal/sentence.ts'
import { type Cardinal, openCardinal, readShippedDrawing } from '../open-cardinal.ts'
import { runBox } from '../production/box/box.ts'
import { attachedStates } from '../runtime/definitions.ts'
import { faceOf } from '../runtime/face.ts'
import { openEntries } from '../runtime/personal-entries.ts'
import { drawingObjections } from '../runtime/publish.ts'
import type { Database } from '../store/database.ts'
import { entriesOfObject, newestEntries } from '../store/journal.ts'
import { readObjects, type StoredObject } from '../store/object.ts'
import { loadDemo } from './demo.ts'
import { TAKEN } from './pretend-bureau.ts'

const password = 'a-demo-for-the-tests'
/** A Wednesday afternoon in Copenhagen. */
const now = new Date('2026-11-25T13:30:00Z')
const clock = { now: () => now }

let folder: string
let db: Database
let cardinal: Cardinal
const told: [number, string][] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardinal-demo-'))
  db = await freshDatabase()
  const loading = await loadDemo({
    db,
    clock,
    bureauFolder: folder,
    signer: testSigner,
    secrets: noSecrets,
    password,
    progress: (...line) => told.push(line),
  })
  expect(loading).toEqual({ loaded: true, accounts: ['admin', 'operator', 'approver', 'helpdesk'] })
  cardinal = await openCardinal(db, { clock, bureauFolder: folder, keys: testKeys, failed: (error) => expect(error).toBeUndefined() })
})
afterAll(async () => {
  await cardinal?.jobs.stop()
  await db?.close()
  await rm(folder, { recursive: true, force: true })
})

const statesIn = async (of: Database, table: Template['table']): Promise<Record<string, number>> => {
  const rows = await of.query<{ state: string; count: number }>(`select state, count(*) as count from ${table} group by state`)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
const one = async <T>(text: string, of = db): Promise<T> => {
  const [row] = await of.query<{ value: T }>(text)
  return row?.value as T
}

/** The history of the one object that is so, oldest first, with its holder unnamed. */
async function storyOf(table: Template['table'], condition: string): Promise<string[]> {
  const template = catalog.templates.find((each) => each.table === table)
  if (!template) throw new Error(`There is no template of ${table}.`)
  const [object, another] = await readObjects(
    db,
    template,
    (await db.query<{ id: string }>(`select id from ${table} where ${condition}`)).map(({ id }) => id),
  )
  if (!object || another) throw new Error(`There is not one ${table} with ${condition}.`)
  const holder = holderOf(object)
  const entries = await openEntries({ secrets: noSecrets }, db, await entriesOfObject(db, object.id, undefined, 100))
  const sentences = entries.map((entry) => sentenceOf(catalog, entry, object))
  return sentences.reverse().map((sentence) => (holder ? sentence.replaceAll(holder, '{holder}') : sentence))
}

/** Where the files of a loading are put in the end. */
const places = [join('orders', TAKEN), join('answers', 'done')]
const filesIn = async (of: string): Promise<number[]> => Promise.all(places.map(async (where) => (await readdir(join(of, where))).length))

const cards = {
  registered: 5,
  requested: 4,
  aborted: 13,
  rejected: 3,
  processing: 41,
  failed: 8,
  ordered: 15,
  inProduction: 19,
  produced: 19,
  active: 142,
  inactive: 13,
  expired: 6,
  locked: 9,
  blocked: 1,
  destroyed: 1,
}
const recalls = { sent: 1, overdue: 1, accepted: 2, refused: 2, missed: 1 }
const incidents = { open: 1, taken: 1, closed: 1 }
const bureaus = { running: 1 }
const accounts = { active: 6 }
const users = { registered: 5, requested: 5, aborted: 2, approved: 3, rejected: 2, active: 295, inactive: 8, locked: 4 }

describe('the demo organisation', () => {
  it('has users, cards, recalls and incidents in every state that can last, and so many of each', async () => {
    const wanted = { card: cards, person: users, recall: recalls, incident: incidents, bureau: bureaus, account: accounts }
    for (const { table, states } of catalog.templates) {
      expect([table, await statesIn(db, table)]).toEqual([table, wanted[table]])
      // A recall is sent in the second it is asked for, the press of the bureau runs, and nobody was erased.
      const passing = Object.keys(states).filter((state) => !(state in wanted[table]))
      expect([table, passing]).toEqual([
        table,
        { recall: ['asked'], bureau: ['stopped'], account: ['invited', 'disabled'], person: ['erased'] }[String(table)] ?? [],
      ])
    }
  })

  it('has a queue of orders of different ages, newer than the last release', async () => {
    const [queue] = await db.query<{ count: number; ages: number; oldest: Date; newest: Date }>(
      `select count(*) as count, count(distinct queued_at) as ages, min(queued_at) as oldest, max(queued_at) as newest from production_order where status = 'queued'`,
    )
    expect(queue).toMatchObject({ count: 41, ages: 16 })
    expect(queue?.oldest.getTime()).toBeGreaterThan(Date.parse('2026-11-25T09:00:00Z'))
    expect(queue?.newest.getTime()).toBeLessThan(now.getTime())
    const held = await db.query<{ by: string; why: string }>(
      `select held_by as by, held_why as why from production_order where status = 'queued' and held_at is not null order by held_at`,
    )
    expect(held).toEqual([
      { by: 'Jonas Wikholm', why: 'The holder starts a month later' },
      { by: 'Jonas Wikholm', why: 'The manager has not confirmed the unit' },
    ])
  })

  it('has batches that the bureau has, one that it could not be given, and none under way', async () => {
    const batches = await db.query<{ status: string; count: number; orders: number }>(
      'select status, count(*) as count, sum(orders)::int as orders from batch group by status order by status',
    )
    expect(batches).toEqual([
      { status: 'acknowledged', count: 12, orders: 241 },
      { status: 'returned', count: 1, orders: 14 },
    ])
    expect(await one<number>(`select count(*) as value from run where state in ('asking', 'walking', 'waiting')`)).toBe(0)
    expect(await one<number>(`select count(*) as value from production_order where status = 'claimed'`)).toBe(0)
  })

  it('has what needs an attachment detached again, with a word on why', async () => {
    const definitions = cardinal.world.definitions.current()
    for (const useCase of catalog.useCases)
      expect([useCase.name, attachedStates(definitions, useCase)]).toEqual([
        useCase.name,
        useCase.offered === 'by default' ? [...useCase.in] : [],
      ])
    expect(definitions.options).toEqual(defaultOptions)
    const told = await db.query<{ why: string | null }>(
      `select why from publication where kind = 'commands' and actor_id is not null order by id`,
    )
    expect(told).toHaveLength(11)
    expect(told.filter(({ why }) => !why)).toEqual([])
  })

  it('has a journal that holds nobody by name', async () => {
    const people = await db.query<{ name: string }>('select distinct last_name as name from person')
    const names = new RegExp(`(?<!\\p{L})(${people.map(({ name }) => name).join('|')})(?!\\p{L})`, 'u')
    const facts = await db.query<{ facts: string }>('select distinct facts::text as facts from journal')
    expect(facts.length).toBeGreaterThan(10)
    expect(facts.filter((line) => names.test(line.facts))).toEqual([])
  })

  it('has histories that lie in the past, in order, and follow the state graphs', async () => {
    expect(
      await one<number>(
        `select count(*) as value from journal where at > '${now.toISOString()}' or at < '${now.toISOString()}'::timestamptz - interval '90 days'`,
      ),
    ).toBe(0)
    const entries = await db.query<{ template: string; object_id: string; at: Date; from_state: string; to_state: string }>(
      `select template, object_id, at, from_state, to_state from journal where kind = 'moved' order by id`,
    )
    const last = new Map<string, { at: Date; state: string }>()
    for (const { template, object_id: id, at, from_state: from, to_state: to } of entries) {
      const on = catalog.templates.find((each) => each.name === template)
      const before = last.get(id)
      expect(from).toBe(before?.state ?? on?.initial)
      expect(at.getTime()).toBeGreaterThanOrEqual(before?.at.getTime() ?? 0)
      expect(Object.values(on?.moves ?? {}).some((move) => [move.from].flat().includes(from) && move.to === to)).toBe(true)
      last.set(id, { at, state: to })
    }
    for (const { table, initial } of catalog.templates) {
      const now_ = await db.query<{ id: string; state: string }>(`select id, state from ${table}`)
      expect(now_.filter(({ id, state }) => (last.get(id)?.state ?? initial) !== state)).toEqual([])
    }
  })

  it('tells of an order that somebody wanted to abort too late, and of a form that was cancelled', async () => {
    const lines = await db.query<{ kind: string; code: string | null }>(
      `select kind, facts->>'code' as code from journal where kind in ('refused', 'cancelled') and use_case is not null order by id`,
    )
    expect(lines).toEqual([
      { kind: 'cancelled', code: null },
      { kind: 'refused', code: 'wrong_state' },
    ])
  })

  it('tells what became of a card whose recall was refused', async () => {
    expect(await storyOf('card', `state = 'destroyed'`)).toEqual([
      'Card 10189 was made out for {holder}.',
      'Jonas Wikholm ordered a card for {holder}.',
      'Schedule handed the card order of {holder} to the bureau.',
      'Nordkort began to produce the card of {holder}.',
      'Maja Lindholt asked the bureau to stop the card order of {holder}: The unit on the card is wrong.',
      'Nordkort could not stop the order: The card is printed already.',
      'Maja Lindholt had the card of {holder} marked to be blocked on arrival: The unit on the card is wrong.',
      'Nordkort produced the card of {holder}.',
      'The card of {holder} is not wanted any more and was blocked on arrival. It is to be destroyed.',
      'Nordkort shipped the card of {holder} with Norrsund Bud.',
      'Priya Nairstad destroyed the card of {holder}.',
    ])
  })

  it('tells what came of recalls, and of what did not fit', async () => {
    expect(await storyOf('recall', `state = 'accepted' and number = 1`)).toEqual([
      'Recall 1 was opened.',
      'Recall 1 was sent to the bureau.',
      'Nordkort stopped the order. No card will come.',
    ])
    expect((await storyOf('card', `id = (select card_id from recall where number = 1)`)).at(-1)).toBe(
      'Nordkort stopped the card order of {holder}. No card will come.',
    )
    expect((await storyOf('recall', `state = 'missed'`)).at(-1)).toBe('The recall came too late for Nordkort. The card was produced.')
    expect((await storyOf('recall', `state = 'overdue'`)).at(-1)).toBe(
      'The bureau has not answered Recall 6 in time. The card must be expected to come.',
    )
    expect(await storyOf('incident', `state = 'closed'`)).toEqual([
      'Incident 1 was opened.',
      'Nordkort reports a card as produced although it had accepted the recall. The card stays Aborted and can never be activated; find it and have it destroyed.',
      'Maja Lindholt looks into Incident 1.',
      'Maja Lindholt closed Incident 1: Nordkort found the card before its parcel left and shredded it. Their receipt is filed with the order.',
    ])
    const kinds = await db.query('select kind, state, owner from incident order by number')
    expect(kinds).toEqual([
      { kind: 'Ghost card', state: 'closed', owner: 'Maja Lindholt' },
      { kind: 'Recall overdue', state: 'open', owner: null },
      { kind: 'Answer that does not fit', state: 'taken', owner: 'Jonas Wikholm' },
    ])
    expect(await one<string>(`select c.state as value from incident i join card c on c.id = i.card_id where i.state = 'taken'`)).toBe(
      'produced',
    )
    expect(await one<number>(`select count(*) as value from recall where state = 'sent' and deadline_at > '${now.toISOString()}'`)).toBe(1)
  })

  it('tells of a press that was stopped for some hours, in which nothing was sealed', async () => {
    expect(await storyOf('bureau', 'true')).toEqual([
      'Maja Lindholt stopped the press of Nordkort: Nordkort moves its printers this morning and asks us to wait.',
      'Maja Lindholt started the press of Nordkort again.',
    ])
    expect(
      await one<number>(
        `select count(*) as value from batch, (select min(at) as stopped, max(at) as started from journal where template = 'bureau') press
         where sealed_at between stopped and started`,
      ),
    ).toBe(0)
  })

  it('has sentences that read as such', async () => {
    const objects = new Map<string, StoredObject>()
    for (const template of catalog.templates) {
      const ids = await db.query<{ id: string }>(`select id from ${template.table}`)
      const found = await readObjects(
        db,
        template,
        ids.map(({ id }) => id),
      )
      for (const object of found) objects.set(object.id, object)
    }
    const entries = await newestEntries(db, 10_000)
    const told = await Promise.all(
      [...new Set(entries.flatMap(({ objectId }) => objectId ?? []))].map(async (id) =>
        (await openEntries({ secrets: noSecrets }, db, await entriesOfObject(db, id, undefined, 100))).map((entry) =>
          sentenceOf(catalog, entry, objects.get(id)),
        ),
      ),
    )
    expect(told.flat().length).toBeGreaterThan(2500)
    const wrong = /\.\.|…|undefined|no longer here|became [A-Z]|^[^A-ZÅÄÖ]|[^.!?]$/
    expect([...new Set(told.flat())].filter((sentence) => wrong.test(sentence))).toEqual([])
  })

  it('has heard its bureau out: shipments in parts, orders that it refused, and the cut-off of the newest batch', async () => {
    expect(await one<number>('select count(*) as value from bureau_message where recorded_at is null')).toBe(0)
    const notAll = await db.query(`select kind, lines, recorded, sentence from bureau_message where recorded <> lines order by received_at`)
    expect(notAll).toEqual([
      { kind: 'produced', lines: 12, recorded: 11, sentence: '11 recorded, 1 does not fit.' },
      { kind: 'failed', lines: 1, recorded: 0, sentence: '1 does not fit.' },
    ])
    const refused = await db.query('select state, failure from card where failure like $1 order by number', ['Our blank cards%'])
    const why = 'Our blank cards ran out with this order. Order the card again from tomorrow on.'
    expect(refused).toEqual([
      { state: 'failed', failure: why },
      { state: 'failed', failure: why },
    ])
    expect(await one<number>(`select count(*) as value from bureau_message where body->'part'->>'of' = '2'`)).toBe(13)
    expect(await one<number>('select count(distinct tracking_number) as value from card')).toBe(16)
    const [newest] = await db.query<{ cutOff: Date | null }>('select cut_off_at as "cutOff" from batch order by number desc limit 1')
    expect(newest?.cutOff?.toISOString()).toBe('2026-11-27T13:00:00.000Z')
  })

  it('has a staff card with title and portrait, and a bureau that is closed on holidays to come', async () => {
    const bureau = cardinal.world.definitions.current().bureaus.get('bureau')
    expect([bureau?.label, bureau?.layouts['card']?.label]).toEqual(['Nordkort', 'Staff card'])
    expect(bureau?.holidays).toEqual(['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-31', '2027-01-01', '2027-05-01', '2027-06-06'])
    const card = await one<string>(`select id as value from card where number = 10000`)
    const title = await one<string>(`select title as value from person where id = (select person_id from card where number = 10000)`)
    const face = await faceOf(
      cardinal.world,
      { kind: 'person', id: null, name: 'Anybody', grants: everywhere('operator') },
      'card',
      card,
      'front',
    )
    expect(face).toContain(title)
    expect(face).toContain('data:image/svg+xml')
  })

  it('has people with photos, and officers whose work is in the histories', async () => {
    expect(await one<number>('select count(*) as value from photo')).toBe(316)
    expect(await one<number>('select count(distinct email) as value from person')).toBe(324)
    const officers = await db.query<{ name: string; roles: string[]; signs: boolean; linked: boolean; lines: number }>(
      `select a.name, array(select role from role_grant where account_id = a.id) as roles, a.password_hash is not null as signs, a.person_id is not null as linked,
         (select count(*) from journal j where j.actor_id = a.id) as lines from account a order by a.id`,
    )
    expect(officers.map(({ name, roles, signs, linked }) => [name, roles, signs, linked])).toEqual([
      ['admin', ['administrator'], true, false],
      ['operator', ['operator'], true, true],
      ['approver', ['approver'], true, true],
      ['helpdesk', ['helpdesk'], true, true],
      ['jonas.wikholm', ['operator'], false, true],
      ['priya.nairstad', ['operator'], false, true],
    ])
    expect(officers.filter(({ lines }) => lines < 10)).toEqual([])
  })

  it('lets its accounts in with the password, and the others not at all', async () => {
    for (const name of ['admin', 'operator', 'approver', 'helpdesk'])
      expect(isRefusal(await signIn(cardinal.world, { name, password }))).toBe(false)
    expect(isRefusal(await signIn(cardinal.world, { name: 'jonas.wikholm', password }))).toBe(true)
  })

  it('raises no objection', async () => {
    const found = await Promise.all(
      catalog.useCases.map(async (useCase) => drawingObjections(cardinal.world, useCase, await readShippedDrawing(useCase))),
    )
    expect(found.flat()).toEqual([])
    expect(catalog.useCases.filter((useCase) => useCase.in.includes(NEW)).length).toBeGreaterThan(2)
  })

  it('leaves the bureau nothing to do again', async () => {
    expect((await readdir(join(folder, 'orders'))).filter((name) => name.endsWith('.json'))).toEqual([])
    expect(await readdir(join(folder, 'orders', 'taken'))).toHaveLength(12 + 7)
    expect(await readdir(join(folder, 'answers', 'refused'))).toEqual([])
    const [stop, said] = [new AbortController(), [] as string[]]
    const bureau = runBox({ folder, clock, pollMilliseconds: 20, say: (line) => said.push(line) }, stop.signal)
    await pause(200)
    stop.abort()
    await bureau
    expect(said).toEqual([expect.stringContaining('watches')])
    expect((await readdir(join(folder, 'answers'))).sort()).toEqual(['done', 'refused'])
  })

  it('tells how far it is while it is loaded', () => {
    const fractions = told.map(([fraction]) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(told.at(-1)).toEqual([1, 'The demo organisation is loaded.'])
  })

  it('is loaded once', async () => {
    expect(await loadDemo({ db, clock, bureauFolder: folder, signer: testSigner, secrets: noSecrets, password })).toEqual({
      loaded: false,
      why: 'loaded before',
    })
    expect(await statesIn(db, 'card')).toEqual(cards)
  })
})

describe('another loading', () => {
  let place: string
  let other: Database
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'cardinal-demo-'))
    other = await freshDatabase()
  })
  afterAll(async () => {
    await other?.close()
    await rm(place, { recursive: true, force: true })
  })

  it('that fails in the middle leaves nothing; the next says so, begins again, and comes to the same', async () => {
    const halfway = (fraction: number): void => {
      if (fraction > 0.5) throw new Error('killed')
    }
    const settings = { db: other, clock, bureauFolder: place, signer: testSigner, secrets: noSecrets, password }
    await expect(loadDemo({ ...settings, progress: halfway })).rejects.toThrow('killed')
    expect(
      await one<number>(
        'select (select count(*) from person) + (select count(*) from journal) + (select count(*) from account) as value',
        other,
      ),
    ).toBe(0)

    // Two nodes start at once on the same folder.
    const said: string[] = []
    const speaking = { ...settings, progress: (_: number, sentence: string) => said.push(sentence) }
    const loadings = await Promise.all([loadDemo(speaking), loadDemo(speaking)])
    expect(loadings.map(({ loaded }) => loaded).sort()).toEqual([false, true])
    expect(said.filter((sentence) => sentence.includes('interrupted'))).toEqual([said[0]])
    expect(await filesIn(place)).toEqual(await filesIn(folder))
    expect(await statesIn(other, 'card')).toEqual(cards)
    const people = 'select id, first_name, last_name, employee_number, email, unit, title, phone, state from person order by id'
    expect(await other.query(people)).toEqual(await db.query(people))
  })

  it('whose files were not put away when the program ended is finished by the next start', async () => {
    const [before, loading] = [await filesIn(place), join(place, '.loading-demo')]
    for (const folderOf of places) await mkdir(join(loading, folderOf), { recursive: true })
    const [batch = ''] = await readdir(join(place, 'orders', TAKEN))
    await rename(join(place, 'orders', TAKEN, batch), join(loading, 'orders', TAKEN, batch))
    const said: string[] = []
    const again = {
      db: other,
      clock,
      bureauFolder: place,
      signer: testSigner,
      secrets: noSecrets,
      password,
      progress: (_: number, sentence: string) => said.push(sentence),
    }
    expect(await loadDemo(again)).toEqual({ loaded: false, why: 'loaded before' })
    expect([said, await filesIn(place)]).toEqual([[], before])
    expect(await readdir(place)).not.toContain('.loading-demo')
  })

  it('is refused where people are already', async () => {
    const empty = await freshDatabase()
    try {
      await empty.query(
        `insert into person (id, template, state, first_name, last_name, created_at, changed_at) values ('00000000-0000-7000-8000-000000000001', 'user', 'active', 'Real', 'Person', now(), now())`,
      )
      await mkdir(place, { recursive: true })
      expect(await loadDemo({ db: empty, clock, bureauFolder: place, signer: testSigner, secrets: noSecrets, password })).toEqual({
        loaded: false,
        why: 'not empty',
      })
      expect(await one<number>('select count(*) as value from person', empty)).toBe(1)
    } finally {
      await empty.close()
    }
  })
})

describe('the same organisation', () => {
  // Moments at which the working days, the last release and the summer time fall differently.
  it.each(['2026-11-22T23:30:00Z', '2027-04-02T09:05:00Z'])('is there on %s', async (time) => {
    const [place, other] = [await mkdtemp(join(tmpdir(), 'cardinal-demo-')), await freshDatabase()]
    try {
      await loadDemo({
        db: other,
        clock: { now: () => new Date(time) },
        bureauFolder: place,
        signer: testSigner,
        secrets: noSecrets,
        password,
      })
      expect(await statesIn(other, 'card')).toEqual(cards)
      expect(await statesIn(other, 'person')).toEqual(users)
      expect(await one<number>(`select count(*) as value from journal where at > '${time}'`, other)).toBe(0)
      const numbers =
        'select c.number, p.employee_number from card c join person p on p.id = c.person_id where c.number < 10170 order by c.number'
      expect(await other.query(numbers)).toEqual(await db.query(numbers))
      const moves = `select count(*) as value from journal where kind = 'moved'`
      expect(await one<number>(moves, other)).toBe(await one<number>(moves))
    } finally {
      await other.close()
      await rm(place, { recursive: true, force: true })
    }
  })
})
