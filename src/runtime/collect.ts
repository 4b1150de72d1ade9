import type { Bureau } from '../production/bureau.ts'
import type { FromBureau } from '../production/contract/message.ts'
import { unrecordedMessages } from '../store/bureau-message.ts'
import { recordDelivery, recordMessage } from './record-message.ts'
import type { World } from './world.ts'

/** Collects what a bureau answered, and records it: first what was kept and not recorded yet, then what the bureau has for us. Returns how much. */
export async function collectAnswers(world: World, bureau: Bureau): Promise<number> {
  let answers = 0
  for (let waiting = await unrecordedMessages(world.db, bureau.name, 20); waiting.length > 0; ) {
    for (const { source, body } of waiting) {
      await recordMessage(world, bureau, body as FromBureau, source)
      answers++
    }
    waiting = waiting.length === 20 ? await unrecordedMessages(world.db, bureau.name, 20) : []
  }
  for await (const delivery of bureau.collect()) {
    await recordDelivery(world, bureau, delivery)
    await delivery.done()
    answers++
  }
  return answers
}
