/** Ctrl K: every command of the page, and the ways to other pages, in one searchable list. Its dialog is loaded when first opened. */
import { lazy, type ReactNode, Suspense, useEffect, useId, useState, useSyncExternalStore } from 'react'

export interface PaletteCommand {
  id: string
  label: string
  description?: string
  /** The heading it stands under: "This card", "Go to". */
  group: string
  icon?: ReactNode
  keywords?: string[]
  run: () => void
}

/** Adds commands to the palette while the page is mounted. */
export function usePalette(commands: readonly PaletteCommand[]): void {
  const owner = useId()
  useEffect(() => {
    offered = new Map(offered).set(owner, commands)
    tell()
  }, [owner, commands])
  useEffect(
    () => () => {
      offered = new Map(Array.from(offered).filter(([one]) => one !== owner))
      tell()
    },
    [owner],
  )
}

/** Opens the palette from a button, and closes an open one. */
export function openPalette(): void {
  toggle()
}

const load = () => import('./palette-dialog.tsx')
const PaletteDialog = lazy(async () => ({ default: (await load()).PaletteDialog }))

/** The palette itself. Once in each app's shell. */
export function Palette() {
  const all = useSyncExternalStore(subscribe, () => offered)
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    toggle = () => setAsked((count) => count + 1)
    const hear = (event: KeyboardEvent) => {
      // The first of the two keys is reason enough to fetch the dialog: it is there when the second one is down.
      if (event.key === 'Control' || event.key === 'Meta') void load()
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      toggle()
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])
  if (asked === 0) return null
  return (
    <Suspense fallback={null}>
      <PaletteDialog commands={Array.from(all.values()).flat()} asked={asked} />
    </Suspense>
  )
}

let toggle: () => void = () => {}
let offered: ReadonlyMap<string, readonly PaletteCommand[]> = new Map()
const listeners = new Set<() => void>()

function tell(): void {
  for (const heard of listeners) heard()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
