import { queryOptions } from '@tanstack/react-query'
import type { Why } from '../../src/http/contract/why.ts'
import { get, type Query } from './api.ts'

/** Whether somebody may start a use case, and why. Kept with the offers of the object, with which it changes. */
export function whyQuery(asked: { account?: string; useCase: string; object?: string | undefined }) {
  return queryOptions({
    queryKey: ['offers', asked.object ?? '', 'why', asked],
    queryFn: ({ signal }) => get<Why>('/why', asked satisfies Query, signal),
    staleTime: 0,
  })
}
