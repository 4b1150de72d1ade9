import { firstBureau } from '../catalog/bureau-definition.ts'
import type { Bureau } from '../production/bureau.ts'
import { connectBureau, type Means } from '../production/bureaus/connect.ts'
import type { DefinitionCache } from './definitions.ts'
import type { Bureaus } from './desk.ts'

/** The bureaus as they are defined now. A connector is kept until its definition changes, for it remembers whether its bureau is away. */
export function connectedBureaus(definitions: DefinitionCache, means: Means): Bureaus {
  const known = new Map<string, { hash: string; bureau: Bureau }>()
  return {
    names: () => [...definitions.current().bureaus.keys()],
    of(name) {
      const { bureaus, bureauHashes } = definitions.current()
      const hash = bureauHashes.get(name) ?? ''
      const connected = known.get(name)
      if (connected?.hash === hash) return connected.bureau
      const bureau = connectBureau(name, bureaus.get(name) ?? firstBureau, means)
      known.set(name, { hash, bureau })
      return bureau
    },
  }
}
