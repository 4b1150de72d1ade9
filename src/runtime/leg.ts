import { holds } from '../catalog/guards.ts'
import { actsFrom, inOrder, type Process, type Stop, stepAt, travel, waysOut } from '../engine/process.ts'
import type { Refusal } from '../engine/refusal.ts'
import { titleOf } from '../journal/sentence.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries } from '../store/journal.ts'
import { writeLeg } from '../store/leg.ts'
import { lockObjects, type StoredObject } from '../store/object.ts'
import { type StoredRun, type StoredRunObject, stepsUnderWay } from '../store/run.ts'
import type { Hand, Held, Task } from '../store/task.ts'
import { changedSince } from './changed-refusal.ts'
import type { Definitions } from './definitions.ts'
import { explainAll } from './explain.ts'
import { foreseeAll } from './foresee.ts'
import { handOf } from './hand.ts'
import { hold, missing } from './hold.ts'
import { LegJournal } from './leg-journal.ts'
import { LegMoves } from './leg-moves.ts'
import type { LegStart } from './leg-start.ts'
import { ownRefusals } from './own-objects.ts'
import { sealEntries } from './personal-entries.ts'
import { actorAt } from './run-actor.ts'
import { counted, standing, writeAndCount } from './run-after.ts'
import { AsksSecondPerson, awaiting, isRuled, lockRuled, needsSecondPerson } from './second-person.ts'
import { judge, movedAway } from './verdict.ts'
import type { World } from './world.ts'

/** The most objects that one leg holds; a larger set is walked in several. */
export const LEG_LIMIT = 1000

export interface LegEnd {
  /** Undefined when every object was refused before anything began: then there is no run, only the journal's lines. */
  readonly run: StoredRun | undefined
  readonly objects: readonly StoredRunObject[]
  readonly stored: ReadonlyMap<string, StoredObject>
  /** The state each object is in after this leg. */
  readonly states: ReadonlyMap<string, string>
}

/**
 * A run's way from one pause to the next, in the caller's transaction, which it ends: lock, check under the lock, step the process
 * with tasks working on sets, write the record, commit. All of it or none of it. Where a second person is needed, what was asked is written.
 */
export async function walkLeg(world: World, tx: Transaction, start: LegStart): Promise<LegEnd> {
  const { useCase, run, leaving } = start
  const now = world.clock.now()
  const process = await world.definitions.process(tx, run.drawing)
  const acts = actsFrom(process, run.at)
  if (acts && !start.isShare) await lockRuled(tx, world.definitions.current(), useCase, run)
  const { stored, revision } = await hold(tx, useCase, leaving, now)
  const definitions = await world.definitions.at(tx, revision)
  const actor = await actorAt(tx, start.actor, revision, now)
  const leg = new Leg(world, tx, { ...start, actor }, process, definitions, stored, now)

  const from = stepAt(process, run.at)
  const next = from.kind === 'start' ? run.at : (waysOut(from)[0] ?? run.at)
  if (from.kind === 'start' || from.kind === 'ask') await leg.judge()
  if (acts && (await leg.asksSecondPerson(next))) return leg.finish()
  await leg.holdMade()
  await leg.walk(next)
  return leg.finish(acts)
}

interface Place {
  readonly held: Held
  readonly position: number
  at: string
  refusal: Refusal | null
  outcome: 'done' | 'refused' | null
}

class Leg {
  private readonly world: World
  private readonly tx: Transaction
  private readonly start: LegStart
  private readonly process: Process
  private readonly definitions: Definitions
  private readonly stored: ReadonlyMap<string, StoredObject>
  private readonly now: Date
  private readonly places: Place[]
  private readonly moves: LegMoves
  /** Whether a task or a move was performed; until then a run on which everything is refused has not begun. */
  private performed = false
  private awaits = false
  private readonly hand: Hand

