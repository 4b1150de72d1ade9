import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objectIn } from '../../test/contract/objects.ts'
import { actorNamed, openTestDesk, type TestDesk } from '../../test/desk.ts'
import type { Actor, Grant, Scope } from '../engine/permit.ts'
import { NEW } from '../engine/use-case.ts'
import { insertGrants } from '../store/role-grant.ts'
import { begin } from './begin.ts'
import { newOffers, offers } from './offers.ts'
import { type Why, why } from './why.ts'

/** Unit Alpha with Alpha-Lab below it, and Beta beside them; Ada, an operator for Alpha. */
let desk: TestDesk
let ada: Actor
let [inLab, inBeta] = ['', '']
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('abort-card-order')
  await desk.setUnits([
    { name: 'Alpha', above: null },
    { name: 'Alpha-Lab', above: 'Alpha' },
    { name: 'Beta', above: null },
  ])
  inLab = await desk.queuedCard(await desk.someUser({ unit: 'Alpha-Lab' }))
  inBeta = await desk.queuedCard(await desk.someUser({ unit: 'Beta' }))
  ada = await desk.appoint('ada', [{ role: 'operator', scope: 'unit', unit: 'Alpha' }])
})
afterAll(() => desk.close())

const ask = async (asker: Actor, asked: Parameters<typeof why>[2]): Promise<Why> => {
  const told = await why(desk.world, asker, asked)
  if ('code' in told) throw new Error(told.sentence)
  return told
}
const sentences = ({ steps }: Why): string[] =>
  steps.map(({ sentence }) => sentence.replace(/Card \d+ · First \d+ Last \d+|Card \d+/g, 'the card'))

describe('why somebody may, or may not', () => {
  it('names the role, the units it is for, the unit of the holder, and what follows', async () => {
    const about = { account: ada.id ?? '', useCase: 'abort-card-order' }
    // Whoever administers roles and sees the card.
    const told = await ask(desk.admin, { ...about, object: inLab })
    expect([told.may, ...sentences(told)]).toEqual([
      true,
      'Test ada holds the role Operator for the unit Alpha and those below it (Alpha-Lab); it gives the right to start Abort card order.',
      'The holder of the card is in the unit Alpha-Lab, which is among them.',
      'the card is Processing, and Abort card order is offered there.',
      expect.stringMatching(/^So Test ada may start Abort card order on the card\. What comes of it: /),
    ])
    const not = await ask(desk.admin, { ...about, object: inBeta })
    expect([not.may, ...sentences(not)]).toEqual([
      false,
      'Test ada holds the role Operator for the unit Alpha and those below it (Alpha-Lab); it gives the right to start Abort card order.',
      'The holder of the card is in the unit Beta, which is not among them.',
      'Test ada does not see the card, so that for them it is as if it were not there.',
      'So Test ada may not start Abort card order on the card.',
    ])
  })

  it('tells what has run out, and which roles would give it', async () => {
    const late = await desk.appoint('late', [{ role: 'helpdesk', scope: 'all', unit: null }])
    await grantNow(late.id ?? '', { role: 'operator', scope: 'all', unit: null }, '2026-11-20')
    const told = await ask(desk.admin, { account: late.id ?? '', useCase: 'abort-card-order' })
    expect([told.may, ...sentences(told)]).toEqual([
      false,
      'Test late held the role Operator for everybody, until 2026-11-20, and that day has passed.',
      'Test late holds the role Helpdesk for everybody; none of it gives the right to start Abort card order.',
      'It is given by: Operator.',
      'So Test late may not start Abort card order.',
    ])
    expect(told.remedy).toBe('Ask an administrator for a role with the permission to start Abort card order.')
  })

  it('everybody asks about themselves, and about others only who administers roles', async () => {
    expect((await ask(ada, { useCase: 'abort-card-order', object: inLab })).may).toBe(true)
    expect(await why(desk.world, ada, { account: desk.operator.id ?? '', useCase: 'abort-card-order' })).toMatchObject({
      code: 'not_permitted',
    })
  })

  it('speaks of no object that the asker does not see', async () => {
    const nowhere = desk.world.newId()
    const [here, gone] = await Promise.all([inBeta, nowhere].map((object) => why(desk.world, ada, { useCase: 'abort-card-order', object })))
    expect(here).toMatchObject({ code: 'no_such_object' })
    expect(JSON.stringify(here).replaceAll(inBeta, nowhere)).toBe(JSON.stringify(gone))
  })

  it('says of a disabled account that it can do nothing', async () => {
    const off = await desk.appoint('off', [{ role: 'operator', scope: 'all', unit: null }])
    await desk.world.db.query(`update account set state = 'disabled' where id = $1`, [off.id])
    const told = await ask(desk.admin, { account: off.id ?? '', useCase: 'abort-card-order', object: inLab })
    expect([told.may, told.steps.length, told.steps[0]?.sentence]).toEqual([
      false,
      2,
      'The account of Test off is Disabled: May not sign in for now; what it was granted stays.',
    ])
  })
})

