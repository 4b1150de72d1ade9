/** Who looked into what did not fit, and what came of it. The newest, about a recall without an answer, waits for somebody. */
import { find } from '../runtime/find.ts'
import { LATER, RECENT } from './notable-days.ts'
import { type Officer, officer, type Stage } from './stage.ts'

export function incidents(stage: Stage): void {
  const { agenda, calendar } = stage
  const about = (time: Date, by: Officer, useCase: string, kind: string, input: Record<string, string>): void =>
    agenda.at(time, async () => void (await stage.perform(by, useCase, [await newestOf(stage, by, kind)], input)))
  const [ghostCame, damaged] = [LATER - 3, RECENT - 3]
  about(calendar.at(ghostCame, '14:10'), 'operator', 'take-incident', GHOST, {})
  about(calendar.at(ghostCame - 1, '10:25'), 'operator', 'close-incident', GHOST, {
    note: 'Nordkort found the card before its parcel left and shredded it. Their receipt is filed with the order.',
  })
  about(calendar.at(damaged, '16:20'), 'jonas.wikholm', 'take-incident', MISFIT, {})
}

const GHOST = 'Ghost card'
const MISFIT = 'Answer that does not fit'

async function newestOf({ world, officers }: Stage, by: Officer, kind: string): Promise<string> {
  const found = await find(world, officer(officers, by), { template: 'incident', filters: { kind }, sort: '-number', limit: 1 })
  const [incident] = 'code' in found ? [] : found.objects
  if (!incident) throw new Error(`The demo has no incident of the kind ${kind}.`)
  return incident.id
}