  constructor(
    world: World,
    tx: Transaction,
    start: LegStart,
    process: Process,
    definitions: Definitions,
    stored: ReadonlyMap<string, StoredObject>,
    now: Date,
  ) {
    const { useCase, run, leaving } = start
    this.world = world
    this.tx = tx
    this.start = start
    this.process = process
    this.definitions = definitions
    this.stored = stored
    this.now = now
    this.moves = new LegMoves(new LegJournal(world.newId, start.actor, useCase, run, now))
    this.places = leaving.map((place) => {
      const object = stored.get(place.objectId) ?? missing(useCase, place.objectId, now)
      this.moves.hold(useCase.on, object.id, object.state)
      return {
        held: { id: place.objectId, madeId: place.madeId, stored: object },
        position: place.position,
        at: place.at,
        // A task may have refused it in an earlier leg, and the drawing led it on to a pause.
        refusal: place.refusal,
        outcome: null,
      }
    })
    this.hand = handOf(world, tx, start, definitions, this.moves, now)
  }

  /** Permission, state and attachment, and whose it is, under the lock; whoever is refused here has no part in the walk. */
  async judge(): Promise<void> {
    const { useCase, actor, run } = this.start
    const ids = this.places.map(({ held }) => held.id)
    const refusals = judge(this.world, this.definitions, { useCase, actor, input: run.input }, ids, this.stored)
    await explainAll(this.world, this.process, this.hand, [...this.stored.values()], refusals)
    this.refuseAll(refusals)
    await this.refuseOwn(run.approvedAt !== null)
    if (run.approvedAt !== null) this.refuseAll(changedSince(this.world, useCase, run.askedAt, this.stored.values()))
  }

  /** Whether a second person has to agree first. What would be refused in any case is refused now, so that nobody is asked in vain. */
  async asksSecondPerson(next: string): Promise<boolean> {
    const { useCase, run, isShare } = this.start
    if (!isRuled(this.definitions, useCase, run)) return false
    if (!isShare) {
      await lockRuled(this.tx, this.definitions, useCase, run)
      await this.foresee(next, this.places)
    }
    const size = isShare ? run.total - run.refused : this.open().length
    if (!(await needsSecondPerson(this.tx, this.definitions, useCase, run, size, this.now))) return false
    if (isShare) throw new AsksSecondPerson(`The run ${run.id} has to be put before a second person.`)
    await this.refuseOwn(true)
    this.awaits = this.open().length > 0
    for (const { held } of this.open()) this.moves.journal.note('asked', useCase.on, held.id)
    return true
  }

  /** Locks the objects that earlier legs of this run made, for the moves to come. */
  async holdMade(): Promise<void> {
    const { useCase, isNew } = this.start
    const ids = this.places.flatMap(({ held }) => (held.madeId ? [held.madeId] : []))
    if (!useCase.makes || isNew || ids.length === 0) return
    const { objects } = await lockObjects(this.tx, useCase.makes, ids)
    for (const object of objects) this.moves.hold(useCase.makes, object.id, object.state)
  }

  /** Moves every object on until it asks, waits or ends. Objects at the same step go together, in the order of the drawing. */
  async walk(from: string): Promise<void> {
    const order = inOrder(this.process)
    const frontier = new Map<string, Place[]>()
    const send = (place: Place, to: string): void => {
      const there = frontier.get(to)
      if (there) there.push(place)
      else frontier.set(to, [place])
    }
    const fresh = this.places.filter((place) => place.outcome === null)
    if (fresh.length > 0) frontier.set(from, fresh)

    for (let at = first(frontier, order); at !== undefined; at = first(frontier, order)) {
      const group = frontier.get(at) ?? []
      frontier.delete(at)
      const standing = travel(this.process, at, (guard) => holds(guard, { ...this.start.run, options: this.definitions.options }))
      if (standing.at !== at && frontier.has(standing.at)) {
        for (const place of group) send(place, standing.at)
        continue
      }
      await this.perform(standing.step, standing.at, group, send)
    }
  }

  private async perform(step: Stop, at: string, group: readonly Place[], send: (place: Place, to: string) => void): Promise<void> {
    for (const place of group) place.at = at
    this.performed ||= step.kind === 'do' || step.kind === 'move'
    switch (step.kind) {
      case 'do': {
        const refusals = await this.task(step.task).run(
          this.hand,
          group.map((place) => place.held),
        )
        for (const place of group) {
          const refusal = refusals.get(place.held.id)
          const to = refusal ? step.caught[refusal.code] : step.next
          if (to === undefined)
            throw new Error(`The task ${step.task} refused with "${refusal?.code}", which ${this.process.id} does not catch.`)
          place.refusal ??= refusal ?? null
          send(place, to)
        }
        return
      }
      case 'move':
        for (const place of group) if (this.move(place, step.move, step.made)) send(place, step.next)
        return
      case 'ask':
        await this.foresee(step.next, group)
        return
      case 'end':
        for (const place of group) place.outcome = place.refusal ? 'refused' : 'done'
        return
      case 'wait':
        return
    }
  }

