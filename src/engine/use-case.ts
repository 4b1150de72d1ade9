import type { Form } from './form.ts'
import { origins, type Template } from './object.ts'
import type { Risk } from './proof.ts'

/** The pseudo state of an object that does not exist yet; a use case that creates one is attached to it. */
export const NEW = 'new'

/** What an actor can do, as people know it. Its states, outcome, permission, command, page and API operation follow from this. */
export interface UseCase {
  readonly name: string
  /** The name in URLs, made from `name`: abort-card-order. */
  readonly slug: string
  readonly symbol: string
  readonly story: string
  readonly on: Template
  /** The one move it is for; where it has one, the prerequisite and the end state follow from it. */
  readonly move?: string
  /** The states it may be attached to. */
  readonly in: readonly string[]
  /** The template of the object it makes for each object it is performed on: ordering makes a card for a user. */
  readonly makes?: Template
  readonly outcome: string
  /** The journal's sentence; {actor}, {object}, {holder} and the names of facts are filled in when it is read. */
  readonly said: string
  /** What the journal says of an object that the process moves into another state than it is for, by that state. */
  readonly saidOf?: Readonly<Record<string, string>>
  /** "when attached": off until an administrator attaches it. "by default": attached in a fresh installation. "to the system": no person starts it. */
  readonly offered: 'when attached' | 'by default' | 'to the system'
  /** Who holds its start permission in a fresh installation. */
  readonly roles: readonly string[]
  readonly drawing: string
  readonly forms: Readonly<Record<string, Form>>
  /** Performed on one object at a time, because its form is about that one. */
  readonly single?: true
  /** It decides what somebody else asked for: nobody decides their own request, nor about themselves. */
  readonly approves?: true
  /** The mapping used where an attachment names none. */
  readonly mapping?: string
  /** Whether whoever performs it must have proved a moment ago who they are. */
  readonly risky?: Risk
}

interface Common<T extends Template> {
  name: string
  symbol: string
  story: string
  on: T
  makes?: Template
  said: string
  saidOf?: Record<string, string>
  offered: UseCase['offered']
  roles: readonly string[]
  drawing: string
  forms?: Record<string, Form>
  single?: true
  approves?: true
  mapping?: string
  risky?: Risk
}

type Shape<T extends Template> =
  | (Common<T> & { move: keyof T['moves'] & string; in?: never; outcome?: string })
  | (Common<T> & { move?: never; in: readonly ((keyof T['states'] & string) | typeof NEW)[]; outcome: string })

/** Defines a use case; a misspelt move or state does not compile. */
export function defineUseCase<const T extends Template>(shape: Shape<T>): UseCase {
  const move = shape.move === undefined ? undefined : shape.on.moves[shape.move]
  const outcome = shape.outcome ?? move?.means
  if (outcome === undefined) throw new Error(`${shape.name} makes a move that ${shape.on.label} does not have.`)
  return {
    ...shape,
    slug: shape.name.toLowerCase().replaceAll(' ', '-'),
    in: move ? origins(move) : (shape.in ?? []),
    outcome,
    forms: shape.forms ?? {},
  }
}

/** The permission to start a use case, as roles name it. */
export const startPermission = (useCase: UseCase): `start:${string}` => `start:${useCase.symbol}`

/** The permission to agree, as the second person, to what others asked for by a use case. */
export const approvePermission = (useCase: UseCase): `approve:${string}` => `approve:${useCase.symbol}`
