/** The journal verified as a job: every week, and when an administrator asks for it. What was found is kept; a fault becomes an incident. */
import { openIncident } from '../catalog/use-cases/open-incident.ts'
import { type Actor, permissionRefusal } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { schedulerActor } from '../identity/actor.ts'
import { checkpointsIn } from '../journal/checkpoint.ts'
import { checkpointFault, type Finding } from '../journal/finding.ts'
import { JournalAltered } from '../journal/seal.ts'
import { type KnownCheckpoint, type Verification, verifyJournal } from '../journal/verify.ts'
import type { ToldIncidents } from '../production/incident-tasks.ts'
import { CannotOpen } from '../store/cannot-open.ts'
import { isIncidentOpen } from '../store/incident.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { readTree } from '../store/journal-tree.ts'
import { endVerification, insertVerification, newestVerification, updateVerification } from '../store/journal-verification.ts'
import { begin } from './begin.ts'
import { anchoredIn } from './journal-anchors.ts'
import { CHECKPOINT_FILE, keptCheckpoint, signersOf } from './journal-keeper.ts'
import { journalOf } from './journal-settings.ts'
import { permissionsOfActor, type World } from './world.ts'

const KIND = 'The journal does not verify'
/** One that has not ended after so long, in milliseconds, does not keep another from beginning. */
const GIVEN_UP = 6 * 3_600_000

/** Has the journal verified by a job. Where one is under way that is the one; answers its id. */
export async function requestVerification(world: World, actor: Actor): Promise<string | Refusal> {
  const refusal = permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:journal', 'verify the journal')
  const now = world.clock.now()
  if (refusal) {
    const { code, sentence } = refusal
    await appendEntries(world.db, [entryBy(actor, now, world.newId(), { kind: 'refused', facts: { code, sentence } })])
    return refusal
  }
  const newest = await newestVerification(world.db)
  if (newest && !newest.endedAt && newest.startedAt.getTime() > now.getTime() - GIVEN_UP) return newest.id
  const id = world.newId()
  await world.db.transaction(async (tx) => {
    await insertVerification(tx, id, actor.name, now)
    await world.enqueue(tx, 'verify-journal', { verification: id })
  })
  return id
}

/** Does it, in the name of the schedule where nobody asked; done twice it does no harm. */
export async function performVerification(world: World, asked: string | undefined): Promise<void> {
  const { db, clock } = world
  const id = asked ?? world.newId()
  if (asked === undefined) await insertVerification(db, id, schedulerActor.name, clock.now())
  let told = 0
  const verification = await verifyWith(world, [], async (checked, total) => {
    if (checked < total && checked - told < 16 * 1024) return
    told = checked
    await updateVerification(db, id, checked, total)
  })
  const findings = verification.findings.map(({ position, entry, sentence }) => ({ position, entry, sentence }))
  await endVerification(db, id, { ...verification, findings }, clock.now())
  if (verification.faults > 0) await raiseAlarm(world, id, verification)
}

/** Verifies with whatever is known outside the database on this node, and with the checkpoints that are given besides. */
export async function verifyWith(
  world: World,
  given: readonly KnownCheckpoint[],
  progress: (checked: number, total: number) => Promise<void> | void,
): Promise<Verification> {
  const { folder, anchors } = journalOf(world)
  const found: Finding[] = []
  const orFound = (error: unknown): undefined => {
    if (!(error instanceof JournalAltered || error instanceof CannotOpen)) throw error
    found.push(checkpointFault(error.message))
  }
  const kept = await keptCheckpoint(folder).catch(orFound)
  const anchored = anchors.file === undefined ? [] : checkpointsIn(await anchoredIn(anchors.file))
  const known = [
    ...(kept ? [{ from: `the file ${CHECKPOINT_FILE} of the data folder`, checkpoint: kept }] : []),
    ...anchored.map((checkpoint) => ({ from: `${anchors.file}, over ${checkpoint.size} entries,`, checkpoint })),
    ...given,
  ]
  const tree = await readTree(world.db)
  const signers = tree && tree.size > 0 ? await signersOf(world, tree.origin).catch(orFound) : undefined
  return verifyJournal(world.db, { verifiers: (signers ?? []).map(({ verifier }) => verifier), known, found, progress })
}

async function raiseAlarm(world: World, id: string, { faults, findings }: Verification): Promise<void> {
  const { alarm, anchors, queueMail } = journalOf(world)
  const what = `${faults === 1 ? 'One fault was' : `${faults} faults were`} found in the journal. ${findings[0]?.sentence ?? ''}`
  alarm(what)
  const { mail } = anchors
  if (queueMail && mail)
    await world.db.transaction((tx) =>
      queueMail(tx, { to: mail, subject: KIND, text: `${what}\n\nAdmin > Journal tells what was found.\n` }),
    )
  if (await isIncidentOpen(world.db, KIND)) return
  const incident = { kind: KIND, what: what.slice(0, 1000), bureau: null, card: null, batch: null, message: null }
  const incidents: ToldIncidents = { [id]: incident }
  await begin(world, schedulerActor, { useCase: openIncident.slug, objects: [id], told: { incidents } })
}
