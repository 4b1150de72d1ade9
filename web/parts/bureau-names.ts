/** The bureaus by name, with what people call them: for the choice of one, and wherever a name alone would be shown. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Rows } from '../../src/http/contract/object.ts'
import { get } from './api.ts'

const bureauNamesQuery = queryOptions({
  queryKey: ['rows', 'bureaus', 'names'],
  queryFn: async ({ signal }) => {
    const { items } = await get<Rows>('/bureaus', { limit: 200, sort: 'label' }, signal)
    return items.map(({ label, state, fields }) => ({ name: String(fields.name), label, stopped: state === 'stopped' }))
  },
  staleTime: 60_000,
})

export interface BureauNames {
  /** Undefined until they are read. */
  bureaus: { name: string; label: string; stopped: boolean }[] | undefined
  error: unknown
  /** What people call a bureau; its name where it is not known, or not yet. */
  labelOf(name: string): string
}

export function useBureauNames(enabled = true): BureauNames {
  const { data, error } = useQuery({ ...bureauNamesQuery, enabled })
  const labelOf = useCallback((name: string) => data?.find((bureau) => bureau.name === name)?.label ?? name, [data])
  return { bureaus: data, error, labelOf }
}
