/**
 * What Admin reads. A published definition refreshes all of it; keys that begin with `admin` are refreshed by what happens to objects, too
 * (see `parts/events.ts`).
 */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Attachable, Commands, Duties, Options, PrivacyRules, Process, Processes, Versions } from '../../src/http/contract/admin.ts'
import type { Bureau, BureauList, OurKey } from '../../src/http/contract/bureau.ts'
import type { Providers } from '../../src/http/contract/identity-provider.ts'
import type { Journal, JournalEntries } from '../../src/http/contract/journal.ts'
import type { Batch, Batches, BureauMessages, Production } from '../../src/http/contract/production.ts'
import type { Holdings, OneRole, PermissionChoices, Roles } from '../../src/http/contract/role.ts'
import type { Units } from '../../src/http/contract/unit.ts'
import type { PermissionMatrix } from '../../src/http/contract/why.ts'
import { get, getVersioned, type Versioned } from '../parts/api.ts'
import type { EntryFilter } from './journal-entries.tsx'

/** The Additional Commands of one state, with the tag of their version. */
export function commandsQuery(template: string, state: string) {
  return queryOptions({
    queryKey: ['commands', template, state],
    queryFn: ({ signal }) => getVersioned<Commands>(`/templates/${template}/states/${state}/commands`, undefined, signal),
  })
}

/** What can be attached to one state, and what cannot, with why. */
export function attachableQuery(template: string, state: string) {
  return queryOptions({
    queryKey: ['attachable', template, state],
    queryFn: ({ signal }) => get<Attachable>(`/templates/${template}/states/${state}/attachable`, undefined, signal),
    staleTime: 60_000,
  })
}

export const optionsQuery = queryOptions({
  queryKey: ['options'],
  queryFn: ({ signal }) => getVersioned<Options>('/options', undefined, signal),
})

/** The privacy rules of every template; each has a version of its own, and the tag is that of all. */
export const privacyQuery = queryOptions({
  queryKey: ['privacy'],
  queryFn: async ({ signal }) => versionOfAll(await get<PrivacyRules>('/privacy', undefined, signal)),
})

export const versionOfAll = (body: PrivacyRules): Versioned<PrivacyRules> => ({
  body,
  etag: body.items.map(({ version }) => version).join(' '),
})

/** Where a second person has to agree, with the tag of the version. */
export const dutiesQuery = queryOptions({
  queryKey: ['duties'],
  queryFn: ({ signal }) => getVersioned<Duties>('/duties', undefined, signal),
})

export const processesQuery = queryOptions({
  queryKey: ['processes'],
  queryFn: ({ signal }) => get<Processes>('/processes', undefined, signal),
})

export function processQuery(useCase: string) {
  return queryOptions({
    queryKey: ['processes', useCase],
    queryFn: ({ signal }) => get<Process>(`/processes/${useCase}`, undefined, signal),
  })
}

/** Every bureau; the state of their presses changes with what operators do. */
export const bureausQuery = queryOptions({
  queryKey: ['admin', 'bureaus'],
  queryFn: ({ signal }) => get<BureauList>('/bureau-definitions', undefined, signal),
})

/** One bureau, with the tag of its version. */
export function bureauQuery(name: string) {
  return queryOptions({
    queryKey: ['admin', 'bureaus', name],
    queryFn: ({ signal }) => getVersioned<Bureau>(`/bureau-definitions/${encodeURIComponent(name)}`, undefined, signal),
  })
}

/** The identity providers. */
export const providersQuery = queryOptions({
  queryKey: ['identity-providers'],
  queryFn: ({ signal }) => get<Providers>('/identity-providers', undefined, signal),
})

/** The public part of our OpenPGP key for a bureau. */
export function ourKeyQuery(name: string) {
  return queryOptions({
    queryKey: ['our-key', name],
    queryFn: ({ signal }) => get<OurKey>(`/bureau-definitions/${encodeURIComponent(name)}/openpgp-key`, undefined, signal),
  })
}

/** The roles in force; how many hold each changes with what is granted. */
export const rolesQuery = queryOptions({
  queryKey: ['admin', 'roles'],
  queryFn: ({ signal }) => get<Roles>('/roles', undefined, signal),
})

/** One role, with the tag of its version. */
export function roleQuery(name: string) {
  return queryOptions({
    queryKey: ['admin', 'roles', name],
    queryFn: ({ signal }) => getVersioned<OneRole>(`/roles/${encodeURIComponent(name)}`, undefined, signal),
  })
}

/** What a role can be made of. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  queryFn: ({ signal }) => get<PermissionChoices>('/permissions', undefined, signal),
})

export const matrixQuery = queryOptions({
  queryKey: ['admin', 'permission-matrix'],
  queryFn: ({ signal }) => get<PermissionMatrix>('/permission-matrix', undefined, signal),
})

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: ({ signal }) => getVersioned<Units>('/units', undefined, signal),
})

/** Accounts with what they hold, by name. */
export function holdingsQuery(text: string, state: string | null) {
  return infiniteQueryOptions({
    queryKey: ['admin', 'holdings', text, state ?? ''],
    queryFn: ({ signal, pageParam }) => get<Holdings>('/holdings', { q: text, state, after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page: Holdings) => page.next,
  })
}

export const productionQuery = queryOptions({
  queryKey: ['admin', 'production'],
  queryFn: ({ signal }) => get<Production>('/production', undefined, signal),
  // Events tell when something moved; the slow poll is for ages and for a line that was cut.
  refetchInterval: 30_000,
})

export const batchesQuery = infiniteQueryOptions({
  queryKey: ['admin', 'production', 'batches'],
  queryFn: ({ signal, pageParam }) => get<Batches>('/production/batches', { after: pageParam }, signal),
  initialPageParam: '',
  getNextPageParam: (page: Batches) => page.next,
})

export function batchQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'production', 'batches', id],
    queryFn: ({ signal }) => get<Batch>(`/production/batches/${id}`, undefined, signal),
  })
}

/** What bureaus said, newest first. */
export const messagesQuery = infiniteQueryOptions({
  queryKey: ['admin', 'production', 'messages'],
  queryFn: ({ signal, pageParam }) => get<BureauMessages>('/production/messages', { after: pageParam, limit: 20 }, signal),
  initialPageParam: '',
  getNextPageParam: (page: BureauMessages) => page.next,
})

export const versionsQuery = infiniteQueryOptions({
  queryKey: ['versions'],
  queryFn: ({ signal, pageParam }) => get<Versions>('/versions', { after: pageParam }, signal),
  initialPageParam: '',
  getNextPageParam: (page: Versions) => page.next,
})

/** Whether the journal is whole; read again each second while it is verified, and each minute for ages. */
export const journalQuery = queryOptions({
  queryKey: ['admin', 'journal'],
  queryFn: ({ signal }) => get<Journal>('/journal', undefined, signal),
  refetchInterval: ({ state }) => (state.data?.running ? 1_000 : 60_000),
})

/** The entries that fit, newest first. Days are those of the browser. */
export function journalEntriesQuery({ from, to, ...filter }: EntryFilter) {
  return infiniteQueryOptions({
    queryKey: ['journal-entries', from, to, filter],
    queryFn: ({ signal, pageParam }) =>
      get<JournalEntries>('/journal/entries', { ...filter, from: dayBegins(from), to: dayBegins(to, 1), after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page: JournalEntries) => page.next,
  })
}

/** When a day begins, or the one so many days after it. */
function dayBegins(day: string | undefined, after = 0): string | undefined {
  const [year, month, date] = (day ?? '').split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + after).toISOString()
}
