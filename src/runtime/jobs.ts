import { PgBoss } from 'pg-boss'
import type { Database, Queryable } from '../store/database.ts'
import type { Enqueue } from './world.ts'

/** What a job does. It is delivered at least once, so doing it twice must do no harm. */
export type Handlers = Readonly<Record<JobName, (data: Record<string, unknown>) => Promise<void>>>

export type JobName =
  | 'send-batch'
  | 'send-recall'
  | 'collect-answers'
  | 'walk-run'
  | 'release'
  | 'lapse-recalls'
  | 'send-mail'
  | 'forget-uploads'
  | 'send-codes'
  | 'sweep'
  | 'verify-journal'

const NAMES: readonly JobName[] = [
  'send-batch',
  'send-recall',
  'collect-answers',
  'walk-run',
  'release',
  'lapse-recalls',
  'send-mail',
  'forget-uploads',
  'send-codes',
  'sweep',
  'verify-journal',
]

/** The jobs: enqueued in the transaction of what asks for them, worked by any node, repeated until done. */
export interface Jobs {
  /** Before anything is enqueued or worked. The database is migrated. */
  open(): Promise<void>
  readonly enqueue: Enqueue
  work(handlers: Handlers): Promise<void>
  /** Sets when a job comes due by itself, as a cron expression in a time zone; with a key, one of several schedules of the job. */
  schedule(
    job: JobName,
    cron: string,
    timeZone: string,
    keyed?: { readonly key: string; readonly data: Record<string, unknown> },
  ): Promise<void>
  stop(): Promise<void>
}

export function createJobs(db: Database, failed: (error: unknown) => void): Jobs {
  const boss = new PgBoss({
    db: { ...executor(db), listen: async (channel, heard, reconnected) => ({ close: await listening(db, channel, heard, reconnected) }) },
    ...(db.kind === 'embedded' && { backend: 'pglite' as const }),
    useListenNotify: true,
    persistWarnings: false,
    // Looks every ten seconds for jobs whose node is gone.
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    // A release begins within seconds of its time; pages say by the second when it may.
    cronMonitorIntervalSeconds: 5,
    cronWorkerIntervalSeconds: 1,
  })
  boss.on('error', failed)
  return {
    async open() {
      await boss.start()
      const found = new Map((await boss.getQueues([...NAMES])).map((queue) => [queue.name, queue]))
      for (const name of NAMES) {
        const queue = found.get(name)
        if (queue === undefined) await boss.createQueue(name, { ...RULES, notify: true })
        else if (Object.entries(RULES).some(([rule, value]) => queue[rule as keyof typeof RULES] !== value))
          await boss.updateQueue(name, RULES)
      }
    },
    enqueue: async (tx, job, data) => void (await boss.send(job, data, { db: executor(tx) })),
    async work(handlers) {
      for (const name of NAMES) {
        const worker: string = await boss.work(name, { pollingIntervalSeconds: 2 }, async (jobs) => {
          // Left to itself a worker takes one job and pauses; where there was one there may be more, so it looks again at once.
          boss.notifyWorker(worker)
          for (const job of jobs) await handlers[name]((job.data ?? {}) as Record<string, unknown>)
        })
      }
    },
    schedule: async (job, cron, timeZone, keyed) =>
      void (await boss.schedule(job, cron, keyed?.data ?? null, { tz: timeZone, ...(keyed && { key: keyed.key }) })),
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  }
}

/** How every job is treated. */
const RULES = {
  // A hand-over is repeated for as long as it takes; the pause between attempts grows to five minutes.
  retryLimit: 100_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  expireInSeconds: 3600,
  // A node that is killed gives no sign of life; what it was doing is done by another within half a minute.
  heartbeatSeconds: 15,
  retentionSeconds: 30 * 86_400,
}

const executor = (db: Queryable): { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> } => ({
  // Without values pg-boss may send several statements at once.
  executeSql: async (text, values) => ({ rows: values && values.length > 0 ? await db.query(text, values) : await db.script(text) }),
})

async function listening(
  db: Database,
  channel: string,
  heard: (payload: string) => void,
  reconnected: () => void,
): Promise<() => Promise<void>> {
  const stop = await db.listen(channel, heard)
  reconnected()
  return stop
}
