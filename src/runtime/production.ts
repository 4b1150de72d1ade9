import { type Actor, permissionRefusal } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { isId } from '../kit/id.ts'
import { inWords } from '../production/schedule.ts'
import { type BatchLine, batchLines, listBatches, readBatch, type StoredBatch } from '../store/batch.ts'
import { cardStages, countQueued, orderStages, type Stage } from '../store/overview.ts'
import { leavesAt } from './release.ts'
import { permissionsOfActor, type World } from './world.ts'

/** What is to be known of the bureau without asking it. */
export interface BureauFacts {
  readonly name: string
  readonly label: string
  readonly connector: string
}

export type StageName = 'queued' | 'claimed' | 'ordered' | 'inProduction' | 'produced' | 'failed'

/** A bureau's line of life: how much stands where, and since when. */
export interface Line {
  readonly stages: Readonly<Record<StageName, Stage>>
  readonly schedule: { readonly cron: string; readonly timeZone: string; readonly next: Date | null; readonly words: string }
}

const NOTHING: Stage = { count: 0, oldest: null }

export async function lineOf(world: World, actor: Actor, bureau: BureauFacts): Promise<Line | Refusal> {
  const refusal = mayNot(world, actor)
  if (refusal) return refusal
  const { options } = world.definitions.current()
  const [cron, timeZone] = [String(options.CardsAddonExtProdReleaseSchedule), String(options.CardsAddonExtProdTimeZone)]
  const orders = await orderStages(world.db, bureau.name)
  const cards = await cardStages(world.db, 'card', ['ordered', 'inProduction', 'produced', 'failed'])
  const stage = (state: string): Stage => cards.get(state) ?? NOTHING
  return {
    stages: {
      ...orders,
      ordered: stage('ordered'),
      inProduction: stage('inProduction'),
      produced: stage('produced'),
      failed: stage('failed'),
    },
    schedule: { cron, timeZone, next: leavesAt(world), words: inWords(cron, timeZone) },
  }
}

/** The batches, newest first, below the number `before`; `next` is null at the end. */
export async function batches(
  world: World,
  actor: Actor,
  before: number | undefined,
  limit: number,
): Promise<{ items: StoredBatch[]; next: string | null } | Refusal> {
  const refusal = mayNot(world, actor)
  if (refusal) return refusal
  const found = await listBatches(world.db, before, limit + 1)
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? String(items.at(-1)?.number ?? '') : null }
}

/** One batch with what it holds: the first thousand. */
export async function batch(world: World, actor: Actor, id: string): Promise<{ batch: StoredBatch; lines: BatchLine[] } | Refusal> {
  const refusal = mayNot(world, actor)
  if (refusal) return refusal
  const found = isId(id) ? await readBatch(world.db, id) : undefined
  if (!found) return refuse('no_such_batch', `There is no batch with the id ${id}.`, 'Choose one from the list of batches.')
  return { batch: found, lines: await batchLines(world.db, found.id, 1000) }
}

/** How many orders wait in the queue of a bureau. */
export const queueSize = ({ db }: Pick<World, 'db'>, bureau: string): Promise<number> => countQueued(db, bureau)

const mayNot = (world: World, actor: Actor): Refusal | undefined =>
  permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:production', 'see Production')
