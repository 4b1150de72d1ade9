import { publish } from '../../src/runtime/publish.ts'
import { between } from '../chance.ts'
import { operator, type Simulation } from './simulation.ts'

const CHOICES = [
  ['order-card', 'user', ['active']],
  ['abort-card-order', 'card', ['processing']],
  ['re-route-card-order', 'card', ['processing']],
  ['update-card-order', 'card', ['ordered', 'inProduction']],
] as const

/** An administrator sets options, or attaches use cases and takes them away. */
export async function anAdministratorDecides({ world, model, chance }: Simulation): Promise<void> {
  if (chance() < 0.5) {
    model.queueIsOn = chance() < 0.75
    model.multipleOrders = chance() < 0.4
    model.bureauOfNewOrders = chance() < 0.6 ? 'bureau' : 'north'
    const values = {
      CardsAddonExtProdQueue: model.queueIsOn,
      CardsAddonExtProdMultipleCards: model.multipleOrders,
      CardsAddonExtProdBureau: model.bureauOfNewOrders,
      CardsAddonExtProdBatchSize: between(chance, 1, 12),
    }
    await publish(world, operator, { change: { kind: 'options', values }, ifMatch: undefined, why: null })
    return
  }
  for (const [useCase, template, states] of CHOICES) {
    const isAttached = chance() < 0.85
    if (isAttached) model.attached.add(useCase)
    else model.attached.delete(useCase)
    for (const state of states) {
      const others = (world.definitions.current().commands.get(`${template}/${state}`)?.items ?? []).filter(
        (item) => item.useCase !== useCase,
      )
      const items = isAttached ? [...others, { useCase }] : others
      await publish(world, operator, { change: { kind: 'commands', template, state, items }, ifMatch: undefined, why: null })
    }
  }
}
