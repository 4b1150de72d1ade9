import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconLock, IconMenu2 } from '@tabler/icons-react'
import { CatchBoundary, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { usePalette } from '../parts/palette.tsx'
import { useMe } from '../parts/session.ts'
import { Shell } from '../parts/shell.tsx'
import { Breadcrumb } from './breadcrumb.tsx'
import styles from './frame.module.css'
import { groups, partOf, useGroups } from './groups.ts'
import { Page } from './page.tsx'
import { PageFailed } from './page-failed.tsx'
import { placesOf } from './places.tsx'
import { Tree } from './tree.tsx'

/** Admin's frame: the tree at the left, where one is above, and the page. On a phone the tree opens from a button. */
export function Frame() {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const wide = useMediaQuery('(min-width: 62.01em)', true, { getInitialValueInEffect: false })
  const [open, { open: show, close }] = useDisclosure(false)
  // Where one goes to by the tree is below the tree.
  useEffect(() => {
    if (path) close()
  }, [path, close])
  useGoTo()
  return (
    <Shell app="Admin" breadcrumb={wide ? <Breadcrumb /> : undefined}>
      <div className={styles.frame}>
        {wide ? (
          <aside className={styles.tree} aria-label="Tree">
            <Tree />
          </aside>
        ) : (
          <div className={styles.narrow}>
            <ActionIcon aria-label="Open the tree of Home" aria-expanded={open} onClick={show}>
              <IconMenu2 size={18} stroke={1.6} />
            </ActionIcon>
            <nav aria-label="You are here">
              <Breadcrumb />
            </nav>
          </div>
        )}
        <Drawer
          attributes={{ header: { role: 'presentation' } }}
          opened={open}
          onClose={close}
          size={280}
          title="Home"
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <Tree />
        </Drawer>
        <div className={styles.page}>
          <CatchBoundary getResetKey={() => path} errorComponent={PageFailed}>
            <Guarded path={path} />
          </CatchBoundary>
        </div>
      </div>
    </Shell>
  )
}

/** A group that the role does not open is not in the tree; whoever comes by its address is told so. */
function Guarded({ path }: { path: string }) {
  const me = useMe()
  const group = groups.find(({ name }) => path.split('/')[2] === name)
  if (me && group && !me.adminGroups.includes(partOf(group))) {
    return (
      <Page title={group.label} name={group.label}>
        <Empty icon={IconLock} title={`Your role does not open ${group.label}.`}>
          <p>Someone who administers roles can give you access.</p>
        </Empty>
      </Page>
    )
  }
  return <Outlet />
}

/** Every group, every tab of a template and every process can be reached from the palette. */
function useGoTo(): void {
  const navigate = useNavigate()
  const open = useGroups()
  const catalog = useCatalog()
  const key = open.map((group) => group.name).join()
  usePalette(
    useMemo(
      () => placesOf(key.split(','), catalog).map(({ to, ...place }) => ({ ...place, id: to, run: () => void navigate({ to }) })),
      [key, catalog, navigate],
    ),
  )
}
