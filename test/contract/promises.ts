import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalog } from '../../src/catalog/catalog.ts'
import { type Actor, everywhere } from '../../src/engine/permit.ts'
import type { Scenario, Story } from '../../src/engine/scenario.ts'
import { NEW, type UseCase } from '../../src/engine/use-case.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { answer, cancel } from '../../src/runtime/answer.ts'
import { approve } from '../../src/runtime/approve.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { offers } from '../../src/runtime/offers.ts'
import { publish } from '../../src/runtime/publish.ts'
import type { World } from '../../src/runtime/world.ts'
import { insertUpload } from '../../src/store/uploaded-photo.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { frame, jpeg } from '../photo-bytes.ts'
import { fingerprint, journalSize, objectIn, oneInEach, performerOf, settled, strangersTo } from './objects.ts'
import { inputOf, scenarios, unique } from './scenarios.ts'

/** Every use case of the catalog keeps the same promises. They are tested here once, for all of them, through the door. */
const asked = (useCase: UseCase): boolean => Object.keys(useCase.forms).length > 0
/** Tells the promises of all use cases that are performed on objects of one template, or of those among them that are chosen. */
export function tellPromises(template: string, isChosen: (useCase: UseCase) => boolean = () => true): void {
  let desk: TestDesk
  let second: Actor
  beforeAll(async () => {
    desk = await openTestDesk()
    second = await desk.appoint('second', everywhere('approver', 'administrator'))
    await desk.enable(...catalog.useCases.filter((useCase) => useCase.offered !== 'to the system').map((useCase) => useCase.slug))
    for (const { useCase, input } of scenarios.filter((scenario) => isTold(scenario.useCase))) await upload(useCase, input)
  })
  afterAll(() => desk.close())

  // What an import performs has rows for input, as an incident has what does not fit; they are told in tests of their own.
  const isTold = (useCase: UseCase): boolean =>
    useCase.on.name === template && !useCase.slug.includes('import') && useCase.slug !== 'open-incident' && isChosen(useCase)
  const told = catalog.useCases.filter(isTold)

  test('every use case that a person or the system performs has a scenario', () => {
    expect(told.length).toBeGreaterThan(0)
    expect(
      scenarios
        .filter(({ useCase }) => isTold(useCase))
        .map(({ useCase }) => useCase.slug)
        .sort(),
    ).toEqual(told.map((useCase) => useCase.slug).sort())
  })

  /** Where a form asks for a photo, it was uploaded before by whoever answers it. */
  async function upload(useCase: UseCase, input: Scenario['input']): Promise<void> {
    for (const [name, field] of Object.values(useCase.forms).flatMap(({ fields }) => Object.entries(fields)))
      if (field.kind === 'photo') {
        const [id, account] = [String(input[name]), String(performerOf(desk, useCase).id)]
        const bytes = Uint8Array.from(jpeg(frame(350, 450)))
        await insertUpload(desk.world.db, { id, account, bytes, width: 350, height: 450, createdAt: desk.clock.now() })
      }
  }

  describe.each(told.map((useCase) => ({ name: useCase.name, useCase })))('$name', ({ useCase }) => {
    const scenario = scenarios.find((each) => each.useCase.slug === useCase.slug) as Scenario
    const creates = useCase.in.includes(NEW)
    const performer = () => performerOf(desk, useCase)
    const objects = (id: string): string[] => (id === '' ? [] : [id])
    const perform = (id: string, input = inputOf(scenario)): Promise<Outcome> =>
      begin(desk.world, performer(), { useCase: useCase.slug, objects: objects(id), input })

    test.each(scenario.stories)('$tells', async (story) => {
      const id = story.given === NEW ? '' : await objectIn(desk, useCase.on.name, story.given, { ...scenario, ...story })
      const outcome = await tell(story, id)
      expect(codeOf(outcome) ?? 'done').toBe(story.ends)
      const object = id || firstOf(outcome)
      await desk.until(
        async () => (await desk.stateOf(object, useCase.on.name)) === story.becomes,
        `${useCase.on.label} is ${story.becomes}`,
      )
      if (story.makes) expect(await desk.stateOf(madeOf(outcome))).toBe(story.makes)
      await settled(desk)
    })

    async function tell(story: Story, id: string): Promise<Outcome> {
      if (!story.meanwhile) return perform(id, story.input ?? inputOf(scenario))
      const open = await begin(desk.world, performer(), { useCase: useCase.slug, objects: [id] })
      if (open.kind !== 'run') throw new Error(open.refusal.sentence)
      await desk.perform('send-queued-orders', [id], {}, schedulerActor)
      return answer(desk.world, performer(), open.run.id, story.input ?? inputOf(scenario))
    }

    test('is refused in every other state, changes nothing there, and is offered exactly where it begins', async () => {
      const states = await oneInEach(desk, useCase.on, useCase.in, scenario)
      const before = await fingerprint(desk)
      for (const [state, id] of states) {
        const [offer] = (await offers(desk.world, performer(), useCase.on.name, [id])).filter((each) => each.useCase.slug === useCase.slug)
        if (useCase.in.includes(state)) {
          if (offer) expect(offer.refusals.get(id)?.code, `offered in ${state}`).toBeUndefined()
          continue
        }
        if (creates) continue
        const size = await journalSize(desk)
        const outcome = await perform(id)
        expect(codeOf(outcome), `in ${state}`).toBe('wrong_state')
        if (offer) expect(offer.refusals.get(id)).toEqual(refusalOf(outcome))
        expect(await journalSize(desk)).toBe(size + 1)
      }
      expect(await fingerprint(desk)).toBe(before)
    })

    test('is refused to every role without the permission, and the attempt is in the journal', async () => {
      const id = creates ? '' : await objectIn(desk, useCase.on.name, useCase.in[0] ?? '', scenario)
      const before = await fingerprint(desk)
      for (const name of strangersTo(useCase)) {
        const size = await journalSize(desk)
        const outcome = await begin(desk.world, desk.actors[name], {
          useCase: useCase.slug,
          objects: objects(id),
          input: inputOf(scenario),
        })
        expect([name, codeOf(outcome)]).toEqual([name, 'not_permitted'])
        expect(await journalSize(desk)).toBe(size + 1)
      }
      expect(await fingerprint(desk)).toBe(before)
    })

    if (asked(useCase))
      test('its form takes no answer of somebody else, nor of whoever lost the permission, and the attempt is in the journal', async () => {
        const id = creates ? '' : await objectIn(desk, useCase.on.name, useCase.in[0] ?? '', scenario)
        const open = await begin(desk.world, performer(), { useCase: useCase.slug, objects: objects(id) })
        if (open.kind !== 'run') throw new Error(open.refusal.sentence)
        const before = await fingerprint(desk)
        const somebodyElse = performer() === desk.admin ? desk.operator : desk.admin
        for (const [actor, code] of [
          [somebodyElse, 'not_your_run'],
          [{ ...performer(), grants: [] }, 'not_permitted'],
        ] as const) {
          const size = await journalSize(desk)
          expect(codeOf(await answer(desk.world, actor, open.run.id, inputOf(scenario)))).toBe(code)
          expect(await journalSize(desk)).toBe(size + 1)
        }
        expect(await fingerprint(desk)).toBe(before)
        expect((await cancel(desk.world, performer(), open.run.id)).kind).toBe('run')
      })

    if (useCase.offered !== 'to the system')
      test('is not offered where no administrator attached it', async () => {
        const id = creates ? '' : await objectIn(desk, useCase.on.name, useCase.in[0] ?? '', scenario)
        const { items, restore } = await detached(useCase)
        expect(items).toBeGreaterThan(0)
        const outcome = await perform(id)
        expect(codeOf(outcome)).toBe('not_attached')
        expect(refusalOf(outcome)?.remedy).toContain(creates ? ' > General > New-Process.' : ' > Additional Commands.')
        await restore()
      })

    if (asked(useCase))
      test('Cancel leaves no trace but a line in the journal', async () => {
        const id = creates ? '' : await objectIn(desk, useCase.on.name, useCase.in[0] ?? '', scenario)
        const before = await fingerprint(desk)
        const size = await journalSize(desk)
        const open = await begin(desk.world, performer(), { useCase: useCase.slug, objects: objects(id) })
        expect(open.kind === 'run' && open.run.state).toBe('asking')
        expect(await fingerprint(desk)).toBe(before)
        expect(await journalSize(desk)).toBe(size)
        const closed = await cancel(desk.world, performer(), open.kind === 'run' ? open.run.id : '')
        expect(closed.kind === 'run' && closed.run.state).toBe('cancelled')
        expect(await fingerprint(desk)).toBe(before)
        expect(await journalSize(desk)).toBe(size + 1)
      })

    if (!creates && !scenario.repeatable && scenario.stories[0]?.ends === 'done')
      test('of two at once, one is done and the other is told', async () => {
        const id = await objectIn(desk, useCase.on.name, useCase.in[0] ?? '', scenario)
        const codes = (await Promise.all([perform(id), perform(id)])).map(codeOf)
        expect(
          codes.filter((code) => code === undefined),
          codes.join(', '),
        ).toHaveLength(1)
        await settled(desk)
      })

    if (useCase.offered !== 'to the system')
      test('where a second person is asked for, nothing happens until one agrees, who is not the first', async () => {
        const story = scenario.stories.find(({ meanwhile }) => !meanwhile)
        if (!story) throw new Error(`${useCase.name} has no story of one who begins it.`)
        const input = { ...(story.input ?? inputOf(scenario)), ...unique(story.input ?? scenario.input) }
        const id = story.given === NEW ? '' : await objectIn(desk, useCase.on.name, story.given, { ...scenario, ...story })
        await rule([{ useCase: useCase.slug, above: 0 }])
        try {
          const before = await fingerprint(desk)
          const waits = await perform(id, input)
          if (waits.kind !== 'run') throw new Error(waits.refusal.sentence)
          expect(waits.run.state).toBe('awaiting')
          const first = { ...performer(), grants: everywhere('approver', 'administrator') }
          expect(codeOf(await approve(desk.world, first, waits.run.id))).toBe('own_request')
          expect(codeOf(await approve(desk.world, desk.helpdesk, waits.run.id))).toBe('not_permitted')
          expect(await fingerprint(desk)).toBe(before)
          const agreed = await approve(desk.world, second, waits.run.id)
          expect(codeOf(agreed) ?? 'done').toBe(story.ends)
          const object = id || firstOf(agreed)
          await desk.until(async () => (await desk.stateOf(object, useCase.on.name)) === story.becomes, `it is ${story.becomes}`)
          await settled(desk)
        } finally {
          await rule([])
        }
      })

    const rule = async (items: { useCase: string; above: number }[]): Promise<void> => {
      const published = await publish(desk.world, desk.admin, { change: { kind: 'duties', items }, ifMatch: undefined, why: null })
      if ('code' in published) throw new Error(published.sentence)
    }

    test('a crash anywhere on its way leaves everything as it was', async () => {
      const fresh = async (): Promise<string> => (creates ? '' : objectIn(desk, useCase.on.name, useCase.in[0] ?? '', scenario))
      let id = await fresh()
      let [before, size] = [await fingerprint(desk), await journalSize(desk)]
      let points = 0
      for (const broken of await crashes(desk.world, useCase)) {
        const [end] = await Promise.allSettled([
          begin(broken.world, performer(), { useCase: useCase.slug, objects: objects(id), input: inputOf(scenario) }),
        ])
        if (broken.reached()) {
          points++
          expect(end?.status === 'rejected' && String(end.reason)).toContain('the power went')
          expect([await fingerprint(desk), await journalSize(desk)]).toEqual([before, size])
        } else {
          // The crash lies on a way that was not taken, so the use case was performed; the next round has an object of its own.
          await settled(desk)
          id = await fresh()
          ;[before, size] = [await fingerprint(desk), await journalSize(desk)]
        }
      }
      expect(points).toBeGreaterThan(0)
    })

    async function detached(which: UseCase): Promise<{ items: number; restore: () => Promise<void> }> {
      const kept = new Map<string, { useCase: string; mapping?: string }[]>()
      for (const state of which.in) {
        const items = [...(desk.world.definitions.current().commands.get(`${which.on.name}/${state}`)?.items ?? [])]
        kept.set(state, items)
        await put(
          which,
          state,
          items.filter((item) => item.useCase !== which.slug),
        )
      }
      return {
        items: [...kept.values()].flat().length,
        restore: async () => void (await Promise.all([...kept].map(([state, items]) => put(which, state, items)))),
      }
    }

    const put = (which: UseCase, state: string, items: { useCase: string; mapping?: string }[]) =>
      publish(desk.world, desk.admin, {
        change: { kind: 'commands', template: which.on.name, state, items },
        ifMatch: undefined,
        why: null,
      })
  })
}

