import type { RefObject } from 'react'
import { BothVersions } from './both-versions.tsx'
import { Conflict } from './conflict.tsx'
import { type Option, type OptionValues, optionWords, sameValue } from './options-draft.ts'

/** Somebody else published options while a draft was being made: each option that either side changed, side by side. */
export function OptionsConflict({
  base,
  theirs,
  values,
  place,
  onTake,
  onKeep,
  onAdopt,
}: {
  base: readonly Option[]
  theirs: readonly Option[]
  values: OptionValues
  place: RefObject<HTMLElement | null>
  onTake: (name: string) => void
  onKeep: () => void
  onAdopt: () => void
}) {
  const lines = theirs.filter(
    (option) => option.name in values || !sameValue(option.value, base.find(({ name }) => name === option.name)?.value),
  )
  return (
    <Conflict
      title="Somebody else published options while you were editing."
      text="Nothing of yours was saved and nothing of theirs was overwritten. Options you did not touch follow theirs."
      place={place}
      onKeep={onKeep}
      onAdopt={onAdopt}
    >
      <BothVersions
        what="Option"
        lines={lines.map((option) => ({
          key: option.name,
          label: option.label,
          theirs: optionWords(option, option.value),
          mine: option.name in values ? optionWords(option, values[option.name]) : null,
          canTake: option.name in values && !sameValue(values[option.name], option.value),
        }))}
        onTake={onTake}
      />
    </Conflict>
  )
}
