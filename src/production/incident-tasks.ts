/** Tasks about incidents: opened by what does not fit, taken by an owner, closed with a note. */
import { closeIncidents, insertIncidents, type NewIncident, takeIncidents } from '../store/incident.ts'
import { type Held, NONE, type Task } from '../store/task.ts'

/** What incidents are about, by their ids, as the use case that opens them is told. */
export type ToldIncidents = Readonly<Record<string, Omit<NewIncident, 'id'>>>

const open: Task = {
  label: 'Open the incident',
  fails: {},
  async run(hand, incidents) {
    const told = (hand.input['incidents'] ?? {}) as ToldIncidents
    const fresh = incidents.map(({ id }) => {
      const what = told[id]
      if (!what) throw new Error(`Nothing was told about the incident ${id}.`)
      return { id, ...what }
    })
    await insertIncidents(hand.tx, hand.template.name, hand.template.initial, fresh, hand.now)
    for (const { id, what } of fresh) {
      hand.made(hand.template, id)
      hand.tell(id, { what })
    }
    return NONE
  },
}

const take: Task = {
  label: 'Make whoever takes it its owner',
  fails: {},
  async run({ tx, actor }, incidents) {
    await takeIncidents(tx, ids(incidents), actor.name)
    return NONE
  },
}

const close: Task = {
  label: 'Keep the note with the incident',
  fails: {},
  async run({ tx, actor, input }, incidents) {
    await closeIncidents(tx, ids(incidents), String(input['note'] ?? ''), actor.name)
    return NONE
  },
}

export const incidentTasks: Readonly<Record<string, Task>> = {
  'incident.open': open,
  'incident.take': take,
  'incident.close': close,
}

const ids = (objects: readonly Held[]): string[] => objects.map(({ id }) => id)
