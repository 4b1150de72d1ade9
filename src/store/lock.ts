import { closeSync, fsyncSync, openSync, readFileSync, readlinkSync, statSync, unlinkSync, utimesSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../kit/clock.ts'
import { createIds } from '../kit/id.ts'
import { CannotOpen } from './cannot-open.ts'

/** Who holds a data folder. */
interface Holder {
  /** Tells this holding from any other, also of the same process. */
  readonly id: string
  readonly pid: number
  /** When the process began, where the system tells it: a pid is used again, a pid with its beginning is not. */
  readonly began: string | undefined
  /** Where the pid means something: the host, and on Linux the container's own count of processes. */
  readonly place: string
}

/**
 * Takes the data folder for this process, and answers how to give it back. The embedded database has no lock of its own: two programs on
 * one folder would destroy each other's data without an error.
 *
 * A lock whose process is dead is taken over. Whether a process in another container is dead cannot be seen; its lock counts as held as
 * long as it is touched, which a living holder does every few seconds.
 */
export function lockFolder(dataDir: string, clock: Clock = systemClock): () => void {
  const path = join(dataDir, 'cardinal.lock')
  const me: Holder = { id: createIds(clock)(), pid: process.pid, began: beginning(process.pid), place: place() }
  if (!create(path, me)) takeOver(path, me, dataDir, clock)

  const touch = setInterval(() => {
    if (holder(path)?.id === me.id) utimesSync(path, clock.now(), clock.now())
  }, touched)
  touch.unref()
  const release = () => {
    clearInterval(touch)
    process.off('exit', release)
    if (holder(path)?.id === me.id) unlinkSync(path)
  }
  process.on('exit', release)
  return release
}

const touched = 5_000
const untouched = 60_000

/** Two processes may find the same dead lock; only the one that makes the second file may replace the first. */
function takeOver(path: string, me: Holder, dataDir: string, clock: Clock): void {
  const other = holder(path)
  if (isAlive(path, other, clock)) throw held(dataDir, other)
  const turn = `${path}.taking-over`
  if (!create(turn, me)) {
    if (age(turn, clock) < untouched) throw held(dataDir, holder(turn))
    remove(turn) // Its process died in the moment it took the lock over.
    if (!create(turn, me)) throw held(dataDir, holder(turn))
  }
  try {
    const still = holder(path)
    if (still?.id !== other?.id) throw held(dataDir, still)
    remove(path)
    if (!create(path, me)) throw held(dataDir, holder(path))
  } finally {
    remove(turn)
  }
}

function held(dataDir: string, other: Holder | undefined): CannotOpen {
  const who =
    other === undefined ? 'another process' : other.place === place() ? `process ${other.pid}` : `process ${other.pid} on ${other.place}`
  return new CannotOpen(
    'data-folder-in-use',
    `The data folder ${dataDir} is in use by ${who}.`,
    'Stop that process first, or give this one another folder. (If it was killed elsewhere, the folder is free after a minute.) Nothing was changed.',
  )
}

function isAlive(path: string, other: Holder | undefined, clock: Clock): boolean {
  if (other === undefined) return age(path, clock) < 1_000 // An empty file: made this moment, or by a process that died while it wrote.
  if (other.place !== place()) return age(path, clock) < untouched
  return isRunning(other.pid) && (other.began === undefined || beginning(other.pid) === other.began)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Linux tells in clock ticks since the boot when a process began. One that has ended and is not yet buried counts as none. */
function beginning(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, ticks] = [fields[0], fields[19]]
    if (state === 'Z' || state === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`
  } catch {
    return undefined
  }
}

function place(): string {
  try {
    return `${hostname()} (${readlinkSync('/proc/self/ns/pid')})`
  } catch {
    return hostname()
  }
}

function holder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

/** Makes the file if there is none; the system lets only one of two do it. */
function create(path: string, me: Holder): boolean {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  writeSync(file, `${JSON.stringify(me)}\n`)
  fsyncSync(file)
  closeSync(file)
  return true
}

/** Milliseconds since the file was touched; none if it has just gone. */
function age(path: string, clock: Clock): number {
  const now = clock.now().getTime()
  return now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now)
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
