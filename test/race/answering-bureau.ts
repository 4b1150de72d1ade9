/**
 * The bureau at the other end of the folder. It never lies, and is otherwise a nuisance: it answers late, some things twice and some never,
 * shuts for a while, and to a recall says yes or no as chance has it, or that it has made the card meanwhile.
 */
import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FromBureau, Manifest, OrderBatch, Recall } from '../../src/production/contract/message.ts'
import { messageText } from '../../src/production/contract/read-message.ts'
import { type Chance, chanceFrom } from '../chance.ts'

export interface AnsweringBureau {
  /** Every message it said, once each, and how often in all. */
  readonly said: ReadonlySet<string>
  readonly times: () => number
  /** Every batch it was given. */
  readonly manifests: ReadonlyMap<string, Manifest>
  /** From now on it answers everything, at once and once; what it still owed as well. */
  calm(): void
  /** Whether it has answered everything that it was given. */
  isDone(): Promise<boolean>
  stop(): Promise<void>
}

type Line = { readonly order: string; readonly card: string }

export function openBureau(folder: string, seed: number): AnsweringBureau {
  const chance = chanceFrom(seed)
  const said = new Set<string>()
  const manifests = new Map<string, Manifest>()
  const read = new Set<string>()
  const [made, stopped] = [new Set<string>(), new Set<string>()]
  const owed: Recall[] = []
  let [times, files, isCalm, isOver, isBusy] = [0, 0, false, false, false]

  const say = async (message: Record<string, unknown> & { kind: FromBureau['kind'] }): Promise<void> => {
    const whole = { format: 'cardinal-bureau', version: 1, message: randomUUID(), at: new Date().toISOString(), ...message } as FromBureau
    said.add(whole.message)
    for (let repeat = 0; repeat < (!isCalm && chance() < 0.15 ? 2 : 1); repeat++) {
      times++
      const name = join(folder, 'answers', `${String(++files).padStart(9, '0')}.json`)
      await writeFile(`${name}.part`, messageText(whole))
      await rename(`${name}.part`, name)
    }
  }
  const takeBatch = async ({ manifest }: OrderBatch): Promise<void> => {
    manifests.set(manifest.batch, manifest)
    const lines = manifest.orders.map(({ order, card }) => ({ order, card }))
    if (isCalm || chance() < 0.7) await say({ kind: 'acknowledged', of: manifest.batch })
    if (chance() < 0.3) await say({ kind: 'in-production', lines })
    const ready = lines.filter(({ order }) => !stopped.has(order) && chance() < 0.1)
    if (chance() < 0.5) await make(ready)
  }
  const make = async (lines: readonly Line[]): Promise<void> => {
    for (const { order } of lines) made.add(order)
    if (lines.length > 0) await say({ kind: 'produced', lines: lines.map(({ order, card }) => ({ order, card })) })
  }
  const takeRecall = async (recall: Recall): Promise<void> => {
    if (!isCalm && chance() < 0.2) return void owed.push(recall)
    const late = recall.lines.filter(({ order }) => !made.has(order) && chance() < 0.1)
    await make(late)
    const [yes, no] = divide(chance, recall, made)
    for (const { order } of yes) stopped.add(order)
    if (yes.length > 0) await say({ kind: 'recall-accepted', lines: yes })
    if (no.length > 0) await say({ kind: 'recall-refused', lines: no.map((line) => ({ ...line, code: 'late', text: 'It is too late.' })) })
  }
  const round = async (): Promise<void> => {
    const fresh = (await readdir(join(folder, 'orders'))).filter(
      (name) => name.endsWith('.json') && !name.startsWith('.') && !read.has(name),
    )
    if (isCalm) for (const recall of owed.splice(0)) await takeRecall(recall)
    for (const name of fresh) {
      read.add(name)
      const message = JSON.parse(await readFile(join(folder, 'orders', name), 'utf8')) as OrderBatch | Recall
      if (message.kind === 'order-batch') await takeBatch(message)
      else await takeRecall(message)
    }
  }
  const open = async (): Promise<void> => {
    while (!isOver) {
      isBusy = true
      await round()
      isBusy = false
      await pause(isCalm ? 50 : chance() < 0.05 ? 2000 : chance() * 200)
    }
  }
  const working = open()
  working.catch(() => {}) // It is told when the bureau is stopped.
  return {
    said,
    times: () => times,
    manifests,
    calm: () => {
      isCalm = true
    },
    async isDone() {
      const names = (await readdir(join(folder, 'orders'))).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      return isCalm && !isBusy && owed.length === 0 && names.every((name) => read.has(name))
    },
    async stop() {
      isOver = true
      await working
    },
  }
}

/** What it stops, and what goes on; of what is made it can stop nothing. */
function divide(chance: Chance, { lines }: Recall, made: ReadonlySet<string>): [Recall['lines'], Recall['lines']] {
  const yes = lines.filter(({ order }) => !made.has(order) && chance() < 0.5)
  return [yes, lines.filter((line) => !yes.includes(line))]
}
