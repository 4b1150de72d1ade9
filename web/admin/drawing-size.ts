/** How large a drawing is, before it is drawn, so that its place has the right size from the start. Pure. */

/** The extent of all shapes in a drawing's BPMN XML, in its own units. A drawing without shapes has none. */
export function drawingSize(xml: string): { width: number; height: number } {
  const boxes = Array.from(xml.matchAll(/<(?:\w+:)?Bounds\b([^>]*)>/g), ([, attributes]) => boxOf(attributes ?? ''))
  if (boxes.length === 0) return { width: 0, height: 0 }
  const left = Math.min(...boxes.map((box) => box.x))
  const top = Math.min(...boxes.map((box) => box.y))
  return {
    width: Math.max(...boxes.map((box) => box.x + box.width)) - left,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - top,
  }
}

function boxOf(attributes: string): { x: number; y: number; width: number; height: number } {
  const read = (name: string) => Number(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? 0) || 0
  return { x: read('x'), y: read('y'), width: read('width'), height: read('height') }
}
