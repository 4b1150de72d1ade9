import { queryOptions } from '@tanstack/react-query'
import type { MyAccount } from '../../src/http/contract/account.ts'
import { get } from '../parts/api.ts'

/** How I sign in, and where. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => get<MyAccount>('/account', undefined, signal),
  staleTime: 0,
})
