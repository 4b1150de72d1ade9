import { type Refusal, refuse } from '../engine/refusal.ts'
import { holderOf } from '../journal/sentence.ts'
import { lastMovedTo } from '../store/journal.ts'
import type { StoredObject } from '../store/object.ts'
import { type Glance, type Hand, type Held, NONE, type Refusals, type Task } from '../store/task.ts'

const checkOwn: Task = {
  label: 'Check that whoever asks now is whoever asked then',
  fails: { not_your_request: 'Somebody else asked for this, so only they may take the request back.' },
  foresee: notOwn,
  run: notOwn,
}

const tellApproved: Task = {
  label: 'Tell whoever asked, by mail, that it was approved',
  fails: {},
  run: (hand, objects) => tellRequesters(hand, objects, 'approved', ''),
}

const tellRejected: Task = {
  label: 'Tell whoever asked, by mail, that it was rejected, and why',
  fails: {},
  run: (hand, objects) => tellRequesters(hand, objects, 'rejected', `\n\nThe reason: ${String(hand.input['reason'] ?? '')}`),
}

export const requestTasks: Readonly<Record<string, Task>> = {
  'request.check-own': checkOwn,
  'request.tell-approved': tellApproved,
  'request.tell-rejected': tellRejected,
}

/** One mail to each who asked, about everything of theirs that was decided together. */
async function tellRequesters(hand: Hand, objects: readonly Held[], decided: string, why: string): Promise<Refusals> {
  const titles = new Map(objects.map(({ id, stored }) => [id, requestedTitle(hand, stored)]))
  const asked = new Map<string, string[]>()
  // What the system asked for is read by nobody.
  for (const { actorId, objectId } of await lastMovedTo(hand.db, [...titles.keys()], 'requested'))
    if (actorId !== null) asked.set(actorId, [...(asked.get(actorId) ?? []), titles.get(objectId ?? '') ?? ''])
  for (const [requester, what] of asked) {
    const one = what.length === 1
    const subject = one ? `Your request was ${decided}` : `${what.length} requests of yours were ${decided}`
    const text = `${subject}:${one ? ` ${what[0]}. ` : `\n\n${what.join('\n')}\n\n`}${hand.actor.name} decided so.${why}`
    await hand.mail([requester], { subject, text })
  }
  return NONE
}

/** "card 10482 for Ada Berg", "user Ada Berg" */
function requestedTitle({ template }: Glance, stored: StoredObject): string {
  const [label, name] = [template.label.toLowerCase(), holderOf(stored)]
  return stored.fields['number'] === undefined ? `${label} ${name}` : `${label} ${stored.fields['number']} for ${name}`
}

/** Who asked stands in the journal: whoever moved the object to Requested last. */
async function notOwn({ db, actor }: Glance, objects: readonly Held[]): Promise<Refusals> {
  const ids = objects.map((object) => object.id)
  const asked = new Map((await lastMovedTo(db, ids, 'requested')).map((entry) => [entry.objectId, entry]))
  return new Map(
    ids.flatMap((id) => {
      const entry = asked.get(id)
      return entry && entry.actorId === actor.id ? [] : [[id, notYours(entry?.actorName ?? 'somebody else')] as const]
    }),
  )
}

const notYours = (requester: string): Refusal =>
  refuse(
    'not_your_request',
    `This was requested by ${requester}. Nothing was changed.`,
    'Ask them to abort it, or ask an approver to reject it.',
    { names: [requester] },
  )
