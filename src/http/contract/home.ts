import { type Static, Type } from 'typebox'
import { Run } from './command.ts'
import { IncidentTask } from './desk.ts'
import { HistoryItem, Time } from './object.ts'

/** What waits, what this person may start, and what they did lately. */
export const Home = Type.Object(
  {
    commands: Type.Array(Type.Object({ useCase: Type.String(), label: Type.String(), template: Type.String() }), {
      description: 'Use cases that create an object, as attached to `new`.',
    }),
    waiting: Type.Object({
      queued: Type.Integer(),
      nextRelease: Type.Union([Time, Type.Null()]),
      failed: Type.Integer(),
      tasks: Type.Integer(),
      incidents: Type.Integer({ description: 'Incidents that nobody has closed.' }),
      recalls: Type.Integer({ description: 'Recalls that wait for an answer.' }),
    }),
    leaving: Type.Array(Type.Object({ bureau: Type.String(), label: Type.String(), at: Time, orders: Type.Integer() }), {
      description:
        'Releases within the next quarter of an hour, and how many orders each would take; one that would take none is left out.',
    }),
    lately: Type.Array(HistoryItem),
  },
  { $id: 'Home' },
)
export type Home = Static<typeof Home>

/** What waits for a person: runs that they began, and incidents that nobody has closed. */
export const Tasks = Type.Object(
  {
    items: Type.Array(Run),
    incidents: Type.Array(IncidentTask, {
      description: 'Their own first, then those that nobody has taken, then those of others; of many, the first two hundred.',
    }),
    incidentCount: Type.Integer({ description: 'How many incidents nobody has closed.' }),
  },
  { $id: 'Tasks' },
)
export type Tasks = Static<typeof Tasks>
