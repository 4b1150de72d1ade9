import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fingerprint, journalSize } from '../../test/contract/objects.ts'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { exif, frame, jpeg, png, segment } from '../../test/photo-bytes.ts'
import { type BureauDefinition, firstBureau } from '../catalog/bureau-definition.ts'
import { type Layout, type LayoutField, plainLayout } from '../catalog/layout.ts'
import { userToCard } from '../catalog/mappings.ts'
import { card } from '../catalog/objects/card.ts'
import { user } from '../catalog/objects/user.ts'
import { defaultOptions } from '../catalog/options.ts'
import { begin, type Outcome } from '../runtime/begin.ts'
import { offers } from '../runtime/offers.ts'
import type { World } from '../runtime/world.ts'
import type { Queryable } from '../store/database.ts'
import { readObjects, type StoredObject } from '../store/object.ts'
import { writePhotos } from '../store/person.ts'
import { cardsToPrint } from './cards-to-print.ts'
import { preFlightOfDataTask, preFlightTask } from './pre-flight-task.ts'

let desk: TestDesk
let north: BureauDefinition
/** The desk with Bureau North for its new orders, in whichever layout a test gives it. */
let world: World
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('order-card', 'register-card', 'request-card', 'order-registered-card', 'repeat-card-order', 'approve-card-request')
  const tasks = { 'production.pre-flight': preFlightTask(() => north), 'production.pre-flight-of-data': preFlightOfDataTask(() => north) }
  world = { ...desk.world, tasks: { ...desk.world.tasks, ...tasks } }
})
beforeEach(() => taking(plainLayout.fields))
afterAll(() => desk.close())

const taking = (fields: readonly LayoutField[], photo: Layout['photo'] = null): void => {
  north = { ...firstBureau, label: 'Bureau North', layouts: { card: { name: 'north', label: 'North', fields: [...fields], photo } } }
}
const lastName: LayoutField = {
  name: 'LAST_NAME',
  label: 'Last name',
  type: 'text',
  required: true,
  maxLength: 10,
  characters: 'latin-1',
  from: 'card.holderLastName',
}
const title: LayoutField = { name: 'TITLE', label: 'Title', type: 'text', required: true, from: 'user.title' }
const photo = { required: true, minWidth: 300, minHeight: 400, ratio: { width: 3, height: 4 }, maxBytes: 100_000 }

const order = (users: readonly string[], input: Record<string, unknown> = {}, useCase = 'order-card'): Promise<Outcome> =>
  begin(world, useCase === 'approve-card-request' ? desk.actors.approver : desk.operator, { useCase, objects: users, input })
const refusals = (outcome: Outcome) => (outcome.end?.objects ?? []).map(({ refusal }) => refusal)
const sentence = (outcome: Outcome): string | undefined => refusals(outcome)[0]?.sentence
const madeBy = (outcome: Outcome): string => outcome.end?.objects[0]?.madeId ?? ''

