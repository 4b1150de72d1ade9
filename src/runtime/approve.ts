/** The second person: agrees to what somebody asked for, or declines it; and what nobody answered lapses. */
import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { isId } from '../kit/id.ts'
import type { Transaction } from '../store/database.ts'
import { readRevision } from '../store/definition.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { writeCount } from '../store/leg.ts'
import { areLegsToCome, awaitingRuns, lockRun, type StoredRun } from '../store/run.ts'
import { goOn, noSuchRun, notAsking, refuseRun } from './answer.ts'
import { approverRefusal } from './approver.ts'
import { inputRefusal, type Outcome } from './begin.ts'
import { closeRun } from './close-run.ts'
import { mailAccounts } from './mail-accounts.ts'
import { actorAt, whoBeganNow } from './run-actor.ts'
import { useCaseBySymbol, type World } from './world.ts'

/**
 * Agrees to a run that awaits a second person. It goes on as its requester's, with what they may do now, under the usual locks and checks:
 * what changed meanwhile is refused object by object. Of two who agree at once one is told that it was done.
 */
export async function approve(world: World, actor: Actor, runId: string): Promise<Outcome> {
  return decide(world, actor, runId, async (tx, run, useCase) => {
    const now = world.clock.now()
    const approved: StoredRun = { ...run, approvedBy: actor.id, approvedName: actor.name, approvedAt: now, actedAt: now }
    const facts = { requester: run.actorId, objects: run.total - run.refused }
    await appendEntries(tx, [
      entryBy(actor, now, world.newId(), { kind: 'approved', useCase: run.useCase, runId: run.id, template: useCase.on.name, facts }),
    ])
    await tellRequester(world, tx, run, {
      subject: `Approved: ${useCase.name}`,
      text: `${actor.name} agreed to what you asked for: ${described(run, useCase)}. It is done now, as far as it still can be; what became of each stands in Cardinal.`,
    })
    const requester = await whoBeganNow(tx, run, now)
    if (!(await areLegsToCome(tx, run.id))) return goOn(world, tx, requester, useCase, approved)
    const walking: StoredRun = { ...approved, state: 'walking' }
    await world.enqueue(tx, 'walk-run', { run: run.id })
    await writeCount(tx, walking)
    return { kind: 'run', run: walking, useCase }
  })
}

/** Declines a run that awaits a second person, with the reason. It is closed, and nothing was changed. */
export async function decline(world: World, actor: Actor, runId: string, reason: string): Promise<Outcome> {
  return decide(world, actor, runId, async (tx, run, useCase) => {
    const wrong = inputRefusal(REASON, { reason })
    if (wrong) return refuseRun(world, tx, actor, useCase, run, wrong)
    const why = reason.trim()
    await tellRequester(world, tx, run, {
      subject: `Declined: ${useCase.name}`,
      text: `${actor.name} declined what you asked for: ${described(run, useCase)}. Nothing was changed.\n\nThe reason: ${why}`,
    })
    const facts = { requester: run.actorId }
    const closing = { kind: 'declined', facts, personal: { why }, why } as const
    return { kind: 'run', run: await closeRun(world, tx, actor, useCase, run, closing), useCase }
  })
}

/** Why somebody declines. */
export const REASON = { reason: { label: 'Reason', kind: 'multiline', required: true, maxLength: 500 } } as const

/** Closes what has awaited a second person for too long. Returns how many. */
export async function lapseApprovals(world: World, actor: Actor): Promise<number> {
  let sum = 0
  for (;;) {
    const late = await awaitingRuns(world.db, 100, lapsesBefore(world))
    for (const { id } of late) if (await lapse(world, actor, id)) sum++
    if (late.length < 100) return sum
  }
}

async function lapse(world: World, actor: Actor, runId: string): Promise<boolean> {
  return world.db.transaction(async (tx) => {
    const run = await lockRun(tx, runId)
    if (run?.state !== 'awaiting' || !isLate(world, run)) return false
    const useCase = useCaseBySymbol(world, run.useCase)
    const days = Number(world.definitions.current().options.ApprovalsLapseDays)
    const why = `Nobody answered within ${days} ${days === 1 ? 'day' : 'days'}.`
    await tellRequester(world, tx, run, {
      subject: `Lapsed: ${useCase.name}`,
      text: `What you asked for has lapsed: ${described(run, useCase)}. ${why} Nothing was changed. You may ask again.`,
    })
    await closeRun(world, tx, actor, useCase, run, { kind: 'lapsed', facts: { requester: run.actorId }, why })
    return true
  })
}

/** What is common to both answers: the run is locked, it awaits one, it has not lapsed, and whoever answers may. */
async function decide(
  world: World,
  actor: Actor,
  runId: string,
  answered: (tx: Transaction, run: StoredRun, useCase: UseCase) => Promise<Outcome>,
): Promise<Outcome> {
  return world.db.transaction(async (tx) => {
    const run = isId(runId) ? await lockRun(tx, runId) : undefined
    if (!run) return { kind: 'refused', refusal: noSuchRun(runId) }
    const useCase = useCaseBySymbol(world, run.useCase)
    const definitions = await world.definitions.at(tx, await readRevision(tx))
    const asked = await actorAt(tx, actor, definitions.revision, world.clock.now())
    const refusal = (await approverRefusal(world, tx, definitions, asked, run, useCase)) ?? standingRefusal(world, run, useCase)
    return refusal ? refuseRun(world, tx, actor, useCase, run, refusal) : answered(tx, run, useCase)
  })
}

function standingRefusal(world: World, run: StoredRun, useCase: UseCase): Refusal | undefined {
  if (run.approvedName !== null)
    return refuse(
      'run_answered',
      `${run.approvedName} has agreed to this already. Nothing was changed by you.`,
      'Look at the objects: what you see there is what is so now.',
    )
  if (run.closedWhy !== null)
    return refuse(
      'run_answered',
      `${run.closedBy === null ? 'This has lapsed' : `${run.closedBy} has declined this`} already. Nothing was changed by you.`,
      'It can be asked for again.',
    )
  if (run.state !== 'awaiting') return notAsking(run, useCase)
  if (!isLate(world, run)) return undefined
  return refuse('run_lapsed', 'This was asked for too long ago, and has lapsed. Nothing was changed.', 'It can be asked for again.')
}

/** When a run lapses that awaits a second person. */
export const lapsesAt = ({ definitions }: Pick<World, 'definitions'>, { askedAt, startedAt }: StoredRun): Date =>
  new Date((askedAt ?? startedAt).getTime() + patience(definitions.current().options))

const lapsesBefore = ({ clock, definitions }: World): Date => new Date(clock.now().getTime() - patience(definitions.current().options))

const isLate = (world: World, run: StoredRun): boolean => lapsesAt(world, run) <= world.clock.now()

const patience = ({ ApprovalsLapseDays: days }: { ApprovalsLapseDays: unknown }): number => Number(days) * 86_400_000

/** "Abort card order, for 12 objects" */
const described = ({ total, refused }: StoredRun, { name }: UseCase): string =>
  total - refused === 1 ? name : `${name}, for ${total - refused} objects`

const tellRequester = (world: World, tx: Transaction, { actorId }: StoredRun, mail: { subject: string; text: string }): Promise<void> =>
  mailAccounts(world, tx, actorId === null ? [] : [actorId], mail)
