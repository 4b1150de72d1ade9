/** Who is signed in. */
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import type { Me } from '../../src/http/contract/sign-in.ts'
import { get, keepCsrf, post } from './api.ts'

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

/** Signs in and says who it is; a wrong name or password is a Problem. */
export async function signIn(queries: QueryClient, name: string, password: string): Promise<Me> {
  const answer = await post<{ csrf?: string }>('/sign-in', { name, password })
  if (answer?.csrf) keepCsrf(answer.csrf)
  queries.clear()
  return queries.fetchQuery(meQuery)
}

/** Ends the session and forgets all that was read in it. */
export async function signOut(queries: QueryClient): Promise<void> {
  await post('/sign-out')
  queries.clear()
}