  private move(place: Place, name: string, made: boolean): boolean {
    const { useCase } = this.start
    const id = made ? place.held.madeId : place.held.id
    if (!id) throw new Error(`${useCase.name} moves an object that it did not make.`)
    if (this.moves.move(id, name)) return true
    this.refuse(place, movedAway(this.world.catalog, useCase, { ...place.held.stored, state: this.moves.stateOf(id) }))
    return false
  }

  /** Whoever a later task would refuse now is told so now. */
  private async foresee(from: string, group: readonly Place[]): Promise<void> {
    const open = group.filter((place) => place.outcome === null).map(({ held }) => held)
    this.refuseAll(await foreseeAll(this.world, this.process, from, this.hand, open))
  }

  private async refuseOwn(needsSecond: boolean): Promise<void> {
    const { useCase, actor } = this.start
    const objects = this.open().map(({ held }) => held.stored)
    this.refuseAll(await ownRefusals(this.tx, this.world.catalog, { useCase, actor, needsSecond }, objects))
  }

  private open(): Place[] {
    return this.places.filter((place) => place.outcome === null)
  }

  private refuseAll(refusals: ReadonlyMap<string, Refusal>): void {
    if (refusals.size > 0) for (const place of this.places) this.refuse(place, refusals.get(place.held.id))
  }

  private refuse(place: Place, refusal: Refusal | undefined): void {
    if (!refusal) return
    place.refusal = refusal
    place.outcome = 'refused'
  }

  /** @param acted whether whoever began the run made it act by this leg */
  async finish(acted = false): Promise<LegEnd> {
    const { isNew, isShare } = this.start
    for (const { held, at, outcome, refusal } of this.places) {
      if (outcome === 'refused' && refusal) this.moves.journal.refused(held.id, titleOf(this.world.catalog, held.stored), refusal)
      if (outcome === 'done') this.moves.journal.ended(held.id, stepAt(this.process, at).label)
    }
    const objects = this.places.map(({ held, position, at, outcome, refusal }) => ({
      objectId: held.id,
      madeId: held.madeId,
      position,
      at,
      outcome,
      refusal,
    }))
    const nothingBegan = isNew && !isShare && !this.performed && this.places.every((place) => place.outcome === 'refused')
    const entries = await sealEntries(this.world, this.tx, this.moves.journal.entries, this.stored, this.now)
    if (nothingBegan) {
      await appendEntries(this.tx, entries)
      return { run: undefined, objects, stored: this.stored, states: this.moves.states }
    }
    const record = { now: this.now, run: this.start.run, isNew, objects, moved: this.moves.moved, entries }
    const run = isShare
      ? await writeAndCount(this.tx, this.process, record)
      : { ...(await this.runAfter()), ...(acted && { actedAt: this.now }) }
    if (!isShare) await writeLeg(this.tx, { ...record, run })
    return { run, objects, stored: this.stored, states: this.moves.states }
  }

  private async runAfter(): Promise<StoredRun> {
    const { run, isNew, remaining } = this.start
    const after = counted(run, this.places)
    if (this.awaits) return awaiting(after, this.now)
    if (remaining > 0) return after
    const mine = this.places.flatMap((place) => (place.outcome === null ? [place.at] : []))
    const elsewhere =
      isNew || after.total === this.places.length ? [] : (await stepsUnderWay(this.tx, run.id)).filter((at) => at !== run.at)
    return standing(after, this.process, [...mine, ...elsewhere], this.now)
  }

  private task(name: string): Task {
    const task = this.world.tasks[name]
    if (!task) throw new Error(`There is no task "${name}".`)
    return task
  }
}

const first = (frontier: ReadonlyMap<string, unknown>, order: readonly string[]): string | undefined => order.find((at) => frontier.has(at))
