import type { RefObject } from 'react'
import { BothVersions } from './both-versions.tsx'
import { Conflict } from './conflict.tsx'
import { changedKeys, type RoleDraft, valueWords } from './role-draft.ts'

/** Somebody else published the role while a draft was being made: each line that either side changed, side by side. */
export function RoleConflict({
  base,
  theirs,
  mine,
  called,
  place,
  onTake,
  onKeep,
  onAdopt,
}: {
  base: RoleDraft
  theirs: RoleDraft
  mine: RoleDraft
  called: (key: string) => string
  place: RefObject<HTMLElement | null>
  onTake: (key: string) => void
  onKeep: () => void
  onAdopt: () => void
}) {
  const touched = changedKeys(base, mine)
  const lines = [...new Set([...changedKeys(base, theirs), ...touched])]
  return (
    <Conflict
      title="Somebody else published this role while you were editing."
      text="Nothing of yours was saved and nothing of theirs was overwritten. What you did not touch follows theirs."
      place={place}
      onKeep={onKeep}
      onAdopt={onAdopt}
    >
      <BothVersions
        what="Part"
        lines={lines.map((key) => ({
          key,
          label: called(key),
          theirs: valueWords(theirs, key),
          mine: touched.includes(key) ? valueWords(mine, key) : null,
          canTake: touched.includes(key) && valueWords(mine, key) !== valueWords(theirs, key),
        }))}
        onTake={onTake}
      />
    </Conflict>
  )
}
