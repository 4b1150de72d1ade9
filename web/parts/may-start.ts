import { useMe } from './session.ts'

/** Whether the person may start a use case on anything at all; whether it can be done now is for the server to say. */
export function useMayStart(useCase: string): boolean {
  return useMe()?.starts.includes(useCase) ?? false
}
