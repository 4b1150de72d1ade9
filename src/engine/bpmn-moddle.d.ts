/** The part of bpmn-moddle that a drawing is read through; the package ships no types. */
declare module 'bpmn-moddle' {
  export interface Element {
    $type: string
    $attrs?: Record<string, string>
    $parent?: Element
    id: string
    name?: string
    implementation?: string
    rootElements?: Element[]
    flowElements?: Element[]
    outgoing?: Element[]
    targetRef?: Element
    attachedToRef?: Element
    eventDefinitions?: Element[]
    loopCharacteristics?: Element
    errorRef?: Element
    errorCode?: string
    messageRef?: Element
    conditionExpression?: { body?: string }
  }
  export class BpmnModdle {
    fromXML(xml: string): Promise<{ rootElement: Element }>
  }
}
