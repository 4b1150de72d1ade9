import { type Static, Type } from 'typebox'
import { Run } from './command.ts'
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
    }),
    lately: Type.Array(HistoryItem),
  },
  { $id: 'Home' },
)
export type Home = Static<typeof Home>

export const Tasks = Type.Object({ items: Type.Array(Run) }, { $id: 'Tasks' })
export type Tasks = Static<typeof Tasks>
