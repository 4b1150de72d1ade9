import type { Bureau } from '../../src/production/bureau.ts'
import type { Model } from './model.ts'
import { heard, unreadable } from './model-answers.ts'

/** The bureau, with the model listening to what it says: told when Cardinal has recorded it. */
export function listening<B extends Bureau>(bureau: B, model: Model, count: () => void): B {
  const { name } = bureau
  /** What the program died over. It is given again; meanwhile Cardinal has recorded it, for it was kept. */
  const brokenOff = new Set<string>()
  return {
    ...bureau,
    async *collect() {
      for await (const delivery of bureau.collect()) {
        const key = 'message' in delivery ? delivery.message.message : delivery.source
        let recorded = false
        try {
          yield delivery
          recorded = true
        } finally {
          if (!recorded) brokenOff.add(key)
        }
        const again = brokenOff.delete(key)
        if ('message' in delivery) {
          if (again) heard(model, name, delivery.message, true)
          heard(model, name, delivery.message)
        } else unreadable(model, name, `${delivery.source} ${delivery.why}`)
        count()
      }
    },
  }
}
