/**
 * The race that matters, for real: several nodes abort, hold, release, recall and hand over the same orders, and are killed at random; the
 * bureau's line is bad. At its end one calm node works off what is left, and everything is counted.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { schedulerActor } from '../../src/identity/actor.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { openCardinal } from '../../src/open-cardinal.ts'
import { BUREAU } from '../../src/production/bureau.ts'
import { prepareFolder } from '../../src/production/bureaus/directory.ts'
import { collectAnswers } from '../../src/runtime/collect.ts'
import { handlersOf } from '../../src/runtime/desk.ts'
import { release } from '../../src/runtime/release.ts'
import type { Database } from '../../src/store/database.ts'
import { chanceFrom } from '../chance.ts'
import { testKeys } from '../keys.ts'
import { type AnsweringBureau, openBureau } from './answering-bureau.ts'
import { type Counts, countAll } from './count.ts'
import { fillTheQueue, setBatchSize } from './fill.ts'
import type { RaceSettings } from './settings.ts'
import type { WorkerSaid, WorkerSettings } from './worker.ts'

/** What came of a race. */
export interface Raced {
  readonly counts: Counts
  /** What nodes complained about, but for the bad line. */
  readonly troubles: readonly string[]
  readonly seconds: Readonly<Record<string, number>>
}

/** What the nodes said while they raced. */
interface Heard {
  readonly aborted: Set<string>
  readonly troubles: Set<string>
  killed: number
}

/** Runs a race on a migrated, empty database. */
export async function runRace(db: Database, settings: RaceSettings): Promise<Raced> {
  const heard: Heard = { aborted: new Set(), troubles: new Set(), killed: 0 }
  await prepareFolder(settings.bureauFolder)
  const queue = await timed(() => fillTheQueue(db, settings))
  settings.say(`${settings.orders} orders are in the queue after ${queue} s; ${settings.nodes} nodes race for them.`)
  const bureau = openBureau(settings.bureauFolder, settings.seed + 1000)
  const race = await timed(() => raceForThem(db, settings, heard))
  settings.say(`The race is over after ${race} s and ${heard.killed} kills; a calm node works off what is left.`)
  bureau.calm()
  const drain = await timed(() => drainCalmly(db, settings, bureau, heard))
  await bureau.stop()
  settings.say(`All is quiet after ${drain} s; everything is counted.`)
  const counts = await countAll(db, bureau, heard)
  return { counts, troubles: [...heard.troubles].filter((trouble) => !isBadLine(trouble)), seconds: { queue, race, drain } }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return Math.round((performance.now() - begun) / 1000)
}

/** What the bad line says is expected, and what a connection says whose process is killed never gets here. */
const isBadLine = (trouble: string): boolean => trouble.startsWith('The line ')

/** One node after the other is killed in the middle of whatever it does, and replaced; until the time is over or the queue is empty. */
async function raceForThem(db: Database, settings: RaceSettings, heard: Heard): Promise<void> {
  const { nodes, seed, seconds } = settings
  const chance = chanceFrom(seed)
  const running = Array.from({ length: nodes }, (_, node) => start(settings, seed + node, heard))
  const end = performance.now() + seconds * 1000
  const isOver = async (): Promise<boolean> => {
    const [queue] = await db.query<{ queued: boolean }>(
      `select exists (select from production_order where bureau = $1 and status = 'queued' and held_at is null) as queued`,
      [BUREAU],
    )
    return performance.now() > end || queue?.queued === false
  }
  while (!(await isOver())) {
    const at = Math.floor(chance() * nodes)
    await running[at]?.ready
    await pause(200 + chance() * 1000)
    await kill(running[at], heard)
    running[at] = start(settings, seed + 100 + heard.killed, heard)
  }
  await Promise.all(running.map((node) => kill(node, heard)))
}

interface Running {
  readonly child: ChildProcess
  readonly ready: Promise<void>
  readonly ended: Promise<void>
}

function start({ databaseUrl, dataDir, bureauFolder, worker, orders }: RaceSettings, seed: number, heard: Heard): Running {
  const settings: WorkerSettings = { databaseUrl, dataDir, bureauFolder, seed, orders }
  const child = spawn(process.execPath, [worker, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('The worker cannot be heard.')
  const lines = createInterface(child.stdout)
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (!line.endsWith('}')) return // The last one may be cut.
      const said = JSON.parse(line) as WorkerSaid
      if (said.ready) resolve()
      if (said.trouble) heard.troubles.add(said.trouble)
      for (const id of said.aborted ?? []) heard.aborted.add(id)
    })
    lines.once('close', resolve)
  })
  return { child, ready, ended: new Promise((resolve) => child.once('close', () => resolve())) }
}

async function kill(running: Running | undefined, heard: Heard): Promise<void> {
  if (running?.child.exitCode !== null) throw new Error('A worker ended by itself.')
  running.child.kill('SIGKILL')
  heard.killed++
  await running.ended
}

/** One calm node works off what the killed ones left behind, by its jobs alone, as after any crash; and what the bureau says. */
async function drainCalmly(db: Database, { bureauFolder }: RaceSettings, bureau: AnsweringBureau, heard: Heard): Promise<void> {
  const failed = (error: unknown): void => void heard.troubles.add(String(error))
  const cardinal = await openCardinal(db, { clock: systemClock, bureauFolder, keys: testKeys, failed })
  const { world, bureaus, jobs } = cardinal
  await jobs.work(handlersOf(world, bureaus, schedulerActor, async () => {}))
  const left = async (): Promise<number> => {
    // Asked first: what it says afterwards is heard below.
    const isDone = await bureau.isDone()
    await collectAnswers(world, cardinal.bureau)
    const [row] = await db.query<{ left: number }>(
      `select (select count(*) from batch where status in ('open', 'sealed')) + (select count(*) from run where state = 'walking')
         + (select count(*) from recall where state in ('asked', 'sent')) + (select count(*) from bureau_message where recorded_at is null) as left`,
    )
    const answers = (await readdir(join(bureauFolder, 'answers'))).filter((name) => name.endsWith('.json')).length
    return (row?.left ?? 0) + answers + (isDone ? 0 : 1)
  }
  await untilQuiet(left)
  await setBatchSize(world, 1000)
  const sent = await release(world, schedulerActor, BUREAU)
  if ('code' in sent) throw new Error(sent.sentence)
  await untilQuiet(left)
  await jobs.stop()
}

/** As long as there is less and less left, it may take its time. */
async function untilQuiet(left: () => Promise<number>): Promise<void> {
  let [least, since] = [Number.POSITIVE_INFINITY, performance.now()]
  for (;;) {
    const now = await left()
    if (now === 0) return
    if (now < least) [least, since] = [now, performance.now()]
    if (performance.now() - since > 120_000) throw new Error(`What killed nodes left behind was not worked off; ${now} of it are left.`)
    await pause(100)
  }
}
