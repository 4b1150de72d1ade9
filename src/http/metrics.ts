import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What a monitoring system reads at /metrics. Labels are route patterns and names of use cases, never ids. */
export interface Metrics {
  answered(route: string, method: string, status: number, seconds: number): void
  /** A run was brought to where it stands now by a request. */
  ranTo(useCase: string, run: { readonly state: string; readonly done: number; readonly refused: number }): void
  refused(useCase: string, code: string): void
  failedJob(): void
  /** The page, with the queue as it is now. */
  page(): Promise<{ type: string; text: string }>
}

export function createMetrics(queueSize: () => Promise<number>): Metrics {
  const registers = [new Registry()]
  const [registry] = registers
  if (!registry) throw new Error('There is no registry.')
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'cardinal_http_request_seconds',
    help: 'How long requests took to answer.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const objects = new Counter({
    name: 'cardinal_command_objects_total',
    help: 'Objects that use cases ended with, by outcome.',
    labelNames: ['use_case', 'outcome'] as const,
    registers,
  })
  const runs = new Counter({
    name: 'cardinal_runs_total',
    help: 'Runs, by where a request brought them.',
    labelNames: ['use_case', 'state'] as const,
    registers,
  })
  const refusals = new Counter({
    name: 'cardinal_refusals_total',
    help: 'Commands refused as a whole.',
    labelNames: ['use_case', 'code'] as const,
    registers,
  })
  const jobs = new Counter({ name: 'cardinal_failed_jobs_total', help: 'Jobs that failed and are repeated.', registers })
  const queued = new Gauge({ name: 'cardinal_queued_orders', help: 'Orders that wait in the queue for the bureau.', registers })

  return {
    answered: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    ranTo(useCase, { state, done, refused }) {
      runs.inc({ use_case: useCase, state })
      if (state !== 'ended') return
      objects.inc({ use_case: useCase, outcome: 'done' }, done)
      objects.inc({ use_case: useCase, outcome: 'refused' }, refused)
    },
    refused: (useCase, code) => refusals.inc({ use_case: useCase, code }),
    failedJob: () => jobs.inc(),
    async page() {
      queued.set(await queueSize())
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}
