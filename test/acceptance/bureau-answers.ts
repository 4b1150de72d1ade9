import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { World } from '../../src/runtime/world.ts'
import { ordersOf } from '../../src/store/order.ts'

export interface Answered {
  readonly card: string
  readonly status: 'in production' | 'produced' | 'failed'
  readonly chipNumber?: string
  readonly text?: string
}

let files = 0

/** The bureau answers: one file in its folder, about the newest order of each card. */
export async function bureauAnswers(world: World, folder: string, reports: readonly Answered[]): Promise<void> {
  const orders = await ordersOf(
    world.db,
    reports.map((report) => report.card),
  )
  const answer = {
    format: 'cardinal-answer',
    version: 1,
    message: randomUUID(),
    acknowledges: [],
    reports: reports.map((report) => ({ message: randomUUID(), order: orders.get(report.card)?.id, ...report })),
  }
  const name = join(folder, 'answers', `${String(++files).padStart(6, '0')}.json`)
  await writeFile(`${name}.part`, JSON.stringify(answer))
  await rename(`${name}.part`, name)
}
