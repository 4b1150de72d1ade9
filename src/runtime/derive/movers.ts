import { inOrder, stepAt } from '../../engine/process.ts'
import type { World } from '../world.ts'

/** Which use cases make which move, as their drawings in force say: by "template/move", the names of the use cases. */
export async function moversOf(world: World): Promise<Map<string, string[]>> {
  const movers = new Map<string, string[]>()
  const { drawings } = world.definitions.current()
  for (const useCase of world.catalog.useCases) {
    const hash = drawings.get(useCase.symbol)
    if (!hash) continue
    const process = await world.definitions.process(world.db, hash)
    for (const at of inOrder(process)) {
      const step = stepAt(process, at)
      if (step.kind !== 'move') continue
      const move = `${(step.made ? useCase.makes : useCase.on)?.name}/${step.move}`
      const known = movers.get(move) ?? []
      if (!known.includes(useCase.slug)) movers.set(move, [...known, useCase.slug])
    }
  }
  return movers
}
