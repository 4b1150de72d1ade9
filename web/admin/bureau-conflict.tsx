import type { RefObject } from 'react'
import type { DefinedBureau } from '../../src/http/contract/bureau.ts'
import { BothVersions } from './both-versions.tsx'
import { changedParts, contestedParts, type Part, partOf, partWords, valueWords } from './bureau-draft.ts'
import { Conflict } from './conflict.tsx'
import table from './read-table.module.css'

/** Somebody else published this bureau while a draft was being made: each part that either side changed, side by side. */
export function BureauConflict({
  base,
  theirs,
  mine,
  place,
  onTake,
  onKeep,
  onAdopt,
}: {
  base: DefinedBureau
  theirs: DefinedBureau
  mine: DefinedBureau
  place: RefObject<HTMLElement | null>
  onTake: (part: Part) => void
  onKeep: () => void
  onAdopt: () => void
}) {
  const touched = new Set(changedParts(base, mine))
  return (
    <Conflict
      title="Somebody else published this bureau while you were editing."
      text="Nothing of yours was saved and nothing of theirs was overwritten. What you did not touch follows theirs."
      place={place}
      onKeep={onKeep}
      onAdopt={onAdopt}
    >
      <div className={table.scroll} tabIndex={0} role="group" aria-label="Both versions">
        <BothVersions
          what="What"
          lines={contestedParts(base, theirs, mine).map((part) => ({
            key: part,
            label: partWords(part),
            theirs: valueWords(part, partOf(theirs, part)),
            mine: touched.has(part) ? valueWords(part, partOf(mine, part)) : null,
            canTake: touched.has(part),
          }))}
          onTake={onTake}
        />
      </div>
    </Conflict>
  )
}
