/** What happens to orders while they wait: some are held, most of them only for a while; and once nothing was sent for some hours. */
import { find } from '../runtime/find.ts'
import { LATER, PRESS_STOPPED } from './notable-days.ts'
import { lastRelease } from './releases.ts'
import { of, officer, type Stage } from './stage.ts'

export function queueLife(stage: Stage): void {
  holdForAWhile(stage)
  stopThePress(stage)
  holdToTheEnd(stage)
}

/** Held over the first release of the day, they leave with the second. */
function holdForAWhile({ agenda, calendar, cohorts, cards, perform }: Stage): void {
  const people = cohorts.heldAndReleased
  agenda.at(calendar.at(LATER, '09:25'), async () => {
    await perform('priya.nairstad', 'hold-card-order', of(cards, people), { reason: 'The signed contract is not here yet' })
  })
  agenda.at(calendar.at(LATER, '13:50'), async () => void (await perform('jonas.wikholm', 'release-card-order', of(cards, people), {})))
}

function stopThePress(stage: Stage): void {
  const { agenda, calendar, perform } = stage
  agenda.at(calendar.at(PRESS_STOPPED, '09:40'), async () => {
    const reason = 'Nordkort moves its printers this morning and asks us to wait'
    await perform('operator', 'stop-the-press', [await bureauOn(stage)], { reason })
  })
  agenda.at(
    calendar.at(PRESS_STOPPED, '14:15'),
    async () => void (await perform('operator', 'start-the-press', [await bureauOn(stage)], {})),
  )
}

/** Of the first orders in the queue. */
function holdToTheEnd(stage: Stage): void {
  const { agenda, cohorts, cards, perform } = stage
  for (const [at, person] of cohorts.held.entries()) {
    const time = new Date(lastRelease(stage).getTime() + (25 + 14 * at) * 60_000)
    agenda.at(time, async () => void (await perform('jonas.wikholm', 'hold-card-order', of(cards, [person]), { reason: WHY[at] })))
  }
}

const WHY = ['The holder starts a month later', 'The manager has not confirmed the unit']

async function bureauOn({ world, officers }: Stage): Promise<string> {
  const found = await find(world, officer(officers, 'operator'), { template: 'bureau', limit: 1 })
  const [bureau] = 'code' in found ? [] : found.objects
  if (!bureau) throw new Error('The demo has no bureau.')
  return bureau.id
}
