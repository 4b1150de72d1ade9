import { IconArrowBackUp, IconChecklist, IconHome, IconSearch } from '@tabler/icons-react'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { usePalette } from '../parts/palette.tsx'
import { useMe } from '../parts/session.ts'
import { Shell, type ShellProps } from '../parts/shell.tsx'
import { useShortcuts } from '../parts/shortcuts.tsx'

const areas = [
  { area: 'home', label: 'HOME', to: '/operator', exact: true, keys: 'g h', icon: <IconHome size={18} stroke={1.6} /> },
  { area: 'search', label: 'SEARCH', to: '/operator/search', exact: false, keys: 'g s', icon: <IconSearch size={18} stroke={1.6} /> },
  {
    area: 'recalls',
    label: 'RECALLS',
    to: '/operator/recalls',
    exact: false,
    keys: 'g r',
    icon: <IconArrowBackUp size={18} stroke={1.6} />,
  },
  { area: 'tasks', label: 'TASKS', to: '/operator/tasks', exact: false, keys: 'g t', icon: <IconChecklist size={18} stroke={1.6} /> },
] as const

/** Operator's frame. Areas that a role may not use are not shown. */
export function Operator() {
  const me = useMe()
  const navigate = useNavigate()
  const open = useMemo(() => areas.filter(({ area }) => me?.areas.includes(area)), [me])
  usePalette(
    useMemo(
      () => open.map(({ area, label, to, icon }) => ({ id: `go-${area}`, label, group: 'Go to', icon, run: () => void navigate({ to }) })),
      [open, navigate],
    ),
  )
  useShortcuts(open.map(({ label, to, keys }) => ({ keys, does: `Go to ${label}`, run: () => void navigate({ to }) })))
  return (
    <Shell app="Operator" tabs={open satisfies ShellProps['tabs']}>
      <Outlet />
    </Shell>
  )
}