describe('the explanation never disagrees with what is done', () => {
  const scopes: readonly Scope[] = ['all', 'unit', 'own']

  it('over every role, scope, use case and state', async () => {
    const { catalog } = desk.world
    const useCases = catalog.useCases.filter(({ offered }) => offered !== 'to the system')
    await desk.enable(...useCases.filter((_, at) => at % 3 !== 0).map(({ slug }) => slug))
    const objects: { template: string; id: string }[] = []
    for (const template of catalog.templates)
      for (const state of Object.keys(template.states).filter((_, at) => template.table !== 'card' || at % 3 === 1))
        objects.push({ template: template.name, id: await objectIn(desk, template.name, state) })
    // Every other one is of somebody in Alpha-Lab; the last of these is who asks where a grant is for their own.
    await desk.world.db.query(
      `update person set unit = case when n % 2 = 0 then 'Beta' else 'Alpha-Lab' end
       from (select id, row_number() over (order by id) as n from person) as numbered where numbered.id = person.id`,
    )
    for (const table of ['card', 'recall', 'incident', 'account'])
      await desk.world.db.query(`update ${table} o set holder_unit = p.unit from person p where p.id = o.person_id`)
    const [{ person }] = (await desk.world.db.query<{ person: string }>('select person_id as person from card where id = $1', [inLab])) as [
      { person: string },
    ]
    objects.push({ template: 'card', id: inLab }, { template: 'card', id: inBeta }, { template: 'user', id: person })
    let [compared, allowed] = [0, 0]
    const agree = async (somebody: Actor, nth: number): Promise<void> => {
      for (const { template, id } of objects.filter((object, at) => (at + nth) % 5 === 0 || object.id === inLab || object.id === person)) {
        const offered = await offers(desk.world, somebody, template, [id])
        const mine = useCases.filter((useCase) => useCase.on.name === template && !useCase.in.includes(NEW))
        for (const useCase of mine.filter((_, at) => (at + nth) % 4 === 0 || offered.some((offer) => !offer.refusals.has(id)))) {
          const said = await ask(desk.admin, { account: somebody.id ?? '', useCase: useCase.slug, object: id })
          const offer = offered.find((each) => each.useCase === useCase)
          expect([somebody.name, useCase.slug, said.may]).toEqual([
            somebody.name,
            useCase.slug,
            offer !== undefined && !offer.refusals.has(id),
          ])
          expect(said.may).toBe(said.steps.every(({ kind }) => kind !== 'no'))
          compared++
          if (said.may) allowed++
        }
      }
      const creates = newOffers(desk.world, somebody)
      for (const useCase of useCases.filter((each) => each.in.includes(NEW)))
        expect([useCase.slug, (await ask(desk.admin, { account: somebody.id ?? '', useCase: useCase.slug })).may]).toEqual([
          useCase.slug,
          creates.includes(useCase),
        ])
    }
    for (const scope of scopes) await desk.appoint(`some-${scope}`, [], scope === 'own' ? person : undefined)
    for (const [at, { name: role }] of catalog.roles.filter(({ name }) => name !== 'batch-sync').entries())
      for (const [nth, scope] of scopes.entries()) {
        const { id } = await actorNamed(desk.world, `some-${scope}`)
        await desk.world.db.query('delete from role_grant where account_id = $1', [id])
        await grantNow(id ?? '', { role, scope, unit: scope === 'unit' ? 'Alpha' : null }, null)
        await agree(await actorNamed(desk.world, `some-${scope}`), at + nth)
      }
    expect([compared > 300, allowed > 30], `${compared} compared, ${allowed} allowed`).toEqual([true, true])
  })

  it('what it forbids is refused when it is begun, and what it allows begins', async () => {
    const people = [ada, desk.helpdesk, desk.operator, desk.admin]
    for (const somebody of people)
      for (const useCase of ['abort-card-order', 'hold-card-order', 'activate-card'])
        for (const object of [inLab, inBeta]) {
          const said = await ask(desk.admin, { account: somebody.id ?? '', useCase, object })
          const outcome = await begin(desk.world, somebody, { useCase, objects: [object] })
          expect([somebody.name, useCase, said.may]).toEqual([somebody.name, useCase, outcome.kind === 'run'])
        }
  })
})

const grantNow = (accountId: string, grant: Grant, until: string | null): Promise<void> =>
  desk.world.db.transaction((tx) =>
    insertGrants(tx, [{ ...grant, id: desk.world.newId(), accountId, until, grantedBy: null, grantedAt: desk.world.clock.now() }]),
  )
