import { leaves, origins, stateLabel, type Template } from './object.ts'
import { inOrder, type Process, type Step } from './process.ts'
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
    ...moveObjections(
      useCase,
      steps.map(([, step]) => step),
    ),
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

function moveObjections(useCase: UseCase, steps: readonly Step[]): string[] {
  if (useCase.move === undefined) return []
  const move = useCase.on.moves[useCase.move]
  if (!move) return [`${useCase.name} is for the move "${useCase.move}", which a ${useCase.on.label} does not have.`]
  const made = steps.flatMap((step) => (step.kind === 'move' && !step.made ? [step.move] : []))
  const astray = made.flatMap((name) => {
    const other = useCase.on.moves[name]
    if (!other || name === useCase.move) return []
    return origins(move).every((state) => leaves(other, state))
      ? []
      : [`The move "${name}" does not leave every state that ${useCase.name} begins in.`]
  })
  return made.includes(useCase.move)
    ? astray
    : [`${useCase.name} is for the move "${useCase.move}", and its drawing never makes it.`, ...astray]
}
