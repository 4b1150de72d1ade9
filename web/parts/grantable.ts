/** What whoever is signed in may grant to others, and the units they reach: for the choice of a role or a unit. */
import { queryOptions } from '@tanstack/react-query'
import type { Grantable } from '../../src/http/contract/role.ts'
import { get } from './api.ts'

export const grantableQuery = queryOptions({
  queryKey: ['grantable'],
  queryFn: ({ signal }) => get<Grantable>('/grantable', undefined, signal),
  staleTime: 60_000,
})
