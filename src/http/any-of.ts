import type { Template } from '../engine/object.ts'

/** Asks template after template of a collection until one knows the object. */
export async function anyOf<T>(templates: readonly Template[], ask: (template: string) => Promise<T>): Promise<T> {
  let answer: T | undefined
  for (const { name } of templates) {
    answer = await ask(name)
    if (!isUnknown(answer)) return answer
  }
  if (answer === undefined) throw new Error('A collection without templates was asked.')
  return answer
}

const isUnknown = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'code' in answer && answer.code === 'no_such_object'
