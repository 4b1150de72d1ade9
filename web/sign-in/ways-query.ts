import { queryOptions } from '@tanstack/react-query'
import type { SignInWays } from '../../src/http/contract/account.ts'
import { get } from '../parts/api.ts'

/** Which ways to sign in there are. */
export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: ({ signal }) => get<SignInWays>('/sign-in', undefined, signal),
  staleTime: 30_000,
})
