import { type Refusal, refuse } from '../engine/refusal.ts'
import { lastMovedTo } from '../store/journal.ts'
import type { Glance, Held, Refusals, Task } from '../store/task.ts'

const checkOwn: Task = {
  label: 'Check that whoever asks now is whoever asked then',
  fails: { not_your_request: 'Somebody else asked for this, so only they may take the request back.' },
  foresee: notOwn,
  run: notOwn,
}

export const requestTasks: Readonly<Record<string, Task>> = { 'request.check-own': checkOwn }

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
