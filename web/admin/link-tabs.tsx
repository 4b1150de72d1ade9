import { VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import styles from './link-tabs.module.css'

/** Tabs that have addresses: each is a link, so that it can be sent, opened beside, and gone back from. The arrow keys move between them. */
export function LinkTabs({
  label,
  current,
  tabs,
  children,
}: {
  label: string
  current: string
  /** `search` where the tabs of one page differ in it alone, so that a draft lives on in all of them. */
  tabs: readonly { label: string; to: string; search?: Record<string, string>; dot?: string; square?: boolean; note?: string }[]
  children: ReactNode
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const at = tabs.findIndex((tab) => keyOf(tab) === current)
  useEffect(() => {
    const selected = list.current?.children[at]
    if (at >= 0) selected?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [at])
  return (
    <>
      <div className={styles.tabs} role="tablist" aria-label={label} ref={list} onKeyDown={moveFocus}>
        {tabs.map((tab, place) => (
          <Link
            key={keyOf(tab)}
            to={tab.to}
            search={tab.search ?? {}}
            id={`${id}${place}`}
            role="tab"
            aria-selected={place === at}
            aria-controls={place === at ? `${id}panel` : undefined}
            tabIndex={place === at || (at < 0 && place === 0) ? 0 : -1}
            className={styles.tab}
            resetScroll={false}
          >
            {tab.dot && (
              <span className={styles.dot} style={{ background: tab.dot, borderRadius: tab.square ? 2 : undefined }} aria-hidden />
            )}
            {tab.label}
            {tab.note && <VisuallyHidden>, {tab.note}</VisuallyHidden>}
          </Link>
        ))}
      </div>
      <div role="tabpanel" id={`${id}panel`} aria-labelledby={at >= 0 ? `${id}${at}` : undefined} className={styles.panel}>
        {children}
      </div>
    </>
  )
}

/** What tells a tab from the others: its address, and what it searches for. */
function keyOf({ to, search }: { to: string; search?: Record<string, string> }): string {
  const text = new URLSearchParams(search).toString()
  return text === '' ? to : `${to}?${text}`
}

/** Focus moves with the arrows; Enter opens. A tab is not opened by passing it, since leaving one may ask a question. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const tabs = Array.from(event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]'))
  const at = tabs.indexOf(document.activeElement as HTMLElement)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
  if (event.key === ' ' && at >= 0) {
    event.preventDefault()
    tabs[at]?.click()
  }
  if (to === undefined || !tabs[to]) return
  event.preventDefault()
  tabs[to].focus()
}
