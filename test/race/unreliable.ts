import { setTimeout as pause } from 'node:timers/promises'
import { type Bureau, NotDelivered } from '../../src/production/bureau.ts'
import type { Chance } from '../chance.ts'

/** Wraps a bureau in a bad line: some messages do not get through, and of some that do, the answer is lost. What it says is true. */
export function unreliable(bureau: Bureau, chance: Chance): Bureau {
  const overTheLine = async <T>(send: () => Promise<T>): Promise<T> => {
    const luck = chance()
    await pause(chance() * 40)
    if (luck < 0.15) await pause(100) // A line is longest in finding out that it is down.
    if (luck < 0.15) throw new NotDelivered('The line was down.')
    if (luck < 0.25) throw new Error('The line broke before anything got through, but nobody can know.')
    const receipt = await send()
    if (luck < 0.4) throw new Error('The line broke when the bureau had it all.')
    return receipt
  }
  return {
    ...bureau,
    submit: (batch, photos) => overTheLine(() => bureau.submit(batch, photos)),
    recall: (recall) => overTheLine(() => bureau.recall(recall)),
  }
}
