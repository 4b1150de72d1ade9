import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { Type } from 'typebox'
import type { Refusal } from '../engine/refusal.ts'
import { isId } from '../kit/id.ts'
import { answer, cancel, noSuchRun } from '../runtime/answer.ts'
import { incidentTasks } from '../runtime/incident-tasks.ts'
import { resultsOf, tasksOf, viewRun } from '../runtime/run-view.ts'
import { answerOutcome } from './answer-run.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Answer, Results, ResultsQuery, RunAnswer } from './contract/command.ts'
import { Tasks } from './contract/home.ts'
import { Id } from './contract/parameters.ts'
import { IfMatch, versionIn } from './if-match.ts'
import { presentIncident } from './present/desk.ts'
import { presentResults, presentRun, presentRunLine } from './present/run.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** Runs: those that wait for somebody, one of them, and its way on. */
export function registerRuns(app: App, api: Api): void {
  const { world } = api
  const tags = ['Runs']
  app.get(
    '/tasks',
    {
      config: { guarded: 'signed in' },
      schema: {
        operationId: 'tasks',
        tags,
        summary: 'The open runs of whoever is signed in, and the incidents that nobody has closed',
        response: answers({ 200: Tasks }, [401]),
      },
    },
    async (request): Promise<Tasks> => {
      const actor = actorOn(request)
      const [runs, incidents] = await Promise.all([tasksOf(world, actor), incidentTasks(world, actor)])
      const { bureaus } = world.definitions.current()
      return {
        items: runs.map((each) => presentRunLine(each)),
        incidents: incidents.items.map((each) => presentIncident(world.catalog, (name) => bureaus.get(name)?.label ?? name, each)),
        incidentCount: incidents.count,
      }
    },
  )
  app.get(
    '/runs/:id',
    {
      config: { guarded: 'who began the run' },
      schema: {
        operationId: 'run',
        tags,
        summary: 'A run, for whoever began it, and for those who agreed to it or may',
        params: Id,
        response: answers({ 200: RunAnswer }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const view = await viewRun(world, actorOn(request), request.params.id)
      return 'code' in view ? sendRefusal(reply, view) : reply.send(presentRun(view))
    },
  )
  app.get(
    '/runs/:id/results',
    {
      config: { guarded: 'who began the run' },
      schema: {
        operationId: 'runResults',
        tags,
        summary: 'What became of each object of a run, page by page',
        params: Id,
        querystring: ResultsQuery,
        response: answers({ 200: Results }, [400, 401, 403, 404]),
      },
    },
    async (request, reply) => {
      const { outcome, after, limit = MOST_RESULTS } = request.query
      const found = await resultsOf(world, actorOn(request), request.params.id, { outcome, after, limit })
      if ('code' in found) return sendRefusal(reply, found)
      return reply.send({ items: presentResults(found.items), next: found.next ?? null } satisfies Results)
    },
  )
  app.get(
    '/runs/:id/results.csv',
    {
      config: { guarded: 'who began the run' },
      schema: {
        operationId: 'runResultsAsFile',
        tags,
        summary: 'The same, all of it, as a file for a spreadsheet',
        params: Id,
        querystring: Type.Pick(ResultsQuery, ['outcome']),
        response: answers({ 200: FILE }, [400, 401, 403, 404]),
      },
    },
    async (request, reply) => {
      const { outcome } = request.query
      const page = (after?: number) => resultsOf(world, actorOn(request), request.params.id, { outcome, after, limit: MOST_RESULTS })
      const first = await page()
      if ('code' in first) return sendRefusal(reply, first)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${first.run.id}.csv"`)
        .serializer((stream: unknown) => stream as string)
        .send(Readable.from(resultLines(first, page)) as unknown as string)
    },
  )
  app.post(
    '/runs/:id/answer',
    {
      config: { guarded: 'who began the run', repeats: 'run' },
      schema: {
        operationId: 'answerRun',
        tags,
        summary: 'Answer the form that a run stops at',
        params: Id,
        headers: IfMatch,
        body: Answer,
        response: answers({ 200: RunAnswer, 202: RunAnswer }, [400, 401, 403, 404, 409, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!isId(id)) return sendRefusal(reply, noSuchRun(id))
      const ifVersion = versionIn(request.headers['if-match'])
      return answerOutcome(api, reply, await answer(world, actorOn(request), id, request.body.input, ifVersion))
    },
  )
  app.post(
    '/runs/:id/cancel',
    {
      config: { guarded: 'who began the run', repeats: 'run' },
      schema: {
        operationId: 'cancelRun',
        tags,
        summary: 'Close a run at its form, or withdraw it while it waits for a second person',
        description: 'Nothing of it remains but the line in the journal.',
        params: Id,
        response: answers({ 200: RunAnswer }, [401, 403, 404, 409]),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!isId(id)) return sendRefusal(reply, noSuchRun(id))
      return answerOutcome(api, reply, await cancel(world, actorOn(request), id))
    },
  )
}

type ResultPage = Awaited<ReturnType<typeof resultsOf>>

/** The lines of the file, a page at a time, so that a large run is never held as a whole. */
async function* resultLines(first: Exclude<ResultPage, Refusal>, page: (after: number) => Promise<ResultPage>): AsyncGenerator<string> {
  yield stringify([['Object', 'Id', 'Outcome', 'State now', 'Reason', 'What helps']], { bom: true })
  for (let found: ResultPage = first; ; found = await page(found.next)) {
    if ('code' in found) throw new Error(`The results of a run ended in the middle: ${found.sentence}`)
    const rows = presentResults(found.items).map(({ label, object, outcome, state, sentence, remedy }) => [
      label,
      object,
      outcome,
      state,
      sentence,
      remedy,
    ])
    if (rows.length > 0) yield stringify(rows, { escape_formulas: true })
    if (found.next === undefined) return
  }
}

const FILE = { description: 'CSV with a heading, in UTF-8.', content: { 'text/csv': { schema: { type: 'string' } } } }

const MOST_RESULTS = 1000
