import { isId } from '../kit/id.ts'
import { noSuchRun } from '../runtime/answer.ts'
import { approvalsFor } from '../runtime/approvals.ts'
import { approve, decline } from '../runtime/approve.ts'
import { answerOutcome } from './answer-run.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Approvals, Decline, RunAnswer } from './contract/command.ts'
import { Id } from './contract/parameters.ts'
import { presentApprovalLine } from './present/run.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** The second person: what asks for their approval, and their answer. */
export function registerApprovals(app: App, api: Api): void {
  const { world } = api
  const tags = ['Runs']
  app.get(
    '/approvals',
    {
      config: { guarded: 'signed in' },
      schema: {
        operationId: 'approvals',
        tags,
        summary: 'What asks for the approval of whoever is signed in',
        response: answers({ 200: Approvals }, [401]),
      },
    },
    async (request): Promise<Approvals> => ({ items: (await approvalsFor(world, actorOn(request))).map(presentApprovalLine) }),
  )
  app.post(
    '/runs/:id/approve',
    {
      config: { guarded: ['approve:{useCase}', 'read:{template}'], repeats: 'no' },
      schema: {
        operationId: 'approveRun',
        tags,
        summary: 'Agree, as the second person, to what somebody asked for',
        description:
          'The run goes on as its requester’s, with what they may do now; what changed meanwhile is refused object by object. Repeated, it is refused and changes nothing.',
        params: Id,
        response: answers({ 200: RunAnswer, 202: RunAnswer }, [401, 403, 404, 409]),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!isId(id)) return sendRefusal(reply, noSuchRun(id))
      return answerOutcome(api, reply, await approve(world, actorOn(request), id))
    },
  )
  app.post(
    '/runs/:id/decline',
    {
      config: { guarded: ['approve:{useCase}', 'read:{template}'], repeats: 'no' },
      schema: {
        operationId: 'declineRun',
        tags,
        summary: 'Decline what somebody asked for, with the reason',
        description: 'The run is closed, and nothing was changed. Whoever asked is told the reason.',
        params: Id,
        body: Decline,
        response: answers({ 200: RunAnswer }, [400, 401, 403, 404, 409, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!isId(id)) return sendRefusal(reply, noSuchRun(id))
      return answerOutcome(api, reply, await decline(world, actorOn(request), id, request.body.reason))
    },
  )
}