/** The world with the power cut at one point: at each task of the drawing, and when the leg is written. */
async function crashes(world: World, useCase: UseCase): Promise<{ world: World; reached: () => boolean }[]> {
  const process = await world.definitions.process(world.db, world.definitions.current().drawings.get(useCase.symbol) ?? '')
  const tasks = Object.values(process.steps).flatMap((step) => (step.kind === 'do' ? [step.task] : []))
  return [...tasks, 'record'].map((point) => {
    let reached = false
    const crash = (): never => {
      reached = true
      throw new Error('the power went')
    }
    const task = world.tasks[point]
    return {
      reached: () => reached,
      world: task
        ? { ...world, tasks: { ...world.tasks, [point]: { ...task, run: crash } } }
        : { ...world, db: { ...world.db, transaction: (work) => world.db.transaction((tx) => work({ ...tx, last: crash })) } },
    }
  })
}

const refusalOf = (outcome: Outcome) => (outcome.kind === 'refused' ? outcome.refusal : (outcome.end?.objects[0]?.refusal ?? undefined))
const codeOf = (outcome: Outcome): string | undefined => refusalOf(outcome)?.code
const firstOf = (outcome: Outcome): string => outcome.end?.objects[0]?.objectId ?? ''
const madeOf = (outcome: Outcome): string => outcome.end?.objects[0]?.madeId ?? ''
