/**
 * What changed elsewhere. The server tells over server-sent events; what the page shows of it is read again.
 *
 * The convention for query keys: `['object' | 'offers' | 'history', id, …]` concern one object; keys that start with
 * `rows`, `count`, `home`, `tasks` or `selection` concern many; keys that start with `admin` belong to Admin.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

type Change = { type: 'definitions' } | { type: 'objects'; ids: string[] } | { type: 'many' }

const OF_ONE = new Set(['object', 'offers', 'history'])
const OF_MANY = new Set(['rows', 'count', 'home', 'tasks', 'selection', 'admin'])
const PAUSE = 800

/** Keeps everything on the page fresh while it is mounted. Once in each app's shell. */
export function useEvents(): void {
  const queries = useQueryClient()
  useEffect(() => listen(queries), [queries])
}

function listen(queries: QueryClient): () => void {
  let source: EventSource | undefined
  let dirty = false
  let pending: ReturnType<typeof setTimeout> | undefined

  // Lists change often while a batch is walked; they are read again at most about once a second.
  const readListsSoon = () => {
    pending ??= setTimeout(() => {
      pending = undefined
      void queries.invalidateQueries({ predicate: ({ queryKey }) => OF_MANY.has(String(queryKey[0])) })
    }, PAUSE)
  }
  const open = () => {
    source = new EventSource('/api/v1/events')
    source.onopen = () => {
      // What happened while nobody listened is not told again.
      if (dirty) void queries.invalidateQueries()
      dirty = false
    }
    source.onmessage = (message) => apply(queries, JSON.parse(String(message.data)) as Change, readListsSoon)
    source.onerror = () => {
      dirty = true
    }
  }
  const close = () => {
    source?.close()
    source = undefined
    dirty = true
  }
  // A browser allows few connections to one host; a tab that nobody looks at gives its own back.
  const follow = () => (document.hidden ? close() : source ? undefined : open())

  follow()
  document.addEventListener('visibilitychange', follow)
  return () => {
    document.removeEventListener('visibilitychange', follow)
    clearTimeout(pending)
    close()
  }
}

function apply(queries: QueryClient, change: Change, readListsSoon: () => void): void {
  if (change.type === 'definitions') {
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'history' })
    return
  }
  // As after a while in which nobody listened: anything may be another.
  if (change.type === 'many') {
    void queries.invalidateQueries()
    return
  }
  const ids = new Set(change.ids)
  void queries.invalidateQueries({ predicate: ({ queryKey }) => OF_ONE.has(String(queryKey[0])) && ids.has(String(queryKey[1])) })
  readListsSoon()
}
