import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Scenario } from '../../src/engine/scenario.ts'
import { NEW } from '../../src/engine/use-case.ts'
import { root } from '../../src/kit/root.ts'

const folder = join(root, 'src/catalog/use-cases')
const files = readdirSync(folder).filter((file) => file.endsWith('.scenario.ts'))

/** What the use cases of the catalog are known by. */
export const scenarios = (await Promise.all(files.map((file) => import(join(folder, file)) as Promise<Record<string, Scenario>>))).flatMap(
  (file) => Object.values(file),
)

/** Answers that the form of the use case accepts; where it creates somebody, a person of their own each time. */
export const inputOf = (scenario: Scenario): Record<string, unknown> => ({
  ...scenario.input,
  ...(scenario.useCase.in.includes(NEW) && unique(scenario.input)),
})

let people = 0
/** What makes an input one of its own, where it is that of a person or an account who is created. */
export function unique(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  people++
  if ('displayName' in input) return { name: `created.${people}` }
  if (!('email' in input)) return {}
  return { employeeNumber: `C-${people}`, email: `created.${people}@example.org` }
}