describe('an order for a user', () => {
  it('that the bureau could not print is not placed: it says what is wrong, and nothing is changed but the journal', async () => {
    taking([lastName])
    const id = await desk.someUser({ lastName: 'Wałęsa-Gdańska' })
    const [before, size] = [await fingerprint(desk), await journalSize(desk)]
    const outcome = await order([id])
    expect(refusals(outcome)).toEqual([
      {
        code: 'not_printable',
        sentence:
          'The card cannot be printed. Last name has 14 characters; Bureau North prints at most 10. Last name has “ł” (U+0142) as character 3, which Bureau North cannot print; it prints Latin-1 only. Nothing was changed.',
        remedy: 'Correct the user first, or ask an administrator about the layout of the card.',
      },
    ])
    expect([await fingerprint(desk), await journalSize(desk)]).toEqual([before, size + 1])
  })

  it('is offered exactly where it would be placed', async () => {
    taking([lastName])
    const [fits, does] = [await desk.someUser({ lastName: 'Berg' }), await desk.someUser({ lastName: 'Featherstonehaugh' })]
    for (const useCase of ['order-card', 'request-card', 'register-card']) {
      const offer = (await offers(world, desk.operator, 'user', [fits, does])).find((each) => each.useCase.slug === useCase)
      expect([...(offer?.refusals ?? [])].map(([id, { code }]) => [id, code])).toEqual([[does, 'not_printable']])
      expect(refusals(await order([does], {}, useCase))[0]).toEqual(offer?.refusals.get(does))
    }
  })

  it('of several, the others are placed, and the numbers add up', async () => {
    taking([lastName])
    const users = [
      await desk.someUser({ lastName: 'Berg' }),
      await desk.someUser({ lastName: 'Łoś' }),
      await desk.someUser({ lastName: 'Holm' }),
    ]
    const outcome = await order(users)
    expect(outcome.kind === 'run' && [outcome.run.total, outcome.run.done, outcome.run.refused]).toEqual([3, 2, 1])
    expect(refusals(outcome).map((refusal) => refusal?.code)).toEqual([undefined, 'not_printable', undefined])
  })

  it('is told already before its form is shown', async () => {
    taking([lastName])
    const outcome = await begin(world, desk.operator, { useCase: 'order-card', objects: [await desk.someUser({ lastName: 'Łoś' })] })
    expect([outcome.kind, refusals(outcome)[0]?.code]).toEqual(['refused', 'not_printable'])
  })

  it('is judged by what the card will hold: the mapping of the attachment, the day that was asked for, and a number yet to come', async () => {
    taking([
      { name: 'CN', label: 'Common name', type: 'text', required: true, maxLength: 8, from: 'card.commonName' },
      { name: 'END', label: 'End', type: 'choice', required: true, choices: ['2029-12-31', '2029-11-25'], from: 'card.validTo' },
      { name: 'NO', label: 'Number', type: 'number', required: true, from: 'card.number' },
    ])
    const id = await desk.someUser({ firstName: 'Ada', lastName: ' Holm\u00a0' })
    expect(sentence(await order([id], { validTo: '2029-12-30' }))).toContain('End is none of those that Bureau North prints')
    expect((await order([id], { validTo: '2029-12-31' })).kind).toBe('run')
    expect((await order([await desk.someUser({ firstName: 'Ada', lastName: 'Holm' })])).kind).toBe('run')
    expect(sentence(await order([await desk.someUser({ firstName: 'Adam', lastName: 'Holm' })]))).toContain('Common name has 9 characters')
  })

  it('needs what the layout needs of the holder', async () => {
    taking([title])
    const id = await desk.someUser()
    expect(sentence(await order([id]))).toContain('Title is missing, and Bureau North needs it.')
    await desk.perform('edit-user', [id], { firstName: 'Ada', lastName: 'Berg', title: 'Engineer' }, desk.operator)
    expect((await order([id])).kind).toBe('run')
  })

  it('says the first five things that are wrong, and how many more there are', async () => {
    taking(Array.from({ length: 8 }, (_, nth) => ({ ...title, name: `T${nth}`, label: `Title ${nth}` })))
    expect(sentence(await order([await desk.someUser()]))).toMatch(
      /Title 4 is missing, and Bureau North needs it\. And 3 more\. Nothing was changed\.$/,
    )
  })
})

describe('a photo', () => {
  const withPhoto = async (mediaType: string, bytes: readonly number[]): Promise<string> => {
    const id = await desk.someUser()
    await writePhotos(desk.world.db, [{ personId: id, mediaType, bytes: Uint8Array.from(bytes) }], desk.clock.now())
    return id
  }
  const late = jpeg(exif(6), ...Array.from({ length: 3 }, () => segment(0xe2, Array(60_000).fill(7))), frame(800, 600))

  it('is judged by the beginning of its file', async () => {
    taking([lastName], { ...photo, maxBytes: 200_000 })
    const none = await desk.someUser()
    const small = await withPhoto('image/png', png(150, 200))
    const drawn = await withPhoto('image/svg+xml', [...Buffer.from('<svg/>')])
    const lies = await withPhoto('image/jpeg', [...Buffer.from('<html>')])
    const good = await withPhoto('image/jpeg', jpeg(frame(600, 800)))
    const turned = await withPhoto('image/jpeg', late)
    const outcome = await order([none, small, drawn, lies, good, turned])
    expect(refusals(outcome).map((refusal) => refusal?.sentence)).toEqual([
      'The card cannot be printed. The photo is missing, and Bureau North needs one. Nothing was changed.',
      'The card cannot be printed. The photo has 150 × 200 pixels; Bureau North needs at least 300 × 400. Nothing was changed.',
      'The card cannot be printed. The photo is no JPEG, PNG or WebP; Bureau North prints only these. Nothing was changed.',
      'The card cannot be printed. The photo is no JPEG, PNG or WebP; Bureau North prints only these. Nothing was changed.',
      undefined,
      undefined,
    ])
  })

  it('may be missing or a drawing where the layout does not need it', async () => {
    taking([lastName], { ...photo, required: false })
    expect((await order([await desk.someUser(), await withPhoto('image/svg+xml', [...Buffer.from('<svg/>')])])).kind).toBe('run')
  })

  it('is looked at for many people in one question, and in one more where its size stands further on', async () => {
    const people = [await withPhoto('image/jpeg', jpeg(frame(600, 800))), await withPhoto('image/jpeg', late), await desk.someUser()]
    let asked = 0
    const db: Queryable = {
      query: (text, values) => {
        asked++
        return desk.world.db.query(text, values)
      },
      script: (text) => desk.world.db.script(text),
    }
    const place = { db, now: desk.clock.now(), options: defaultOptions, template: user, makes: card, mapping: userToCard }
    const found = await cardsToPrint(
      place,
      { layout: { ...plainLayout, photo }, bureau: 'Bureau North' },
      await readObjects(desk.world.db, user, people),
    )
    expect(asked).toBe(2)
    expect(found.map(({ problems }) => problems.length).sort()).toEqual([0, 1, 1])
  })
})

