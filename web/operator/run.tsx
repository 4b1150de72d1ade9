import { Progress, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconHourglass } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter, useRouterState } from '@tanstack/react-router'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import { post } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { useDocumentTitle } from '../parts/document-title.ts'
import { Empty } from '../parts/empty.tsx'
import { ButtonLink } from '../parts/links.tsx'
import { numberWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { runQuery } from './operator-queries.ts'
import page from './page.module.css'
import classes from './run.module.css'
import { RunAwaiting } from './run-awaiting.tsx'
import { RunForm } from './run-form.tsx'
import { RunResults } from './run-results.tsx'
import { RunSubject } from './run-subject.tsx'

/** One run of a use case, at an address of its own: a reload or another device continues it where it stands. */
export function RunPage() {
  const { id } = useParams({ from: '/operator/runs/$id' })
  const { data: answer, error } = useQuery(runQuery(id))
  useDocumentTitle(answer?.run.label ?? 'Command')
  return (
    <div className={`${page.page} ${page.panel}`}>
      {answer ? (
        <Standing key={id} answer={answer} />
      ) : error ? (
        <>
          <h1 className={classes.title}>This command cannot be shown</h1>
          <ProblemNotice problem={error} tone="bad" />
        </>
      ) : (
        <div aria-hidden>
          <Skeleton height={12} width={120} mb={10} />
          <Skeleton height={24} width={320} mb={14} />
          <Skeleton height={12} width={460} />
        </div>
      )}
    </div>
  )
}

/** Drawn by where the run stands: at its form, waiting for a second person, under way, waiting, closed, or ended. */
function Standing({ answer }: { answer: RunAnswer }) {
  const { run, form } = answer
  const cancel = useCancel(answer)
  if (run.state === 'asking' && form) return <RunForm key={form.name} answer={answer} form={form} cancel={cancel} />
  if (run.state === 'ended') return <RunResults answer={answer} />
  if (run.state === 'awaiting' && answer.approval) return <RunAwaiting answer={answer} approval={answer.approval} cancel={cancel} />
  return (
    <>
      <p className={classes.label}>{run.label}</p>
      {run.state === 'walking' && <Walking answer={answer} />}
      {run.state === 'waiting' && (
        <>
          <h1 className={classes.title}>Waiting</h1>
          <RunSubject answer={answer} />
          <p className={classes.waits}>
            <IconHourglass size={18} stroke={1.6} aria-hidden />
            <span>
              {run.waitsFor ? `It waits for ${run.waitsFor}.` : 'It waits, and goes on by itself.'} You may leave this page; it stays among
              your tasks.
            </span>
          </p>
        </>
      )}
      {(run.state === 'cancelled' || run.state === 'asking') && (
        <Empty title={closedWords(run)}>
          {run.closed && (
            <p>
              {run.closed.by !== null && 'Reason: '}
              {run.closed.why}
            </p>
          )}
          <ButtonLink to="/operator" variant="default" mt="sm">
            Go to HOME
          </ButtonLink>
        </Empty>
      )}
    </>
  )
}

function closedWords({ closed }: RunAnswer['run']): string {
  if (!closed) return 'This command was closed. Nothing was changed.'
  return closed.by === null ? 'This request has lapsed. Nothing was changed.' : `${closed.by} declined this request. Nothing was changed.`
}

function Walking({ answer: { run } }: { answer: RunAnswer }) {
  const walked = run.done + run.refused
  const part = run.total === 0 ? 0 : (walked / run.total) * 100
  return (
    <>
      <h1 className={classes.title}>Under way</h1>
      <Progress value={part} size="lg" radius="xl" transitionDuration={400} aria-label="Progress" mt="md" />
      <p className={classes.progress} role="status">
        {numberWords(walked)} of {numberWords(run.total)}
        {run.refused > 0 && `, ${numberWords(run.refused)} of them refused`}
      </p>
      <p className="dim">You may leave this page; it goes on without you.</p>
    </>
  )
}

/** Closes the process and leads back to where it was started, or, on another device, to the object it was for. */
function useCancel(answer: RunAnswer) {
  const queries = useQueryClient()
  const router = useRouter()
  const navigate = useNavigate()
  const catalog = useCatalog()
  const back = useRouterState({ select: (state) => state.location.state.back })
  const { run, verdicts } = answer
  const path = catalog.template(catalog.useCase(run.useCase)?.template)?.path
  return useMutation({
    mutationFn: () => post(`/runs/${run.id}/cancel`),
    onSuccess: async () => {
      notifications.show({
        title: run.state === 'awaiting' ? `The request was withdrawn: ${run.label}` : `${run.label} was closed`,
        message: 'Nothing was changed.',
        color: 'gray',
        autoClose: 5_000,
        closeButtonProps: { 'aria-label': 'Close' },
      })
      void queries.invalidateQueries({ predicate: ({ queryKey }) => ['tasks', 'home', 'history', 'offers'].includes(String(queryKey[0])) })
      const only = verdicts?.length === 1 ? verdicts[0] : undefined
      if (back) router.history.back()
      else if (only && path) await navigate({ to: '/operator/$collection/$id', params: { collection: path, id: only.object } })
      else await navigate({ to: '/operator' })
      queries.removeQueries({ queryKey: runQuery(run.id).queryKey })
    },
    // It may have been closed or finished elsewhere meanwhile; the page then shows that.
    onError: () => queries.invalidateQueries({ queryKey: runQuery(run.id).queryKey }),
  })
}

export type Cancelling = ReturnType<typeof useCancel>
