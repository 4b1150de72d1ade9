import { type Fields, schemaOf } from '../engine/form.ts'
import { readPermission } from '../engine/permit.ts'
import { NEW, startPermission, type UseCase } from '../engine/use-case.ts'
import { begin, noSuchUseCase } from '../runtime/begin.ts'
import { selectionOffers } from '../runtime/selection.ts'
import { answerOutcome } from './answer-run.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Command, RunAnswer } from './contract/command.ts'
import { Selection, SelectionOffers } from './contract/object.ts'
import type { Guard } from './guard.ts'
import { IfMatch, versionIn } from './if-match.ts'
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
        config: { guarded: guardsOfCommand(useCase), repeats: 'begin' },
        // The answers to the form are checked by the runtime, in the words of the form; the document shows their schema.
        validatorCompiler: ({ httpPart }) => (httpPart === 'body' ? perform : version),
        schema: {
          operationId: useCase.symbol,
          tags: [useCase.on.plural],
          summary: useCase.name,
          description: `${useCase.story}.\n\n${useCase.outcome}\n\nWhere an administrator asks for a second person it answers 202 with a run that is \`awaiting\`: nothing is done until somebody else agrees.`,
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
  app.post('/commands/:useCase', { schema: { hide: true }, config: { guarded: 'signed in', repeats: 'no' } }, (request, reply) => {
    const { useCase } = request.params as { useCase: string }
    return sendRefusal(reply, noSuchUseCase(useCase))
  })
  app.post(
    '/offers',
    {
      bodyLimit: MEGABYTE,
      config: { guarded: 'signed in', repeats: 'no', looking: true },
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

/** What somebody may not see is to them as if it were not there, so they can start nothing on it either. */
const guardsOfCommand = (useCase: UseCase): readonly Guard[] => [
  startPermission(useCase),
  ...(useCase.in.includes(NEW) ? [] : [readPermission(useCase.on.name)]),
]

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
