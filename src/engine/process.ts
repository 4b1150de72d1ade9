/**
 * A process is a drawing made ready to walk: steps, and the ways between them. Everything here is pure. The runtime moves
 * sets of objects along it; where an object stands is the id of a step, which a person can find in the drawing.
 */
export type Step =
  | { readonly kind: 'start'; readonly label: string; readonly next: string }
  | { readonly kind: 'ask'; readonly label: string; readonly form: string; readonly next: string }
  | {
      readonly kind: 'do'
      readonly label: string
      readonly task: string
      readonly next: string
      readonly caught: Readonly<Record<string, string>>
    }
  | { readonly kind: 'move'; readonly label: string; readonly move: string; readonly made: boolean; readonly next: string }
  | { readonly kind: 'choose'; readonly label: string; readonly ways: readonly Way[]; readonly otherwise: string }
  | { readonly kind: 'wait'; readonly label: string; readonly message: string; readonly next: string }
  | { readonly kind: 'end'; readonly label: string }

/** One way out of a gateway, taken when its guard holds. */
export interface Way {
  readonly guard: string
  readonly next: string
}

export interface Process {
  readonly id: string
  readonly start: string
  readonly steps: Readonly<Record<string, Step>>
}

/** A step at which the runtime has something to do, or to wait for. */
export type Stop = Extract<Step, { kind: 'ask' | 'do' | 'move' | 'wait' | 'end' }>

export interface Standing {
  readonly at: string
  readonly step: Stop
}

export function stepAt(process: Process, at: string): Step {
  const step = process.steps[at]
  if (!step) throw new Error(`The process ${process.id} has no step "${at}".`)
  return step
}

/** Walks from a step, through gateways, to the first one that asks, does, moves, waits or ends. */
export function travel(process: Process, from: string, holds: (guard: string) => boolean): Standing {
  let at = from
  // A gateway loop without a stop would never end; a drawing has no more steps than this to pass.
  for (let passed = 0; passed <= Object.keys(process.steps).length; passed++) {
    const step = stepAt(process, at)
    if (step.kind === 'start') at = step.next
    else if (step.kind === 'choose') at = step.ways.find((way) => holds(way.guard))?.next ?? step.otherwise
    else return { at, step }
  }
  throw new Error(`The process ${process.id} goes round in gateways from "${from}".`)
}

/** Whether whoever leaves this step makes the process act: they answered its form, or it asks nothing first. */
export function actsFrom(process: Process, at: string): boolean {
  const step = stepAt(process, at)
  return step.kind === 'ask' || (step.kind === 'start' && travel(process, at, () => false).step.kind !== 'ask')
}

/** Every step that can be reached, in the order a reader meets them. */
export function inOrder(process: Process): string[] {
  const seen: string[] = []
  const visit = (at: string): void => {
    if (seen.includes(at)) return
    seen.push(at)
    for (const next of waysOut(stepAt(process, at))) visit(next)
  }
  visit(process.start)
  return seen
}

export function waysOut(step: Step): string[] {
  if (step.kind === 'end') return []
  if (step.kind === 'choose') return [...step.ways.map((way) => way.next), step.otherwise]
  if (step.kind === 'do') return [step.next, ...Object.values(step.caught)]
  return [step.next]
}

/** The tasks that an object may meet from a step on, before the run would pause again to wait. */
export function tasksAfter(process: Process, from: string): string[] {
  const seen = new Set<string>()
  const found: string[] = []
  const visit = (at: string): void => {
    if (seen.has(at)) return
    seen.add(at)
    const step = stepAt(process, at)
    if (step.kind === 'wait') return
    if (step.kind === 'do') found.push(step.task)
    for (const next of step.kind === 'do' ? [step.next] : waysOut(step)) visit(next)
  }
  visit(from)
  return found
}