describe('the order of a card that is there', () => {
  const registered = async (fields: Record<string, unknown>): Promise<string> => {
    taking(plainLayout.fields)
    return madeBy(await order([await desk.someUser(fields)], {}, 'register-card'))
  }

  it('is not placed where the bureau cannot print what the card holds, which nothing changes any more', async () => {
    const id = await registered({ lastName: 'Featherstonehaugh' })
    taking([lastName])
    const before = await fingerprint(desk)
    const outcome = await order([id], {}, 'order-registered-card')
    expect(refusals(outcome)).toEqual([
      {
        code: 'not_printable',
        sentence: 'The card cannot be printed. Last name has 17 characters; Bureau North prints at most 10. Nothing was changed.',
        remedy:
          'The card keeps what it was made out with: correct the user and order another card, or ask an administrator about the layout.',
      },
    ])
    expect(await fingerprint(desk)).toBe(before)
    taking(plainLayout.fields)
    expect((await order([id], {}, 'order-registered-card')).kind).toBe('run')
    expect(await desk.stateOf(id)).toBe('processing')
  })

  it('reads of its holder what the layout asks for, which can still be put right', async () => {
    const id = await registered({ lastName: 'Berg' })
    taking([lastName, title])
    const outcome = await order([id], {}, 'order-registered-card')
    expect(refusals(outcome)[0]).toMatchObject({ code: 'not_printable', remedy: expect.stringMatching(/^Correct the user first/) })
    const [stored] = await readObjects(desk.world.db, card, [id])
    await desk.perform('edit-user', [stored?.personId ?? ''], { firstName: 'Ada', lastName: 'Berg', title: 'Engineer' }, desk.operator)
    expect((await order([id], {}, 'order-registered-card')).kind).toBe('run')
  })

  it('is not repeated, and a request is not approved, while the bureau could not print the card', async () => {
    const failed = await desk.orderedCard()
    await desk.report(failed, 'record-card-failed', { text: 'The printer broke.' })
    const requested = madeBy(await order([await desk.someUser({ title: 'Engineer' })], {}, 'request-card'))
    taking([{ ...lastName, maxLength: 1 }])
    const before = await fingerprint(desk)
    expect(refusals(await order([failed], {}, 'repeat-card-order'))[0]?.code).toBe('not_printable')
    expect(refusals(await order([requested], {}, 'approve-card-request'))[0]?.code).toBe('not_printable')
    expect(await fingerprint(desk)).toBe(before)
    expect([await desk.stateOf(failed), await desk.stateOf(requested)]).toEqual(['failed', 'requested'])
  })
})

it('a card is registered before its photo is there, but not with what it could never be printed with', async () => {
  taking([lastName, title], photo)
  expect(sentence(await order([await desk.someUser({ lastName: 'Featherstonehaugh' })], {}, 'register-card'))).toContain('17 characters')
  const id = await desk.someUser({ lastName: 'Berg' })
  expect((await order([id], {}, 'register-card')).kind).toBe('run')
  expect(sentence(await order([await desk.someUser({ lastName: 'Berg' })], {}, 'request-card'))).toContain('The photo is missing')
})

it('the plain layout asks the database nothing, for users and for cards', async () => {
  const db = new Proxy({}, { get: () => expect.fail('The database was asked.') }) as Queryable
  const place = { db, now: desk.clock.now(), options: defaultOptions, makes: card, mapping: userToCard }
  const object: StoredObject = {
    id: 'a',
    template: 'user',
    state: 'active',
    version: 1,
    personId: null,
    cardId: null,
    unit: null,
    createdAt: place.now,
    changedAt: place.now,
    fields: { firstName: 'Ada', lastName: 'Berg', email: 'ada.berg@example.org' },
  }
  const rules = { layout: plainLayout, bureau: 'Bureau' }
  const users = await cardsToPrint({ ...place, template: user }, rules, Array(1000).fill(object))
  const cards = await cardsToPrint({ ...place, template: card }, rules, Array(1000).fill({ ...object, personId: 'b' }))
  expect([...users, ...cards].filter(({ problems }) => problems.length > 0)).toEqual([])
  expect(users[0]?.data).toMatchObject({ firstName: 'Ada', commonName: 'Ada Berg', validTo: '2029-11-25' })
})
