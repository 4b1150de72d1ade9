/** What tests say in the place of a bureau that is reached through a directory. */
import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FromBureau } from '../../src/production/contract/message.ts'
import { messageText } from '../../src/production/contract/read-message.ts'
import type { World } from '../../src/runtime/world.ts'
import { ordersOf } from '../../src/store/order.ts'

export interface Answered {
  readonly card: string
  readonly status: 'in production' | 'produced' | 'failed' | 'shipped'
  readonly chipNumber?: string
  readonly text?: string
}

/** The bureau answers about the newest order of each card: one message for all neighbours of the same status. */
export async function bureauAnswers(world: World, folder: string, reports: readonly Answered[]): Promise<void> {
  const orders = await ordersOf(
    world.db,
    reports.map((report) => report.card),
  )
  for (let from = 0, to = 0; from < reports.length; from = to) {
    while (reports[to]?.status === reports[from]?.status && to < reports.length) to++
    const lines = reports.slice(from, to).map(({ card, chipNumber, text }) => {
      const order = orders.get(card)?.id
      if (!order) throw new Error(`The card ${card} has no order that the bureau could answer about.`)
      return { order, card, ...(chipNumber && { chipNumber }), ...(text && { text }) }
    })
    await bureauSays(folder, saidOf(reports[from]?.status, lines))
  }
}

/** A message of a bureau, but for what every message begins with. */
export type Said = FromBureau extends infer M ? (M extends FromBureau ? Omit<M, 'format' | 'version' | 'message' | 'at'> : never) : never

/**
 * The bureau says something: one file in its folder, after all that it said before.
 * @param message its id, to say the same again
 * @returns the id of the message
 */
export async function bureauSays(folder: string, said: Said, message: string = randomUUID()): Promise<string> {
  const whole = { format: 'cardinal-bureau', version: 1, message, at: new Date().toISOString(), ...said } as FromBureau
  const name = join(folder, 'answers', `${String(++files).padStart(6, '0')}.json`)
  await writeFile(`${name}.part`, messageText(whole))
  await rename(`${name}.part`, name)
  return message
}

let files = 0

interface Line {
  readonly order: string
  readonly card: string
  readonly chipNumber?: string
  readonly text?: string
}

function saidOf(status: Answered['status'] | undefined, lines: readonly Line[]): Said {
  switch (status) {
    case 'produced':
      return { kind: 'produced', lines: lines.map(({ text: _, ...line }) => line) }
    case 'failed':
      return { kind: 'failed', lines: lines.map(({ order, card, text }) => ({ order, card, code: 'failed', text: text ?? 'It failed.' })) }
    case 'shipped':
      return { kind: 'shipped', carrier: 'Post', lines: lines.map(({ order, card }) => ({ order, card })) }
    default:
      return { kind: 'in-production', lines: lines.map(({ order, card }) => ({ order, card })) }
  }
}
