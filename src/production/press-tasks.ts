/** Tasks about the press of a bureau: while it is stopped nothing leaves, and everything keeps its place. */
import { sealedBatches } from '../store/batch.ts'
import { setStoppedWhy, tellPress } from '../store/bureau.ts'
import { type Held, NONE, type Task } from '../store/task.ts'

const stop: Task = {
  label: 'Keep why the press is stopped',
  fails: {},
  async run({ tx, input }, bureaus) {
    await setStoppedWhy(tx, ids(bureaus), String(input['reason'] ?? ''))
    await tellPress(tx)
    return NONE
  },
}

const start: Task = {
  label: 'Send what was sealed and has waited',
  fails: {},
  async run({ tx, enqueue }, bureaus) {
    await setStoppedWhy(tx, ids(bureaus), null)
    await tellPress(tx)
    for (const { stored } of bureaus)
      for (const batch of await sealedBatches(tx, String(stored.fields['name']))) await enqueue('send-batch', { batch: batch.id })
    return NONE
  },
}

export const pressTasks: Readonly<Record<string, Task>> = { 'bureau.stop-press': stop, 'bureau.start-press': start }

const ids = (objects: readonly Held[]): string[] => objects.map(({ id }) => id)
