/** The frame of both apps: the bar at the top, the way past it, and the page below. */
import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import {
  IconCommand,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconSwitchHorizontal,
  IconUserCircle,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, type LinkProps, useNavigate, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import { useEvents } from './events.ts'
import { MenuLink } from './links.tsx'
import { openPalette, Palette, usePalette } from './palette.tsx'
import { PreviewBanner } from './preview-banner.tsx'
import { signOut, useMe } from './session.ts'
import classes from './shell.module.css'
import { Keys, Shortcuts, showShortcuts } from './shortcuts.tsx'

export interface ShellProps {
  app: 'Operator' | 'Admin'
  /** The areas, in Operator: HOME, SEARCH, TASKS. */
  tabs?: readonly { label: string; to: LinkProps['to']; exact?: boolean }[]
  /** Where one is, in Admin: Home > Cards > Card. */
  breadcrumb?: ReactNode
  children: ReactNode
}

export function Shell({ app, tabs = [], breadcrumb, children }: ShellProps) {
  useEvents()
  const main = useFocusOnNewPage()
  return (
    <>
      <a className={classes.skip} href="#main">
        Skip to the content
      </a>
      <header className={classes.bar}>
        <Link
          to={app === 'Admin' ? '/admin' : '/operator'}
          className={classes.mark}
          aria-label={app === 'Admin' ? 'Cardinal Admin, Home' : 'Cardinal, HOME'}
        >
          <img src="/cardinal.svg" alt="" width={22} height={22} />
          <span className={classes.name}>Cardinal{app === 'Admin' && <span className={classes.app}> Admin</span>}</span>
        </Link>
        {tabs.length > 0 && (
          <nav aria-label="Areas" className={classes.tabs}>
            {tabs.map(({ label, to, exact = false }) => (
              <Link
                key={label}
                to={to}
                className={classes.tab}
                activeOptions={{ exact, includeSearch: false }}
                activeProps={{ 'aria-current': 'page' }}
              >
                {label}
              </Link>
            ))}
          </nav>
        )}
        {breadcrumb && (
          <nav aria-label="You are here" className={classes.breadcrumb}>
            {breadcrumb}
          </nav>
        )}
        <div className={classes.space} />
        <button type="button" className={classes.palette} onClick={openPalette} aria-keyshortcuts="Control+K">
          <IconCommand size={18} stroke={1.6} className={classes.paletteIcon} aria-hidden />
          <span className={classes.words}>Commands</span>
          <span className={classes.paletteKeys} aria-hidden>
            <Keys keys="mod+k" />
          </span>
        </button>
        <Scheme />
        <Person app={app} />
      </header>
      <PreviewBanner />
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <Palette />
      <Shortcuts />
    </>
  )
}

/** A new page is announced by giving it the focus; a page that puts the focus somewhere itself keeps it there. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const first = useRef(true)
  useEffect(() => {
    if (path === undefined) return
    if (first.current) {
      first.current = false
      return
    }
    const within = main.current?.contains(document.activeElement) && document.activeElement !== main.current
    if (!within) main.current?.focus({ preventScroll: true })
  }, [path])
  return main
}

function Scheme() {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const words = dark ? 'Light colours' : 'Dark colours'
  const toggle = useCallback(() => setColorScheme(dark ? 'light' : 'dark'), [dark, setColorScheme])
  usePalette(
    useMemo(
      () => [{ id: 'scheme', label: words, group: 'View', icon: dark ? <IconSun size={18} /> : <IconMoon size={18} />, run: toggle }],
      [words, dark, toggle],
    ),
  )
  return (
    <Tooltip label={words}>
      <ActionIcon aria-label={words} onClick={toggle}>
        {dark ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  )
}

function Person({ app }: { app: ShellProps['app'] }) {
  const me = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  if (!me) return <span className={classes.person} />
  const leave = async () => {
    await signOut(queries)
    await navigate({ to: '/sign-in' })
  }
  return (
    <Menu width={260}>
      <Menu.Target>
        <button type="button" className={classes.person} title="Your menu">
          <span className={classes.initials} data-initials={initials(me.displayName)} aria-hidden />
          <span className={classes.words}>{me.displayName}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who} role="presentation">
          <strong>{me.displayName}</strong>
          <span>{[...me.roles.map((role) => role.label), me.organisation].join(' · ')}</span>
        </div>
        <Menu.Divider />
        {app === 'Operator' && me.adminGroups.length > 0 && (
          <MenuLink to="/admin" leftSection={<IconSettings size={16} stroke={1.6} />}>
            Open Admin
          </MenuLink>
        )}
        {app === 'Admin' && me.areas.length > 0 && (
          <MenuLink to="/operator" leftSection={<IconSwitchHorizontal size={16} stroke={1.6} />}>
            Open Operator
          </MenuLink>
        )}
        <MenuLink to="/account" leftSection={<IconUserCircle size={16} stroke={1.6} />}>
          My account
        </MenuLink>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} rightSection={<Keys keys="?" />} onClick={showShortcuts}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return `${words[0]?.charAt(0) ?? ''}${words.length > 1 ? words.at(-1)?.charAt(0) : ''}`.toUpperCase()
}
