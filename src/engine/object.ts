import type { Fields } from './form.ts'

export type Colour = 'gray' | 'blue' | 'indigo' | 'violet' | 'teal' | 'green' | 'yellow' | 'orange' | 'red'

export interface State {
  readonly label: string
  readonly means: string
  readonly colour: Colour
  /** No move leaves a final state but one that erases. */
  readonly final?: true
}

export interface Move<S extends string = string> {
  readonly from: S | readonly S[]
  readonly to: S
  readonly means: string
  /** It removes what is known of a person, and may therefore also leave a final state. */
  readonly erases?: true
}

/** A kind of object as an organisation uses it, with its state graph: the states, and the moves between them. */
export interface Template<S extends string = string, M extends string = string> {
  readonly name: string
  readonly label: string
  readonly plural: string
  /** The collection's name in URLs. */
  readonly path: string
  /** Where Admin lists it under Home. */
  readonly group: 'identities' | 'cards' | 'desk'
  readonly means: string
  /** The table its objects are rows of; several templates may share one. */
  readonly table: 'person' | 'card' | 'recall' | 'incident' | 'bureau' | 'account'
  /** Seen by whoever may see it by name; a role that reads every kind of object does not read this one. */
  readonly apart?: true
  readonly initial: S
  readonly states: Readonly<Record<S, State>>
  readonly moves: Readonly<Record<M, Move<S>>>
  readonly fields: Fields
}

/** Names the states of one kind of object and every way to get from one to another; a misspelt state does not compile. */
export function defineTemplate<const S extends string, const M extends string>(
  shape: Omit<Template<S, M>, 'initial' | 'moves'> & { initial: NoInfer<S>; moves: Record<M, Move<NoInfer<S>>> },
): Template<S, M> {
  return shape
}

/** The states a move may begin in. */
export const origins = (move: Move): readonly string[] => (typeof move.from === 'string' ? [move.from] : move.from)

export const leaves = (move: Move, state: string): boolean => origins(move).includes(state)

/** Also for a name that came with a request: a template has no state "constructor". */
export const hasState = (template: Template, state: string): boolean => Object.hasOwn(template.states, state)

export const stateLabel = (template: Template, state: string): string => template.states[state]?.label ?? state

/** What is wrong with a state graph, in sentences; empty when nothing is. */
export function faults(template: Template): string[] {
  const moves = Object.entries(template.moves)
  const unknown = moves.flatMap(([name, move]) =>
    [...origins(move), move.to]
      .filter((state) => !(state in template.states))
      .map((state) => `The move "${name}" names the state "${state}", which a ${template.label} does not have.`),
  )
  const reached = reachable(template)
  return [
    ...unknown,
    ...Object.entries(template.states).flatMap(([name, { label, final }]) => {
      const left = moves.some(([, move]) => leaves(move, name) && !(final && move.erases))
      return [
        ...(reached.has(name) ? [] : [`No move leads to the state "${label}".`]),
        ...(final && left ? [`The state "${label}" is final, yet a move leaves it.`] : []),
        ...(final || left ? [] : [`No move leaves the state "${label}", which is not final.`]),
      ]
    }),
  ]
}

function reachable(template: Template): Set<string> {
  const reached = new Set([template.initial])
  for (let before = 0; before < reached.size; ) {
    before = reached.size
    for (const move of Object.values(template.moves)) if (origins(move).some((state) => reached.has(state))) reached.add(move.to)
  }
  return reached
}
