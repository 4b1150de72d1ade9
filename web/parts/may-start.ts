import { useCatalog } from './catalog.ts'
import { useMe } from './session.ts'

/** Whether one of the person's roles may start a use case at all; whether it can be done now is for the server to say. */
export function useMayStart(useCase: string): boolean {
  const roles = useMe()?.roles ?? []
  const starters = useCatalog().useCase(useCase)?.roles ?? []
  return roles.some(({ name }) => starters.includes(name))
}
