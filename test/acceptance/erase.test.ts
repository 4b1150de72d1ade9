import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from '../../src/catalog/catalog.ts'
import { everywhere } from '../../src/engine/permit.ts'
import { isRefusal } from '../../src/engine/refusal.ts'
import { createAccount } from '../../src/identity/create-account.ts'
import { totpSecretOf } from '../../src/identity/second-factor.ts'
import { signIn } from '../../src/identity/sign-in.ts'
import { verifyReceipt } from '../../src/production/verify-receipt.ts'
import { begin } from '../../src/runtime/begin.ts'
import { collectAnswers } from '../../src/runtime/collect.ts'
import { find } from '../../src/runtime/find.ts'
import { history } from '../../src/runtime/history.ts'
import { manifest } from '../../src/runtime/production.ts'
import { publicKeys, receiptFor } from '../../src/runtime/receipt.ts'
import { ordersOf } from '../../src/store/order.ts'
import { writePhotos } from '../../src/store/person.ts'
import { fingerprint } from '../contract/objects.ts'
import { openTestDesk, type TestDesk, testPassword } from '../desk.ts'
import { frame, jpeg } from '../photo-bytes.ts'
import { bureauSays } from './bureau-answers.ts'

/** Somebody is erased: what was kept of them is gone everywhere, and what has to be proved can still be proved. */
let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('order-card', 'abort-card-order', 'hold-card-order', 'recall-card-order', 'erase-user')
})
afterAll(() => desk.close())

const who = {
  firstName: 'Zoltána',
  lastName: 'Quistberg',
  employeeNumber: 'Q-77123',
  email: 'zq@quistberg.example',
  title: 'Quistmaster',
  phone: '+45 7712 3000',
}
// None of them can come about by chance in an id or in what is sealed.
const traces = ['Zoltána', 'Quistberg', 'Quistmaster', 'Q-77123', '45 7712', 'zq@', 'CHIP-QQ', 'SERIAL-QQ', 'TRACK-QQ', 'Hospital']

