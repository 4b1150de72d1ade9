/** Who is signed in. */
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import type { PasskeyOptions } from '../../src/http/contract/account.ts'
import type { Me, SignedIn } from '../../src/http/contract/sign-in.ts'
import { get, keepCsrf, post } from './api.ts'
import { askForPasskey } from './passkeys.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await get<Me>('/me', undefined, signal)
    keepCsrf(me.csrf)
    return me
  },
  staleTime: 5 * 60_000,
  retry: false,
})

/** The person, or undefined until the server said so. */
export function useMe(): Me | undefined {
  return useQuery(meQuery).data
}

/** Signs in; a wrong name or password is a Problem. Answers what is still asked. */
export async function signIn(queries: QueryClient, name: string, password: string): Promise<SignedIn> {
  return begin(queries, await post<SignedIn>('/sign-in', { name, password }))
}

/** Signs in with a passkey of this device; one of the account of this name, where one was typed. */
export async function signInWithPasskey(queries: QueryClient, name: string): Promise<SignedIn> {
  const options = await post<PasskeyOptions>('/sign-in/passkey-options')
  const passkey = await askForPasskey(options)
  return begin(queries, await post<SignedIn>('/sign-in/passkey', { passkey, ...(name && { name }) }))
}

/** A session has begun: what was read in the one before is forgotten. */
export function begin(queries: QueryClient, answer: SignedIn): SignedIn {
  keepCsrf(answer.csrf)
  queries.clear()
  return answer
}

/** Ends the session and forgets all that was read in it. */
export async function signOut(queries: QueryClient): Promise<void> {
  await post('/sign-out')
  queries.clear()
}
