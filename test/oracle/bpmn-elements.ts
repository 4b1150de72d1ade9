import { EventEmitter } from 'node:events'
import * as elements from 'bpmn-elements'
import { BpmnModdle } from 'bpmn-moddle'
import serialize, { TypeResolver } from 'moddle-context-serializer'

/** What happens at the steps of one walk: which task refuses with what, and which guards hold. */
export interface Turns {
  readonly refuses: Readonly<Record<string, string>>
  readonly holds: ReadonlySet<string>
}

/**
 * Walks a drawing with bpmn-elements, an engine that others wrote after the standard, and answers the steps it passed: the tasks, forms,
 * waits and the end, by their ids. Forms are answered and messages brought at once.
 */
export async function walkWithBpmnElements(xml: string, turns: Turns): Promise<string[]> {
  const moddle = await new BpmnModdle().fromXML(xml)
  const source = serialize(moddle as never, TypeResolver({ ...elements } as never))
  const passed: string[] = []
  const environment = new elements.Environment({
    services: {},
    scripts: {
      register: () => {},
      getScript: (_format: string, { id, type, behaviour }: Flow) => {
        if (type !== 'bpmn:SequenceFlow') return undefined
        const guard = behaviour?.conditionExpression?.body?.trim() ?? id
        return { execute: (_scope: unknown, next: (error: null, holds: boolean) => void) => next(null, turns.holds.has(guard)) }
      },
    } as never,
    extensions: {
      steps: (activity: { id: string; type: string; behaviour: { Service?: unknown } }) => {
        if (activity.type === 'bpmn:ServiceTask')
          activity.behaviour.Service = function service() {
            return {
              execute: (_message: unknown, done: (error: Error | null) => void) => {
                passed.push(activity.id)
                const code = turns.refuses[activity.id]
                done(code === undefined ? null : Object.assign(new Error(code), { code }))
              },
            }
          }
        return undefined
      },
    } as never,
  })
  // The package's types know Definition as a class; it is a function.
  const open = elements.Definition as unknown as (context: unknown) => Walked
  const definition = open(new (elements.Context as unknown as new (...given: unknown[]) => unknown)(source, environment))
  const emitter = new EventEmitter()
  definition.broker.subscribeTmp(
    'event',
    '#',
    (routingKey, { content }) => {
      const waits = routingKey === 'activity.wait'
      if (waits && content.type === 'bpmn:UserTask') {
        passed.push(content.id)
        queueMicrotask(() => definition.getProcesses()[0]?.getActivityById(content.id)?.getApi().signal())
      }
      if (waits && content.message) {
        const { message } = content
        passed.push(content.id)
        queueMicrotask(() => definition.signal({ id: message.id }))
      }
      if (routingKey === 'activity.end' && content.type === 'bpmn:EndEvent') passed.push(content.id)
      if (routingKey === 'definition.leave') emitter.emit('left')
      if (routingKey === 'definition.error') emitter.emit('error', content)
    },
    { noAck: true },
  )
  await new Promise<void>((resolve, reject) => {
    emitter.once('left', resolve).once('error', reject)
    definition.run()
  })
  return passed
}

interface Walked {
  broker: {
    subscribeTmp(
      exchange: string,
      pattern: string,
      heard: (routingKey: string, message: { content: Content }) => void,
      options: object,
    ): void
  }
  getProcesses(): { getActivityById(id: string): { getApi(): { signal(): void } } | null }[]
  signal(message: { id: string }): void
  run(): void
}

interface Content {
  id: string
  type: string
  message?: { id: string }
}

interface Flow {
  id: string
  type: string
  behaviour?: { conditionExpression?: { body?: string } }
}
