import '@mantine/spotlight/styles.css'
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect } from 'react'
import type { PaletteCommand } from './palette.tsx'

const [store, actions] = createSpotlight()

/** The list with its search. `asked` rises each time it is asked for: that opens it, or closes it again. */
export function PaletteDialog({ commands, asked }: { commands: readonly PaletteCommand[]; asked: number }) {
  useEffect(() => {
    if (asked > 0) actions.toggle()
  }, [asked])
  return (
    <Spotlight
      store={store}
      actions={grouped(commands)}
      shortcut={null}
      attributes={{ content: { 'aria-label': 'Commands' } }}
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
