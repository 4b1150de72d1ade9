import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { Type } from 'typebox'
import { type Fields, schemaOf } from '../engine/form.ts'
import type { Refusal } from '../engine/refusal.ts'
import { NEW, type UseCase } from '../engine/use-case.ts'
import { isId } from '../kit/id.ts'
import { answer, cancel, noSuchRun } from '../runtime/answer.ts'
import { begin, noSuchUseCase } from '../runtime/begin.ts'
import { resultsOf, tasksOf, viewRun } from '../runtime/run-view.ts'
import { selectionOffers } from '../runtime/selection.ts'
import { answerOutcome } from './answer-run.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Answer, Command, Results, ResultsQuery, RunAnswer } from './contract/command.ts'
import { Tasks } from './contract/home.ts'
import { Selection, SelectionOffers } from './contract/object.ts'
import { Id } from './contract/parameters.ts'
import { IfMatch, versionIn } from './if-match.ts'
import { presentResults, presentRun, presentRunLine } from './present/run.ts'
import { sendRefusal } from './problem.ts'
import { answers, type JsonSchema, validatorOf } from './schema.ts'

const MEGABYTE = 1024 * 1024
/** A hundred thousand ids take some 4 MB. */
const LARGEST_COMMAND = 8 * MEGABYTE

/** One operation for each use case that a person may start; nothing about any of them is written here. */
export function registerCommands(app: App, api: Api): void {
  const { world } = api
  const perform = validatorOf({ schema: Command, httpPart: 'body' })
  const version = validatorOf({ schema: IfMatch, httpPart: 'headers' })
  for (const useCase of world.catalog.useCases.filter((each) => each.offered !== 'to the system'))
    app.post(
      `/commands/${useCase.slug}`,
      {
        bodyLimit: LARGEST_COMMAND,
        config: { repeats: 'begin' },
        // The answers to the form are checked by the runtime, in the words of the form; the document shows their schema.
        validatorCompiler: ({ httpPart }) => (httpPart === 'body' ? perform : version),
        schema: {
          operationId: useCase.symbol,
          tags: [useCase.on.plural],
          summary: useCase.name,
          description: `${useCase.story}.\n\n${useCase.outcome}`,
          headers: IfMatch,
          body: bodyOf(useCase) as unknown as typeof Command,
          response: answers({ 200: RunAnswer, 202: RunAnswer }, [400, 401, 403, 404, 409, 412, 413, 415, 422]),
        },
      },
      async (request, reply) => {
        const { objects, input } = request.body
        const outcome = await begin(world, actorOn(request), {
          useCase: useCase.slug,
          objects,
          ...(input !== undefined && { input }),
          ifVersion: versionIn(request.headers['if-match']),
          ...(request.claim && { runId: request.claim.runId }),
        })
        return answerOutcome(api, reply, outcome, objects)
      },
    )
  app.post('/commands/:useCase', { schema: { hide: true }, config: { repeats: 'no' } }, (request, reply) => {
    const { useCase } = request.params as { useCase: string }
    return sendRefusal(reply, noSuchUseCase(useCase))
  })
  app.post(
    '/offers',
    {
      bodyLimit: MEGABYTE,
      config: { repeats: 'no' },
      schema: {
        operationId: 'offerSelection',
        tags: ['Commands'],
        summary: 'What a selection may be given',
        description: 'For every use case of the selected objects: how many may, and for the others why not. It changes nothing.',
        body: Selection,
        response: answers({ 200: SelectionOffers }, [400, 401, 403, 413, 415]),
      },
    },
    async (request): Promise<SelectionOffers> => ({
      items: (await selectionOffers(world, actorOn(request), request.body.objects)).map(({ useCase, may, total, refusals }) => ({
        useCase: useCase.slug,
        label: useCase.name,
        may,
        total,
        refusals: refusals.map(({ refusal, objects }) => ({ refusal, count: objects.length, objects: objects.slice(0, 100) })),
      })),
    }),
  )
}

/** Runs: those that wait for somebody, one of them, and its way on. */
export function registerRuns(app: App, api: Api): void {
  const { world } = api
  const tags = ['Runs']
  app.get(
    '/tasks',
    { schema: { operationId: 'tasks', tags, summary: 'The open runs of whoever is signed in', response: answers({ 200: Tasks }, [401]) } },
    async (request): Promise<Tasks> => ({ items: (await tasksOf(world, actorOn(request))).map((each) => presentRunLine(each)) }),
  )
  app.get(
    '/runs/:id',
    {
      schema: {
        operationId: 'run',
        tags,
        summary: 'A run, for whoever began it',
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
      config: { repeats: 'run' },
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
      config: { repeats: 'run' },
      schema: {
        operationId: 'cancelRun',
        tags,
        summary: 'Close a run at its form',
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

/** The body of a command, with the fields of its form in place of "any answers". */
function bodyOf(useCase: UseCase): JsonSchema {
  const forms = Object.values(useCase.forms)
  const fields: Fields = Object.assign({}, ...forms.map((form) => form.fields))
  const input =
    forms.length === 1
      ? { ...schemaOf(fields), description: 'The answers to the form. With them the run goes on to its end at once.' }
      : undefined
  const creates = useCase.in.includes(NEW)
  const { objects, ...others } = Command.properties
  return {
    type: 'object',
    required: ['objects'],
    properties: {
      objects: creates
        ? { ...objects, description: 'Empty: it creates one.', maxItems: 0 }
        : { ...objects, description: 'Ids of the objects.', minItems: 1, ...(useCase.single && { maxItems: 1 }) },
      ...others,
      ...(input && { input }),
    },
  }
}
