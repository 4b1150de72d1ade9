import { schemaOf } from '../../engine/form.ts'
import type { ApprovalLine } from '../../runtime/approvals.ts'
import type { RunResult, RunView } from '../../runtime/run-view.ts'
import type * as Contract from '../contract/command.ts'

/** A run as its panel shows it: at its form with a verdict for each object, or ended with what became of each. */
export function presentRun({ run, useCase, form, waitsFor, needsSecond, approval, results }: RunView): Contract.RunAnswer {
  const isOver = run.state === 'ended'
  if (approval) return { run: presentRunLine({ run, useCase }), approval: presentApproval(approval), verdicts: results.map(presentVerdict) }
  return {
    run: presentRunLine({ run, useCase }, waitsFor),
    ...(form && { form: presentForm(form) }),
    ...(needsSecond && { needsSecond }),
    ...(run.state === 'asking' && { verdicts: results.map(presentVerdict) }),
    ...((isOver || results.some((result) => result.outcome !== null)) && { results: presentResults(results) }),
  }
}

/** The run alone, as a line in a list. */
export function presentRunLine({ run, useCase }: Pick<RunView, 'run' | 'useCase'>, waitsFor?: string): Contract.Run {
  return {
    id: run.id,
    useCase: useCase.slug,
    label: useCase.name,
    state: run.state,
    ...(waitsFor !== undefined && { waitsFor }),
    actor: run.actorName,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    total: run.total,
    done: run.done,
    refused: run.refused,
    ...(run.askedAt && { askedAt: run.askedAt.toISOString() }),
    ...(run.approvedName !== null && { approvedBy: run.approvedName }),
    ...(run.closedWhy !== null && { closed: { by: run.closedBy, why: run.closedWhy } }),
  }
}

export const presentApprovalLine = ({ run, useCase, said, lapsesAt }: ApprovalLine): Contract.Approvals['items'][number] => ({
  run: presentRunLine({ run, useCase }),
  said: [...said],
  lapsesAt: lapsesAt.toISOString(),
})

const presentApproval = ({ said, lapsesAt, isMine, refusal, approvers }: NonNullable<RunView['approval']>): Contract.Approval => ({
  said: [...said],
  lapsesAt: lapsesAt.toISOString(),
  mine: isMine,
  may: refusal === undefined,
  ...(refusal && !isMine && { refusal: { code: refusal.code, sentence: refusal.sentence, remedy: refusal.remedy } }),
  approvers,
})

/** What became of the objects that have come to an end. */
export const presentResults = (results: readonly RunResult[]): Contract.Result[] =>
  results.flatMap(({ object, label, state, made, outcome, refusal }) => {
    if (outcome === null) return []
    return [
      {
        object,
        label,
        outcome,
        ...(state !== undefined && { state }),
        ...(made !== null && { made }),
        ...(refusal && { code: refusal.code, sentence: refusal.sentence, remedy: refusal.remedy }),
      },
    ]
  })

const presentVerdict = ({ object, label, outcome, refusal }: RunResult): Contract.Verdict => ({
  object,
  label,
  may: outcome !== 'refused',
  ...(refusal && { refusal: { code: refusal.code, sentence: refusal.sentence, remedy: refusal.remedy } }),
})

const presentForm = ({
  name,
  form: { title, text, next, danger, fields },
  values,
  version,
}: NonNullable<RunView['form']>): Contract.Form => ({
  name,
  title,
  text,
  next,
  ...(danger && { danger }),
  schema: schemaOf(fields),
  values: { ...values },
  ...(version !== undefined && { version }),
})