/** Which tables hold any of these words, in any row. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const tables = await desk.world.db.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_schema in (current_schema(), 'pgboss') and table_type = 'BASE TABLE'`,
  )
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await desk.world.db.query(`select 1 from ${name} t where t::text ~* $1 limit 1`, [
        words.join('|').replaceAll('+', '\\+'),
      ])
      return rows.length > 0 ? [name.replace(/^\w+\./, '')] : []
    }),
  )
  return found.flat().sort()
}

const erase = (users: readonly string[]) =>
  begin(desk.world, desk.admin, { useCase: 'erase-user', objects: users, input: { reason: 'asked' } })

const told = async (template: string, id: string): Promise<string[]> => {
  const read = await history(desk.world, desk.operator, template, id, undefined, 100)
  return 'items' in read ? read.items.map(({ sentence }) => sentence) : []
}

test('a person who worked here, held cards and was written about is erased, and no table names them', async () => {
  const { world } = desk
  const user = await desk.someUser(who)
  await writePhotos(
    world.db,
    [{ personId: user, mediaType: 'image/jpeg', bytes: Uint8Array.from(jpeg(frame(300, 400))) }],
    desk.clock.now(),
  )
  const account = await createAccount(world, desk.admin, {
    name: 'zquist',
    displayName: 'Zoltána Quistberg',
    password: testPassword,
    roles: ['operator'],
    personId: user,
  })
  if (isRefusal(account)) throw new Error(account.sentence)
  const self = { kind: 'person' as const, id: account.id, name: 'Zoltána Quistberg', grants: everywhere('operator') }
  await signIn(world, { name: 'zquist', password: testPassword })
  await world.secrets.write(world.db, totpSecretOf(account.id), 'what an app shares with us', 'Zoltána Quistberg')

  // An order is held with a reason and aborted, which leaves a receipt; the next card is produced, used and locked.
  const aborted = await desk.queuedCard(user)
  await desk.perform('hold-card-order', [aborted], { reason: 'Hospital' }, self)
  await begin(world, self, { useCase: 'hold-card-order', objects: [aborted], input: { reason: 'Again' } })
  await desk.perform('abort-card-order', [aborted], {}, self)
  const [other = ''] = await desk.queuedCards(1)
  const made = await desk.orderedCard(user)
  await desk.perform('send-queued-orders', [other], {}, { kind: 'system', id: null, name: 'Schedule', grants: everywhere('batch-sync') })
  const line = { order: (await ordersOf(world.db, [made])).get(made)?.id ?? '', card: made }
  await bureauSays(desk.folder, { kind: 'produced', lines: [{ ...line, chipNumber: 'CHIP-QQ', serialNumber: 'SERIAL-QQ' }] })
  await bureauSays(desk.folder, { kind: 'shipped', carrier: 'Post', tracking: 'TRACK-QQ', lines: [line] })
  await collectAnswers(world, desk.bureau)
  expect(await desk.stateOf(made)).toBe('produced')
  expect((await tablesWith(traces)).sort()).toEqual(
    ['account', 'batch', 'bureau_message', 'card', 'person', 'production_order', 'run', 'run_object', 'secret'].sort(),
  )

  const before = await fingerprint(desk)
  const early = await erase([user])
  expect(early.kind === 'refused' && early.refusal).toMatchObject({ code: 'wrong_state' })
  expect(await fingerprint(desk)).toBe(before)
  await desk.perform('deactivate-user', [user], { reason: 'left' })
  const inUse = await erase([user])
  expect(inUse.end?.objects[0]?.refusal).toEqual({
    code: 'cards_in_use',
    sentence: expect.stringMatching(/^Card \d+ of this user is Produced\. Nothing was erased\.$/),
    remedy: 'Activate the card and lock it first.',
  })
  expect(await tablesWith(['Quistberg'])).toContain('person')
  await desk.perform('reactivate-user', [user], { reason: 'returned' }, desk.helpdesk)
  await desk.perform('activate-card', [made])
  await desk.perform('lock-user', [user], { reason: 'left' })
  const batchIds = (await world.db.query<{ id: string }>(`select id from batch where manifest ~ 'Quist'`)).map(({ id }) => id)
  const journal = await world.db.query('select * from journal order by id')

  const done = await erase([user])
  expect(done.end?.objects.map(({ outcome }) => outcome)).toEqual(['done'])
  expect(await world.secrets.read(totpSecretOf(account.id))).toBeUndefined()
  expect(await tablesWith(traces)).toEqual([])
  expect(await desk.stateOf(user, 'user')).toBe('erased')
  const after = await world.db.query('select * from journal order by id')
  expect(after.slice(0, journal.length)).toEqual(journal)
  expect(after).toHaveLength(journal.length + 1)
  expect(after.at(-1)).toMatchObject({
    kind: 'moved',
    actor_name: null,
    actor_id: desk.admin.id,
    object_id: user,
    facts: {
      reason: 'The person asked for it',
      erased: {
        'Data of the user': 1,
        Photo: 1,
        Account: 1,
        Cards: 2,
        Manifests: 1,
        'Messages of bureaus': 2,
        'Key of what the journal keeps': 1,
      },
    },
  })

  // The history reads without them, and a search does not find them.
  expect((await told('user', user))[0]).toMatch(/^Test admin erased a person: The person asked for it\. Removed: .*photo \(1\).*\.$/)
  expect(await told('card', aborted)).toContain('An erased person held the card order of an erased person: (erased).')
  for (const template of ['user', 'card']) {
    const found = await find(world, desk.operator, { template, q: 'Quistberg', limit: 10 })
    expect('objects' in found && found.objects).toEqual([])
  }
  expect(await signIn(world, { name: 'zquist', password: testPassword })).toMatchObject({ code: 'sign_in_refused' })

  // What was sealed is still proved.
  expect(batchIds).toHaveLength(1)
  const left = await manifest(world, desk.admin, batchIds[0] ?? '')
  if ('code' in left) throw new Error(left.sentence)
  expect(JSON.parse(left.text)).toMatchObject({ erased: expect.any(String), orders: [{ card: made, cardNumber: expect.any(Number) }] })
  const receipt = await receiptFor(world, desk.operator, world.signer, 'card', aborted)
  const keys = (await publicKeys(world)).map(({ publicKey }) => publicKey)
  const whole = await manifest(
    world,
    desk.admin,
    (await world.db.query<{ id: string }>(`select id from batch where manifest is not null`))[0]?.id ?? '',
  )
  if ('code' in whole) throw new Error(whole.sentence)
  const findings = verifyReceipt(receipt, keys, [
    { name: 'left.json', manifest: JSON.parse(left.text) },
    { name: 'whole.json', manifest: JSON.parse(whole.text) },
  ])
  expect(findings.map(({ verdict }) => verdict)).toEqual(['right', 'open', 'right', 'open'])
  expect(findings[1]?.sentence).toContain('does not name this card; its text was erased')

  // Nothing more is sealed about them, and there is nothing left to erase.
  expect((await erase([user])).kind).toBe('refused')
})

test('what is under way of a person says what to do first', async () => {
  const told: Record<string, string | undefined> = {}
  for (const state of [
    'requested',
    'processing',
    'ordered',
    'inProduction',
    'produced',
    'active',
    'inactive',
    'blocked',
    'failed',
    'expired',
  ]) {
    const user = await desk.someUser()
    const card = await desk.queuedCard(user)
    await desk.world.db.query('update card set state = $2 where id = $1', [card, state])
    await desk.world.db.query(`update person set state = 'locked' where id = $1`, [user])
    told[state] = (await erase([user])).end?.objects[0]?.refusal?.remedy
  }
  expect(told).toEqual({
    requested: 'Abort or reject the request first.',
    processing: 'Abort the card order first.',
    ordered: 'Recall the card order, or wait until the bureau has answered.',
    inProduction: 'Recall the card order, or wait until the bureau has answered.',
    produced: 'Activate the card and lock it first.',
    active: 'Lock the user first: that locks their cards too.',
    inactive: 'Lock the user first: that locks their cards too.',
    blocked: 'Destroy the card first.',
    failed: undefined,
    expired: undefined,
  })
})

test('a thousand are erased at once, in one leg', async () => {
  const { db } = desk.world
  const people = Array.from({ length: 1000 }, () => desk.world.newId())
  await db.query(
    `insert into person (id, template, state, first_name, last_name, email, created_at, changed_at)
     select id, 'user', 'locked', 'Many', 'Quistberg', id || '@example.org', now(), now() from unnest($1::uuid[]) as given(id)`,
    [people],
  )
  await db.query(
    `insert into card (id, template, state, person_id, holder_first_name, holder_last_name, created_at, changed_at)
     select gen_random_uuid(), 'card', 'locked', id, 'Many', 'Quistberg', now(), now() from unnest($1::uuid[]) as given(id)`,
    [people],
  )
  let statements = 0
  const counting: TestDesk['world'] = {
    ...desk.world,
    db: {
      ...db,
      transaction: (work) =>
        db.transaction((tx) =>
          work({
            ...tx,
            query: (text, values) => {
              statements++
              return tx.query(text, values)
            },
          }),
        ),
    },
  }
  const outcome = await begin(counting, desk.admin, { useCase: 'erase-user', objects: people, input: { reason: 'period' } })
  expect(outcome.kind === 'run' && outcome.run).toMatchObject({ state: 'ended', done: 1000 })
  expect(await tablesWith(['Quistberg'])).toEqual([])
  expect(statements).toBeLessThan(45)
  const [kept] = await db.query<{ count: number }>(`select count(*) as count from journal where object_id = any($1::uuid[])`, [people])
  expect(kept?.count).toBe(1000)
})

test('only whoever may start it erases anybody, and only where it is attached', () => {
  const useCase = catalog.useCases.find(({ slug }) => slug === 'erase-user')
  expect([useCase?.roles, useCase?.offered]).toEqual([['administrator'], 'when attached'])
})
