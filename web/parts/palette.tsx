/** Ctrl K: every command of the page, and the ways to other pages, in one searchable list. */
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useSyncExternalStore } from 'react'

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

/** Opens the palette from a button. */
export function openPalette(): void {
  actions.open()
}

/** The palette itself. Once in each app's shell. */
export function Palette() {
  const all = useSyncExternalStore(subscribe, () => offered)
  return (
    <Spotlight
      store={store}
      actions={grouped(Array.from(all.values()).flat())}
      shortcut={['mod + K']}
      nothingFound="No command has this name."
      highlightQuery
      limit={12}
      scrollable
      centered={false}
      yOffset="14vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      maxHeight={420}
      searchProps={{ leftSection: <IconSearch size={18} stroke={1.6} />, placeholder: 'Find a command…', 'aria-label': 'Find a command' }}
    />
  )
}

const [store, actions] = createSpotlight()
let offered: ReadonlyMap<string, readonly PaletteCommand[]> = new Map()
const listeners = new Set<() => void>()

function tell(): void {
  for (const heard of listeners) heard()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function grouped(commands: readonly PaletteCommand[]): SpotlightActionGroupData[] {
  const groups = new Map<string, SpotlightActionGroupData>()
  for (const { id, label, description, group, icon, keywords, run } of commands) {
    const into = groups.get(group) ?? { group, actions: [] }
    into.actions.push({ id, label, description, leftSection: icon, keywords, onClick: run })
    groups.set(group, into)
  }
  // What the page itself offers stands before the ways elsewhere.
  return Array.from(groups.values()).sort((one, other) => rank(one.group) - rank(other.group))
}

function rank(group: string): number {
  return ['Go to', 'View'].indexOf(group)
}
