import { useCallback, useState } from 'react'

/** A choice of this person on this computer, such as columns: kept over visits, and never anything about an object. */
export function useRemembered<T>(name: string, first: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => read(name, first))
  const change = useCallback(
    (changed: T) => {
      setValue(changed)
      try {
        localStorage.setItem(`cardinal-${name}`, JSON.stringify(changed))
      } catch {
        // A browser that keeps nothing still works; the choice lasts as long as the page.
      }
    },
    [name],
  )
  return [value, change]
}

function read<T>(name: string, first: T): T {
  try {
    const text = localStorage.getItem(`cardinal-${name}`)
    const kept: unknown = text === null ? first : JSON.parse(text)
    return typeof kept === typeof first && Array.isArray(kept) === Array.isArray(first) ? (kept as T) : first
  } catch {
    return first
  }
}
