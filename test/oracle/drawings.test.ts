import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/catalog/catalog.ts'
import { isUnreadable, readDrawing } from '../../src/engine/drawing.ts'
import { type Process, stepAt, travel } from '../../src/engine/process.ts'
import { root } from '../../src/kit/root.ts'
import { type Turns, walkWithBpmnElements } from './bpmn-elements.ts'

/** Our walk of every drawing is the walk of an engine that others wrote after the standard, on every way through it. */
describe.each(catalog.useCases.map((useCase) => ({ name: useCase.name, file: useCase.drawing })))('$name', ({ file }) => {
  test('is walked as bpmn-elements walks it', async () => {
    const xml = await readFile(join(root, 'src/catalog/use-cases', file), 'utf8')
    const process = await readDrawing(xml)
    if (isUnreadable(process)) throw new Error(process.objections.join(' '))
    const ways = waysThrough(process)
    expect(ways.length).toBeGreaterThan(0)
    for (const turns of ways) expect(await walkWithBpmnElements(xml, turns)).toEqual(walk(process, turns))
  })
})

function walk(process: Process, turns: Turns): string[] {
  const passed: string[] = []
  for (let at = process.start; ; ) {
    const standing = travel(process, at, (guard) => turns.holds.has(guard))
    passed.push(standing.at)
    const { step } = standing
    if (step.kind === 'end') return passed
    const refused = turns.refuses[standing.at]
    at = step.kind === 'do' && refused !== undefined ? (step.caught[refused] ?? '') : step.next
  }
}

/** Nothing refused and each single refusal, under every choice of guards. */
function waysThrough(process: Process): Turns[] {
  const steps = Object.entries(process.steps)
  const guards = [...new Set(steps.flatMap(([, step]) => (step.kind === 'choose' ? step.ways.map((way) => way.guard) : [])))]
  const choices = guards.reduce<string[][]>((sets, guard) => sets.flatMap((set) => [set, [...set, guard]]), [[]])
  const refusals = [{}, ...steps.flatMap(([id]) => refusalsAt(process, id))]
  return choices.flatMap((holds) => refusals.map((refuses) => ({ refuses, holds: new Set(holds) })))
}

function refusalsAt(process: Process, id: string): Record<string, string>[] {
  const step = stepAt(process, id)
  return step.kind === 'do' ? Object.keys(step.caught).map((code) => ({ [id]: code })) : []
}
