import type { BureauDefinition } from '../catalog/bureau-definition.ts'
import { type Actor, permissionRefusal } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { canonical } from '../kit/hash.ts'
import { isId } from '../kit/id.ts'
import { scheduleOf } from '../production/bureaus-in-force.ts'
import { inWords } from '../production/schedule.ts'
import { type BatchLine, batchLines, listBatches, readBatch, readErasedManifest, readManifest, type StoredBatch } from '../store/batch.ts'
import { attemptsOf, type BatchAttempt } from '../store/batch-attempt.ts'
import { type Press, readPresses } from '../store/bureau.ts'
import { listMessages, type StoredMessage } from '../store/bureau-message.ts'
import { type IncidentOfMessage, incidentsOfMessages } from '../store/incident.ts'
import type { StoredObject } from '../store/object.ts'
import { countQueued, type Stage, type StageName, stagesOf } from '../store/overview.ts'
import { cardsAbout } from './cards-about.ts'
import { departures } from './departures.ts'
import { permissionsOfActor, type World } from './world.ts'

/** A bureau's line of life: how much stands where, and since when; when its orders leave, and whether its press runs. */
export interface Line {
  readonly name: string
  readonly definition: BureauDefinition
  readonly press: Press | undefined
  readonly stages: Readonly<Record<StageName, Stage>>
  readonly schedule: { readonly cron: string; readonly timeZone: string; readonly next: Date | null; readonly words: string }
}

export async function linesOf(world: World, actor: Actor): Promise<Line[] | Refusal> {
  const refusal = mayNot(world, actor)
  if (refusal) return refusal
  const definitions = world.definitions.current()
  const presses = await readPresses(world.db)
  const planned = await departures(world)
  const cardTemplates = world.catalog.templates.filter(({ table }) => table === 'card').map(({ name }) => name)
  return Promise.all(
    [...definitions.bureaus].map(async ([name, definition]) => {
      const { cron, timeZone } = scheduleOf(definitions, name)
      const press = presses.get(name)
      return {
        name,
        definition,
        press,
        stages: await stagesOf(world.db, cardTemplates, name),
        schedule: { cron, timeZone, next: planned.next(name), words: inWords(cron, timeZone) },
      }
    }),
  )
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

/** One batch with what it holds, the first thousand, and every attempt to hand it over. */
export async function batch(
  world: World,
  actor: Actor,
  id: string,
): Promise<{ batch: StoredBatch; lines: BatchLine[]; attempts: BatchAttempt[]; manifestErasedAt: Date | null } | Refusal> {
  const refusal = mayNot(world, actor)
  if (refusal) return refusal
  const found = isId(id) ? await readBatch(world.db, id) : undefined
  if (!found) return noSuchBatch(id)
  const erased = await readErasedManifest(world.db, found.id)
  return {
    batch: found,
    lines: await batchLines(world.db, found.id, 1000),
    attempts: await attemptsOf(world.db, found.id),
    manifestErasedAt: erased?.at ?? null,
  }
}

/**
 * The manifest of a batch as it was sealed, to the byte. It holds personal data. Of one that named somebody who was erased it is what is
 * left: the ids and numbers of its orders, which still tell whether a card was in it.
 */
export async function manifest(world: World, actor: Actor, id: string): Promise<{ batch: StoredBatch; text: string } | Refusal> {
  const refusal = mayNot(world, actor)
  if (refusal) return refusal
  const found = isId(id) ? await readBatch(world.db, id) : undefined
  if (!found) return noSuchBatch(id)
  const text = (await readManifest(world.db, found.id)) ?? (await whatIsLeft(world, found))
  return text === undefined ? noSuchBatch(id) : { batch: found, text }
}

async function whatIsLeft({ db }: World, { id, number, bureau }: StoredBatch): Promise<string | undefined> {
  const erased = await readErasedManifest(db, id)
  return erased && canonical({ version: 1, batch: id, number, bureau, erased: erased.at.toISOString(), orders: erased.lines })
}

/** A message with the incidents that it led to, and the cards that its unmatched lines name, where they are ours. */
export interface MessageView {
  readonly message: StoredMessage
  readonly incidents: readonly IncidentOfMessage[]
  readonly cards: ReadonlyMap<string, StoredObject>
}

/** What bureaus said, newest first; `next` is null at the end. */
export async function messages(
  world: World,
  actor: Actor,
  after: string | undefined,
  limit: number,
): Promise<{ items: MessageView[]; next: string | null } | Refusal> {
  const refusal = mayNot(world, actor)
  if (refusal) return refusal
  const mark = after === undefined ? undefined : /^(\d{1,15})-([0-9a-f-]{36})$/.exec(after)
  if (mark === null || (mark && !isId(mark[2] ?? '')))
    return refuse('invalid_cursor', 'The mark `after` is not one that a page of this list ended with.', 'Begin the list again.')
  const from = mark ? { at: new Date(Number(mark[1])), message: mark[2] ?? '' } : undefined
  const found = await listMessages(world.db, from, limit + 1)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items: await viewsOf(world, actor, items),
    next: found.length > limit && last ? `${last.receivedAt.getTime()}-${last.message}` : null,
  }
}

async function viewsOf(world: World, actor: Actor, items: readonly StoredMessage[]): Promise<MessageView[]> {
  const incidents = await incidentsOfMessages(
    world.db,
    items.map(({ message }) => message),
  )
  const cards = await cardsAbout(
    world,
    actor,
    items.flatMap(({ unmatched }) => unmatched.map(({ card }) => card)),
  )
  return items.map((message) => ({
    message,
    incidents: incidents.filter((each) => each.message === message.message && each.bureau === message.bureau),
    cards,
  }))
}

/** How many orders wait in the queues of all bureaus. */
export const queueSize = ({ db }: Pick<World, 'db'>): Promise<number> => countQueued(db)

const mayNot = (world: World, actor: Actor): Refusal | undefined =>
  permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:production', 'see Production')

const noSuchBatch = (id: string): Refusal =>
  refuse('no_such_batch', `There is no batch with the id ${id}.`, 'Choose one from the list of batches.')
