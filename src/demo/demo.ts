/**
 * The demo organisation: people, cards in every state, recalls, incidents and what happened to them in the last ninety days. All of it was done through the
 * door, as people, the schedule and the bureau do it, with a clock that is set to the past; nothing is written beside it but the photos,
 * which no use case takes yet. It is loaded in one transaction: a loading that was interrupted left nothing, and begins again.
 */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { catalog } from '../catalog/catalog.ts'
import { defaultOptions } from '../catalog/options.ts'
import type { Clock } from '../kit/clock.ts'
import type { Signer } from '../kit/signature.ts'
import { prepareFolder } from '../production/bureaus/directory.ts'
import type { Secrets } from '../production/secrets.ts'
import type { Database } from '../store/database.ts'
import { lockDefinitions } from '../store/definition.ts'
import { everything } from '../store/reach.ts'
import { countObjects } from '../store/search.ts'
import { readSetting, writeSetting } from '../store/setting.ts'
import { cardLife } from './card-life.ts'
import { accountNames, firstDay, lastMinutes } from './first-day.ts'
import { incidents } from './incidents.ts'
import { ORGANISATION } from './organisation.ts'
import { peopleLife } from './people-life.ts'
import { TAKEN } from './pretend-bureau.ts'
import { queueLife } from './queue-life.ts'
import { recalls } from './recalls.ts'
import { releases } from './releases.ts'
import { fillQueue, laterOrders, rollOut } from './roll-out.ts'
import { openStage, type Stage } from './stage.ts'
import { wholeOrNothing } from './whole-or-nothing.ts'

export interface DemoSettings {
  /** Migrated. Load the demo before the desk is opened on it, so that its definitions are as old as its history. */
  readonly db: Database
  /** The history ends now. */
  readonly clock: Clock
  /** The folder of the bureau; what was handed over in the past is put where a bureau has put what it has. */
  readonly bureauFolder: string
  /** Signs the manifests of the past. */
  readonly signer: Signer
  readonly secrets: Secrets
  /** Of the accounts that can sign in. */
  readonly password: string
  /** Told how far the loading is, from 0 to 1, and in a sentence what it is doing. */
  progress?(fraction: number, sentence: string): void
}

/** Whether the demo was loaded now; `accounts` are the sign-in names. If not: it was before, or the database has people of its own. */
export type DemoLoading =
  | { readonly loaded: true; readonly accounts: readonly string[] }
  | { readonly loaded: false; readonly why: 'loaded before' | 'not empty' }

/** Loads the demo organisation into an empty database; once, and never beside people who are there already. */
export async function loadDemo({
  db,
  clock,
  bureauFolder,
  signer,
  secrets,
  password,
  progress = () => {},
}: DemoSettings): Promise<DemoLoading> {
  const folder = join(bureauFolder, LOADING)
  const loading = (await refused(db)) ?? (await wholeOrNothing(db, load))
  if (loading.loaded || loading.why === 'loaded before') await finish(db, folder, bureauFolder)
  if (loading.loaded) progress(1, 'The demo organisation is loaded.')
  return loading

  async function load(whole: Database): Promise<DemoLoading> {
    // Of two nodes that start at once, the second waits here until the first has loaded.
    await whole.transaction(lockDefinitions)
    const why = await refused(whole)
    if (why) return why
    if (await isThere(folder)) {
      progress(0, 'The last loading of the demo was interrupted. Nothing of it was kept; it begins again.')
      await rm(folder, { recursive: true, force: true })
    }
    await prepareFolder(folder)
    const stage = await openStage(whole, clock.now(), String(defaultOptions.CardsAddonExtProdTimeZone), folder, signer, secrets)
    await play(stage, password, progress)
    await writeSetting(whole, 'organisation', ORGANISATION)
    await writeSetting(whole, 'demo', { loadedAt: stage.end.toISOString(), people: stage.people.length })
    return { loaded: true, accounts: accountNames }
  }
}

/** Puts the files of a loading that is committed where they belong: one node at a time, and the next start where this one did not get so far. */
async function finish(db: Database, folder: string, bureauFolder: string): Promise<void> {
  if (!(await isThere(folder))) return
  await db.transaction(async (tx) => {
    await lockDefinitions(tx)
    await keepFiles(folder, bureauFolder)
    await rm(folder, { recursive: true, force: true })
  })
}

const LOADING = '.loading-demo'

/** Why it is not to be loaded; undefined where it is. */
async function refused(db: Database): Promise<Extract<DemoLoading, { loaded: false }> | undefined> {
  if ((await readSetting(db, 'demo')) !== undefined) return { loaded: false, why: 'loaded before' }
  const counted = await Promise.all(
    catalog.templates
      .filter(({ table }) => table !== 'bureau' && table !== 'account')
      .map((template) =>
        countObjects(db, template, { filters: {}, sort: { field: '', descending: false }, within: everything, hidden: new Set() }),
      ),
  )
  return counted.some(({ count }) => count > 0) ? { loaded: false, why: 'not empty' } : undefined
}

async function play(stage: Stage, password: string, progress: (fraction: number, sentence: string) => void): Promise<void> {
  firstDay(stage, password)
  releases(stage)
  rollOut(stage)
  laterOrders(stage)
  cardLife(stage)
  peopleLife(stage)
  recalls(stage)
  incidents(stage)
  fillQueue(stage)
  queueLife(stage)
  lastMinutes(stage)
  const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
  await stage.agenda.run((now, fraction) => progress(fraction, `The demo organisation: what happened in ${month.format(now)}.`))
}

/** Keeps the files that went to and fro, where they would be: batches that the bureau has, and answers that were worked off. */
async function keepFiles(from: string, to: string): Promise<void> {
  await prepareFolder(to)
  for (const place of [join('orders', TAKEN), join('answers', 'done')]) {
    await mkdir(join(to, place), { recursive: true })
    const names = (await isThere(join(from, place))) ? await readdir(join(from, place)) : []
    await Promise.all(names.map((name) => rename(join(from, place, name), join(to, place, name))))
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
