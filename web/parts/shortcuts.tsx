/** Keyboard shortcuts: a page says which keys do what, `?` lists them. Single keys can be switched off, as speech input needs. */
import { Kbd, Modal, Switch } from '@mantine/core'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
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

/** The list under `?`, and the listener for all shortcuts. Once in each app's shell. */
export function Shortcuts() {
  const [open, setOpen] = useState(false)
  const single = useSyncExternalStore(subscribe, singleKeys)
  const own = useRef<Entry>(() => [
    { keys: '?', does: 'Show this list', run: () => setOpen(true) },
    { keys: 'Escape', does: 'Close what is on top' },
  ])
  useEffect(() => {
    const entry = own.current
    registered.add(entry)
    const stop = startListening()
    return () => {
      registered.delete(entry)
      stop()
    }
  }, [])
  return (
    <>
      <button type="button" hidden data-opens-shortcuts onClick={() => setOpen(true)} />
      <Modal opened={open} onClose={() => setOpen(false)} title="Keyboard shortcuts" closeButtonProps={{ 'aria-label': 'Close' }}>
        {open && (
          <dl className={classes.list}>
            {listed().map(({ keys, does }) => (
              <div key={keys + does} className={classes.line}>
                <dt>{does}</dt>
                <dd>
                  <Keys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        <Switch mt="md" label="Use single keys" description="Switch off if you speak to your computer." checked={single} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
      </Modal>
    </>
  )
}

/** Opens the list from a menu. */
export function showShortcuts(): void {
  document.querySelector<HTMLButtonElement>('[data-opens-shortcuts]')?.click()
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

type Entry = () => readonly Shortcut[]
const registered = new Set<Entry>()
const STORED = 'cardinal-single-keys'
const listeners = new Set<() => void>()

function listed(): Shortcut[] {
  return [{ keys: 'mod+k', does: 'Find a command' }, ...Array.from(registered).flatMap((entry) => entry())]
}

let before = ''
let beforeAt = 0

function startListening(): () => void {
  document.addEventListener('keydown', hear)
  return () => document.removeEventListener('keydown', hear)
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const mod = event.ctrlKey || event.metaKey
  if (!mod && (isField(event.target) || !singleKeys() || document.querySelector('[role="dialog"][aria-modal="true"]'))) return
  const key = mod ? `mod+${event.key.toLowerCase()}` : event.key
  const chord = event.timeStamp - beforeAt < 1_000 ? `${before} ${key}` : key
  before = key
  beforeAt = event.timeStamp
  const all = Array.from(registered).reverse().flatMap((entry) => entry())
  const found = all.find((one) => one.run && one.keys === chord) ?? all.find((one) => one.run && one.keys === key)
  if (!found?.run) return
  event.preventDefault()
  found.run()
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !(target instanceof HTMLInputElement && target.type === 'checkbox')
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
