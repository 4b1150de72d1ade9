import { among } from './among.ts'
import type { Queryable } from './database.ts'

export interface CardOfPerson {
  readonly id: string
  readonly person: string
  readonly number: number
  readonly state: string
}

/** Every card of these people, of whatever template, in the order of their ids; locked until the transaction ends where that is asked for. */
export async function cardsOfPeople(db: Queryable, people: readonly string[], locked?: 'locked'): Promise<CardOfPerson[]> {
  const given = among('person_id', people)
  return db.query<CardOfPerson & Record<string, unknown>>(
    `select id, person_id as person, number, state from card where ${given.text} order by id${locked ? ' for update' : ''}`,
    [given.value],
  )
}
