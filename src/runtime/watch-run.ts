import { setTimeout as pause } from 'node:timers/promises'
import { readRun, type StoredRun } from '../store/run.ts'
import type { World } from './world.ts'

/** How often to look, in milliseconds: soon at first, for a job usually takes no time. Ten seconds in all. */
const LOOKS = [...Array<number>(20).fill(50), ...Array<number>(36).fill(250)]

/** Watches a run that waits for the outside, for ten seconds at most or until the signal aborts; answers it as it is then. */
export async function watchRun(world: World, run: StoredRun, signal: AbortSignal): Promise<StoredRun> {
  let seen = run
  for (const wait of LOOKS) {
    if (seen.state !== 'waiting' || signal.aborted) return seen
    await pause(wait, undefined, { signal }).catch(() => {}) // The signal says that nobody wants to know any more.
    seen = (await readRun(world.db, run.id)) ?? seen
  }
  return seen
}
