import { leaves, origins, stateLabel, type Template } from './object.ts'
import { inOrder, type Process, type Step, waysOut } from './process.ts'
import { NEW, type UseCase } from './use-case.ts'

/** What a drawing may use: the tasks with the codes they may refuse with, the guards, the messages. */
export interface Vocabulary {
  readonly tasks: Readonly<Record<string, { readonly label: string; readonly fails: Readonly<Record<string, string>> }>>
  readonly guards: ReadonlySet<string>
  readonly messages: ReadonlySet<string>
}

/**
 * Why this use case cannot run as drawn, in sentences an administrator can act on; empty when it can.
 * The same in CI, when the server starts, and behind Admin's Save button.
 */
export function objections(useCase: UseCase, process: Process, vocabulary: Vocabulary): string[] {
  const reached = new Set(inOrder(process))
  const steps = Object.entries(process.steps)
  return [
    ...steps.filter(([id]) => !reached.has(id)).map(([, step]) => `"${step.label}" cannot be reached from the start.`),
    ...steps.flatMap(([, step]) => stepObjections(step, useCase, vocabulary)),
    ...steps
      .filter(([id]) => leadsBackToItself(process, id))
      .map(([, step]) => `"${step.label}" leads back to itself through gateways alone.`),
    ...moveObjections(useCase, process),
  ]
}

/** Why a use case may not be attached to a state of a template; empty when it may. */
export function attachmentObjections(useCase: UseCase, template: Template, state: string): string[] {
  if (useCase.on.name !== template.name) return [`${useCase.name} is performed on a ${useCase.on.label}, not on a ${template.label}.`]
  if (useCase.offered === 'to the system') return [`${useCase.name} is performed by the system; no person starts it from here.`]
  if (useCase.in.includes(state)) return []
  const where = useCase.in.map((name) => (name === NEW ? 'General (it creates a new one)' : stateLabel(template, name))).join(' or ')
  if (state === NEW) return [`${useCase.name} needs an existing ${template.label}; attach it to ${where}.`]
  return [`${useCase.name} cannot begin in ${stateLabel(template, state)}; attach it to ${where}.`]
}

function stepObjections(step: Step, useCase: UseCase, { tasks, guards, messages }: Vocabulary): string[] {
  switch (step.kind) {
    case 'do': {
      const task = tasks[step.task]
      if (!task) return [`"${step.label}" performs "${step.task}", which is not a task that Cardinal has.`]
      return [
        ...Object.keys(task.fails)
          .filter((code) => !(code in step.caught))
          .map((code) => `"${step.label}" may be refused with "${code}", and nothing in the drawing catches it.`),
        ...Object.keys(step.caught)
          .filter((code) => !(code in task.fails))
          .map((code) => `"${step.label}" catches "${code}", which "${step.task}" never refuses with.`),
      ]
    }
    case 'move': {
      const template = step.made ? useCase.makes : useCase.on
      if (!template) return [`"${step.label}" moves an object that ${useCase.name} does not make.`]
      return template.moves[step.move] ? [] : [`"${step.label}" makes the move "${step.move}", which a ${template.label} does not have.`]
    }
    case 'ask':
      return useCase.forms[step.form] ? [] : [`"${step.label}" shows the form "${step.form}", which ${useCase.name} does not have.`]
    case 'choose':
      return step.ways
        .filter((way) => !guards.has(way.guard))
        .map((way) => `"${step.label}" asks the guard "${way.guard}", which Cardinal does not have.`)
    case 'wait':
      return messages.has(step.message) ? [] : [`"${step.label}" waits for the message "${step.message}", which nothing sends.`]
    default:
      return []
  }
}

/** Whether a gateway can be come back to without a step between, so that an object would never stop. */
function leadsBackToItself(process: Process, gateway: string): boolean {
  const seen = new Set<string>()
  const visit = (at: string): void => {
    const step = process.steps[at]
    if (step?.kind !== 'choose') return
    for (const next of waysOut(step))
      if (!seen.has(next)) {
        seen.add(next)
        visit(next)
      }
  }
  visit(gateway)
  return seen.has(gateway)
}

function moveObjections(useCase: UseCase, process: Process): string[] {
  const { name, on } = useCase
  const astray = (moves: readonly string[], begins: readonly string[]): string[] =>
    moves
      .filter((each) => begins.some((state) => on.moves[each] && !leaves(on.moves[each], state)))
      .map((each) => `The move "${each}" does not leave every state that ${name} begins in.`)

  if (useCase.move === undefined)
    return astray(
      firstMoves(process),
      useCase.in.map((state) => (state === NEW ? on.initial : state)),
    )
  const move = on.moves[useCase.move]
  if (!move) return [`${name} is for the move "${useCase.move}", which a ${on.label} does not have.`]
  const made = Object.values(process.steps).flatMap((step) => (step.kind === 'move' && !step.made ? [step.move] : []))
  const others = astray(
    made.filter((each) => each !== useCase.move),
    origins(move),
  )
  return made.includes(useCase.move) ? others : [`${name} is for the move "${useCase.move}", and its drawing never makes it.`, ...others]
}

/**
 * The moves that find the object in the state the use case began in: before them there is no other move, and no wait for one by somebody
 * else.
 */
function firstMoves(process: Process): string[] {
  const seen = new Set<string>()
  const found = new Set<string>()
  const visit = (at: string): void => {
    const step = process.steps[at]
    if (!step || seen.has(at)) return
    seen.add(at)
    if (step.kind === 'move' && !step.made) found.add(step.move)
    else if (step.kind !== 'wait') for (const next of waysOut(step)) visit(next)
  }
  visit(process.start)
  return [...found]
}
