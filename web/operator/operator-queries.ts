/** What Operator reads, with the keys that `events.ts` makes fresh. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Approvals, RunAnswer } from '../../src/http/contract/command.ts'
import type { RecallDesk } from '../../src/http/contract/desk.ts'
import type { Home, Tasks } from '../../src/http/contract/home.ts'
import type { Print } from '../../src/http/contract/layout.ts'
import type { Count, History, Offer, OneObject, Rows, SelectionOffer } from '../../src/http/contract/object.ts'
import { get, post, type Query, search as searchFor } from '../parts/api.ts'

const PAGE = 60

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => get<Home>('/home', undefined, signal),
})

export const tasksQuery = queryOptions({
  queryKey: ['tasks'],
  queryFn: ({ signal }) => get<Tasks>('/tasks', undefined, signal),
})

/** What asks for one's approval. */
export const approvalsQuery = queryOptions({
  queryKey: ['tasks', 'approvals'],
  queryFn: ({ signal }) => get<Approvals>('/approvals', undefined, signal),
})

/** The recall desk; what has ended comes page by page. */
export function recallDeskQuery(state: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['rows', 'recall-desk', state ?? ''],
    queryFn: ({ signal, pageParam }) => get<RecallDesk>('/recall-desk', { state, limit: 30, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

export function objectQuery(collection: string, id: string) {
  return queryOptions({
    queryKey: ['object', id, collection],
    queryFn: ({ signal }) => get<OneObject>(`/${collection}/${encodeURIComponent(id)}`, undefined, signal),
  })
}

export function offersQuery(collection: string, id: string) {
  return queryOptions({
    queryKey: ['offers', id, collection],
    queryFn: ({ signal }) => get<{ items: Offer[] }>(`/${collection}/${encodeURIComponent(id)}/offers`, undefined, signal),
    staleTime: 0,
  })
}

export function historyQuery(collection: string, id: string) {
  return infiniteQueryOptions({
    queryKey: ['history', id, collection],
    queryFn: ({ signal, pageParam }) =>
      get<History>(`/${collection}/${encodeURIComponent(id)}/history`, { limit: 30, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

/** What the bureau gets to print of a card. */
export function printQuery(collection: string, id: string) {
  return queryOptions({
    queryKey: ['object', id, collection, 'print'],
    queryFn: ({ signal }) => get<Print>(`/${collection}/${encodeURIComponent(id)}/print`, undefined, signal),
  })
}

/** What the bureau would get of a card that is ordered for a user now. */
export function cardPreviewQuery(collection: string, id: string, asked: Query) {
  return queryOptions({
    queryKey: ['object', id, collection, 'card-preview', asked],
    queryFn: ({ signal }) => get<Print>(`/${collection}/${encodeURIComponent(id)}/card-preview`, asked, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** A result list. `search` holds what the server filters and sorts by. */
export function rowsQuery(collection: string, search: Query) {
  return infiniteQueryOptions({
    queryKey: ['rows', collection, search],
    queryFn: ({ signal, pageParam }) => searchFor<Rows>(`/${collection}/search`, { ...search, limit: PAGE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

export function countQuery(collection: string, search: Query) {
  const { sort: _, ...filters } = search
  return queryOptions({
    queryKey: ['count', collection, filters],
    queryFn: ({ signal }) => searchFor<Count>(`/${collection}/search/count`, filters, signal),
  })
}

/** The first few that match, while somebody types. */
export function quickQuery(collection: string, text: string) {
  return queryOptions({
    queryKey: ['rows', collection, 'quick', text],
    queryFn: ({ signal }) => searchFor<Rows>(`/${collection}/search`, { q: text, limit: 8 }, signal),
    placeholderData: keepPreviousData,
  })
}

/** What the whole selection may be given. */
export function selectionQuery(objects: string[]) {
  return queryOptions({
    queryKey: ['selection', objects],
    queryFn: ({ signal }) => post<{ items: SelectionOffer[] }>('/offers', { objects }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

const WALK = 500

export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => get<RunAnswer>(`/runs/${encodeURIComponent(id)}`, undefined, signal),
    // A run that is walked is watched; one that waits for the outside, or for somebody, is asked now and then.
    refetchInterval: ({ state }) => {
      const now = state.data?.run.state
      return now === 'walking' ? WALK : now === 'waiting' || now === 'awaiting' ? 5_000 : false
    },
  })
}
