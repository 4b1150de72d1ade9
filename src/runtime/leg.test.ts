import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { readShippedDrawing } from '../open-cardinal.ts'
import { answer } from './answer.ts'
import { begin } from './begin.ts'

/** Abort card order, drawn so that whoever comes too late is asked to take note of it before the end. */
const TAKE_NOTE = `<userTask id="note" name="Take note" implementation="confirm">
  <incoming>flow-4</incoming><outgoing>flow-note</outgoing>
</userTask><sequenceFlow id="flow-note" sourceRef="note" targetRef="unchanged" />`

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({
    async readDrawing(useCase) {
      const xml = await readShippedDrawing(useCase)
      if (useCase.slug !== 'abort-card-order') return xml
      return xml
        .replace('sourceRef="withdraw-refused-order-already-handed-over" targetRef="unchanged"', (flow) =>
          flow.replace('unchanged', 'note'),
        )
        .replace('</process>', `${TAKE_NOTE}</process>`)
    },
  })
  await desk.enable('abort-card-order')
})
afterAll(() => desk?.close())

it('what a task refused stays refused, also where the drawing leads it on to another form', async () => {
  const card = await desk.queuedCard()
  const open = await begin(desk.world, desk.operator, { useCase: 'abort-card-order', objects: [card] })
  if (open.kind !== 'run') throw new Error(open.refusal.sentence)
  // Somebody else took the order out of the queue, and has not come to move the card yet.
  await desk.world.db.query(`update production_order set status = 'withdrawn', withdrawn_at = now() where card_id = $1`, [card])

  const late = await answer(desk.world, desk.operator, open.run.id, {})
  expect(late.kind === 'run' && [late.run.state, late.run.at]).toEqual(['asking', 'note'])
  const noted = await answer(desk.world, desk.operator, open.run.id, {})
  expect(noted.kind === 'run' && [noted.run.state, noted.run.done, noted.run.refused]).toEqual(['ended', 0, 1])
  expect(noted.end?.objects[0]?.refusal?.code).toBe('order_already_handed_over')
  expect(await desk.stateOf(card)).toBe('processing')
})
