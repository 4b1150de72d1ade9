import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { Problem, type Versioned } from '../parts/api.ts'
import { say } from './say.ts'
import { useConflictPlace } from './use-conflict-place.ts'
import type { Draft } from './use-draft.ts'

interface Settings<Published, Edited, Change> {
  /** Reads what is published; it is read again when it could not be saved. */
  query: { queryKey: QueryKey }
  /** How the keys of other queries begin that show it too. */
  shownIn?: readonly QueryKey[]
  send: (change: Change & { why?: string }, etag: string | null) => Promise<Versioned<Published>>
  /** What is said when it is saved. */
  said?: string
  /** There is nothing published yet that the draft could go on from: `onSaved` says where one goes instead. */
  isNew?: boolean
  onSaved?: () => void | Promise<void>
  /** What becomes of the draft when one goes on with it over theirs. Left out, it stays as it is. */
  keep?: (mine: Edited, theirs: Published) => Edited
}

interface Publishing<Published, Edited, Change> {
  publish: (change: Change, why: string) => void
  /** Edits the draft, and takes back what the server objected to. */
  edit: (change: (before: Edited) => Edited) => void
  /** What somebody else published meanwhile; null where nobody did, and while a save is on its way, when the news is most likely our own. */
  theirs: Versioned<Published> | null
  /** For the place where both versions stand. */
  contest: { place: RefObject<HTMLElement | null>; onKeep: () => void; onAdopt: () => void }
  /** Why it was not saved, where it was not because somebody else was first. */
  problem: Problem | null
  /** For the bar with Save. */
  bar: {
    changes: number
    saving: boolean
    blocked: { label: string; go: () => void } | undefined
    problem: Problem | null
    onDiscard: () => void
  }
}

/**
 * Publishes a draft against the version it was made from. When somebody else was first (412), the newest version is read again, and the
 * draft stands beside it until a person has chosen: nothing of theirs is overwritten, and nothing of the draft is lost.
 */
export function usePublishing<Published, Edited, Change extends object>(
  draft: Draft<Published, Edited>,
  { query: { queryKey }, shownIn = [], send, said, isNew = false, onSaved, keep }: Settings<Published, Edited, Change>,
): Publishing<Published, Edited, Change> {
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (change: Change & { why?: string }) => send(change, draft.base.etag),
    onSuccess: async (version) => {
      queries.setQueryData(queryKey, version)
      for (const key of [['versions'], ...shownIn]) void queries.invalidateQueries({ queryKey: key })
      if (!isNew) draft.adopt(version)
      if (said) say(said)
      await onSaved?.()
    },
    onError: () => void queries.invalidateQueries({ queryKey }),
  })
  const theirs = save.isPending ? null : draft.theirs
  const { place, go } = useConflictPlace(theirs !== null, save.error)
  // A new one has nothing to compare with: it is told that somebody else took its name.
  const problem = save.error instanceof Problem && (isNew || !isSecond(save.error)) ? save.error : null
  return {
    publish: (change, why) => save.mutate({ ...change, ...(why && { why }) }),
    edit(change) {
      save.reset()
      draft.edit(change)
    },
    theirs,
    contest: {
      place,
      onKeep() {
        if (!theirs) return
        if (keep) draft.edit((mine) => keep(mine, theirs.body))
        draft.rebase(theirs)
        save.reset()
      },
      onAdopt() {
        if (!theirs) return
        draft.adopt(theirs)
        save.reset()
      },
    },
    problem,
    bar: {
      changes: draft.changes,
      saving: save.isPending,
      blocked: theirs ? { label: 'Compare first', go } : undefined,
      problem,
      onDiscard() {
        draft.discard()
        save.reset()
      },
    },
  }
}

const isSecond = (error: unknown): boolean => error instanceof Problem && error.status === 412
