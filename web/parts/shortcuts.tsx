/** Keyboard shortcuts: a page says which keys do what, `?` lists them. Single keys can be switched off, as speech input needs. */
import { Kbd } from '@mantine/core'
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import classes from './shortcuts.module.css'

export interface Shortcut {
  /** A key as `KeyboardEvent.key` names it (`/`, `j`, `Enter`), or several in turn as `g h`, or `mod+s`. */
  keys: string
  /** What it does, for the list: "Focus the search". */
  does: string
  /** Without it the shortcut is only listed; the element that has the focus handles it. */
  run?: () => void
}

/** Offers shortcuts while the page is mounted. Keys typed into a field are the field's, save those with `mod`. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    const entry: Entry = () => latest.current
    registered.add(entry)
    return () => {
      registered.delete(entry)
    }
  }, [])
}

const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list.tsx')).ShortcutList }))

/** The list under `?`, and the listener for all shortcuts. Once in each app's shell. */
export function Shortcuts() {
  const [wanted, setWanted] = useState(false)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    show = () => {
      setWanted(true)
      setOpen(true)
    }
    const entry: Entry = () => [
      { keys: '?', does: 'Show this list', run: show },
      { keys: 'Escape', does: 'Close what is on top' },
    ]
    registered.add(entry)
    document.addEventListener('keydown', look, true)
    document.addEventListener('keydown', hear)
    return () => {
      registered.delete(entry)
      document.removeEventListener('keydown', look, true)
      document.removeEventListener('keydown', hear)
    }
  }, [])
  if (!wanted) return null
  return (
    <Suspense fallback={null}>
      <ShortcutList opened={open} onClose={() => setOpen(false)} />
    </Suspense>
  )
}

/** Opens the list from a menu. */
export function showShortcuts(): void {
  show()
}

/** All that is offered on this page now. */
export function listedShortcuts(): Shortcut[] {
  return [{ keys: 'mod+k', does: 'Find a command' }, ...Array.from(registered).flatMap((entry) => entry())]
}

/** Whether single keys do something, and the switch for it. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  return [useSyncExternalStore(subscribe, singleKeys), setSingleKeys]
}

/** Keys drawn as keys: Ctrl K. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keys.split(/[ +]/).map((key) => (
        <Kbd key={key} size="xs">
          {keyName(key)}
        </Kbd>
      ))}
    </span>
  )
}

let show: () => void = () => {}
type Entry = () => readonly Shortcut[]
const registered = new Set<Entry>()
const STORED = 'cardinal-single-keys'
const listeners = new Set<() => void>()

let before = ''
let beforeAt = 0

let somethingWasOnTop = false

/** Before anything else hears the key: what is open now will be closed by it, and nothing below may be closed as well. */
function look(): void {
  const layers = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')
  somethingWasOnTop = Array.from(layers).some((layer) => layer.getClientRects().length > 0)
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const mod = event.ctrlKey || event.metaKey
  if (!mod && (isField(event.target) || !singleKeys() || somethingWasOnTop)) return
  const key = mod ? `mod+${event.key.toLowerCase()}` : event.key
  const chord = event.timeStamp - beforeAt < 1_000 ? `${before} ${key}` : key
  before = key
  beforeAt = event.timeStamp
  const all = Array.from(registered)
    .reverse()
    .flatMap((entry) => entry())
  const found = all.find((one) => one.run && one.keys === chord) ?? all.find((one) => one.run && one.keys === key)
  if (!found?.run) return
  event.preventDefault()
  found.run()
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && target.type === 'checkbox')
  )
}

function singleKeys(): boolean {
  return localStorage.getItem(STORED) !== 'off'
}

function setSingleKeys(on: boolean): void {
  localStorage.setItem(STORED, on ? 'on' : 'off')
  for (const heard of listeners) heard()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const names: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', ' ': 'Space', Space: 'Space' }

function keyName(key: string): string {
  if (key === 'mod') return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
  return names[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}
