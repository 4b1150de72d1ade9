import { BpmnModdle, type Element } from 'bpmn-moddle'
import type { Process, Step, Way } from './process.ts'

/** A drawing that cannot be run: why, in sentences an administrator can act on. */
export interface Unreadable {
  readonly objections: readonly string[]
}

const SKIPPED = new Set(['bpmn:SequenceFlow', 'bpmn:TextAnnotation', 'bpmn:Association'])

/**
 * Reads the part of BPMN 2.0 that Cardinal runs: start, end, user task, service task, exclusive gateway, error boundary and
 * message wait. Everything else is refused by name. A service task names its task in `implementation`; `change-state` is the
 * task that makes the move in `cardinal:move`, of the object itself or, with `cardinal:on="made"`, of the one made for it.
 * A condition is the name of a guard; there is no expression language.
 */
export async function readDrawing(xml: string): Promise<Process | Unreadable> {
  let root: Element
  try {
    root = (await new BpmnModdle().fromXML(xml)).rootElement
  } catch (error) {
    return { objections: [`This is not a BPMN 2.0 file: ${error instanceof Error ? error.message : String(error)}`] }
  }
  const processes = (root.rootElements ?? []).filter((element) => element.$type === 'bpmn:Process')
  const [process] = processes
  if (!process || processes.length > 1) return { objections: [`A drawing holds one process; this one holds ${processes.length}.`] }

  const reading = new Reading()
  const elements = process.flowElements ?? []
  for (const element of elements) reading.element(element)
  const starts = Object.entries(reading.steps).filter(([, step]) => step.kind === 'start')
  const [start] = starts
  if (!start || starts.length > 1) reading.objections.push(`A process has one start; this one has ${starts.length}.`)
  return start && reading.objections.length === 0
    ? { id: process.id, start: start[0], steps: reading.steps }
    : { objections: reading.objections }
}

export const isUnreadable = (read: Process | Unreadable): read is Unreadable => 'objections' in read

class Reading {
  readonly steps: Record<string, Step> = {}
  readonly objections: string[] = []

  element(element: Element): void {
    if (SKIPPED.has(element.$type)) return
    const label = element.name ?? element.id
    if (element.loopCharacteristics) this.refused(element, element.loopCharacteristics)
    switch (element.$type) {
      case 'bpmn:StartEvent':
        for (const definition of element.eventDefinitions ?? []) this.refused(element, definition)
        this.steps[element.id] = { kind: 'start', label, next: this.onlyWayOut(element) }
        break
      case 'bpmn:UserTask':
        this.steps[element.id] = {
          kind: 'ask',
          label,
          form: this.named(element, element.implementation, 'the form it shows'),
          next: this.onlyWayOut(element),
        }
        break
      case 'bpmn:ServiceTask':
        this.steps[element.id] = this.serviceTask(element, label)
        break
      case 'bpmn:ExclusiveGateway':
        this.steps[element.id] = this.gateway(element, label)
        break
      case 'bpmn:IntermediateCatchEvent':
        this.steps[element.id] = { kind: 'wait', label, message: this.message(element), next: this.onlyWayOut(element) }
        break
      case 'bpmn:EndEvent':
        for (const definition of element.eventDefinitions ?? []) this.refused(element, definition)
        this.steps[element.id] = { kind: 'end', label }
        break
      case 'bpmn:BoundaryEvent':
        this.boundary(element, label)
        break
      default:
        this.objections.push(`"${label}" is a ${element.$type.replace('bpmn:', '')}, which Cardinal does not run.`)
    }
  }

  private refused(element: Element, part: Element): void {
    const kind = part.$type.replace('bpmn:', '')
    this.objections.push(`"${element.name ?? element.id}" comes with ${kind}, which Cardinal does not run there.`)
  }

  /** What it catches is read with its host, which must be one that can be refused. */
  private boundary(element: Element, label: string): void {
    const host = element.attachedToRef
    if (host?.$type === 'bpmn:ServiceTask' && host.implementation !== 'change-state') return
    this.objections.push(`"${label}" stands at "${host?.name ?? host?.id}", which performs no task and so is never refused.`)
  }

  private serviceTask(element: Element, label: string): Step {
    const task = this.named(element, element.implementation, 'the task it performs')
    const next = this.onlyWayOut(element)
    if (task === 'change-state')
      return {
        kind: 'move',
        label,
        move: this.named(element, element.$attrs?.['cardinal:move'], 'the move it makes'),
        made: element.$attrs?.['cardinal:on'] === 'made',
        next,
      }
    return { kind: 'do', label, task, next, caught: this.caught(element) }
  }

  private caught(host: Element): Record<string, string> {
    const caught: Record<string, string> = {}
    for (const element of host.$parent?.flowElements ?? []) {
      if (element.$type !== 'bpmn:BoundaryEvent' || element.attachedToRef?.id !== host.id) continue
      const [definition] = element.eventDefinitions ?? []
      const code = definition?.errorRef?.errorCode
      if (definition?.$type !== 'bpmn:ErrorEventDefinition' || !code)
        this.objections.push(`"${element.name ?? element.id}" must catch an error by its code; Cardinal runs no other boundary event.`)
      else if (Object.hasOwn(caught, code)) this.objections.push(`"${host.name ?? host.id}" catches "${code}" twice.`)
      else caught[code] = this.onlyWayOut(element)
    }
    return caught
  }

  private gateway(element: Element, label: string): Step {
    const flows = element.outgoing ?? []
    const ways: Way[] = flows
      .filter((flow) => flow.conditionExpression?.body)
      .map((flow) => ({ guard: flow.conditionExpression?.body?.trim() ?? '', next: flow.targetRef?.id ?? '' }))
    const otherwise = flows.find((flow) => !flow.conditionExpression?.body)?.targetRef?.id
    if (otherwise === undefined || ways.length !== flows.length - 1)
      this.objections.push(`"${label}" must have exactly one way out without a guard: the one taken when no guard holds.`)
    return { kind: 'choose', label, ways, otherwise: otherwise ?? '' }
  }

  private message(element: Element): string {
    const [definition] = element.eventDefinitions ?? []
    if (definition?.$type === 'bpmn:MessageEventDefinition')
      return this.named(element, definition.messageRef?.name, 'the message it waits for')
    this.objections.push(`"${element.name ?? element.id}" must wait for a message; Cardinal runs no other intermediate event.`)
    return ''
  }

  private onlyWayOut(element: Element): string {
    const flows = element.outgoing ?? []
    const next = flows[0]?.targetRef?.id
    if (flows.length !== 1 || next === undefined)
      this.objections.push(`"${element.name ?? element.id}" must have exactly one way out; it has ${flows.length}.`)
    return next ?? ''
  }

  private named(element: Element, value: string | undefined, what: string): string {
    if (!value) this.objections.push(`"${element.name ?? element.id}" does not name ${what}.`)
    return value ?? ''
  }
}
