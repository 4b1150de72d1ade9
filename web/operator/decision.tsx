import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Approval, Run, RunAnswer } from '../../src/http/contract/command.ts'
import { post } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { runQuery } from './operator-queries.ts'
import classes from './run.module.css'
import awaiting from './run-awaiting.module.css'

const CHANGED = new Set(['object', 'offers', 'history', 'rows', 'count', 'home', 'tasks'])

/** The second person's two answers: to agree, or to decline with a reason. Whoever may not is told why. */
export function Decision({ run, approval }: { run: Run; approval: Approval }) {
  const [declines, setDeclines] = useState(false)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const queries = useQueryClient()
  const decide = useMutation({
    mutationFn: (answer: 'approve' | 'decline') =>
      post<RunAnswer>(`/runs/${run.id}/${answer}`, answer === 'decline' ? { reason: reason.trim() } : undefined),
    onSuccess: (told) => {
      queries.setQueryData(runQuery(run.id).queryKey, told)
      void queries.invalidateQueries({ predicate: ({ queryKey }) => CHANGED.has(String(queryKey[0])) })
    },
    // Somebody else may have decided meanwhile; the page then shows that.
    onError: () => queries.invalidateQueries({ queryKey: runQuery(run.id).queryKey }),
  })
  const decline = (event: FormEvent) => {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() !== '' && !decide.isPending) decide.mutate('decline')
  }
  if (!approval.may)
    return (
      <div className={classes.problem} role="note">
        {approval.refusal?.sentence} <span className="dim">{approval.refusal?.remedy}</span>
      </div>
    )
  return (
    <>
      {decide.error && (
        <div className={classes.problem}>
          <ProblemNotice problem={decide.error} focus />
        </div>
      )}
      {declines ? (
        <form onSubmit={decline} noValidate className={awaiting.decline}>
          <Textarea
            label="Reason"
            description={`${run.actor} reads it. Nothing is changed.`}
            required
            autosize
            minRows={3}
            maxLength={500}
            autoFocus
            value={reason}
            error={missing && 'Say why, so that whoever asked knows what to do.'}
            onChange={(event) => {
              setReason(event.currentTarget.value)
              setMissing(false)
            }}
          />
          <div className={classes.buttons}>
            <Button variant="default" disabled={decide.isPending} onClick={() => setDeclines(false)}>
              Back
            </Button>
            <Button type="submit" color="red" loading={decide.isPending}>
              Decline the request
            </Button>
          </div>
        </form>
      ) : (
        <div className={classes.buttons}>
          <Button variant="default" disabled={decide.isPending} onClick={() => setDeclines(true)}>
            Decline…
          </Button>
          <Button loading={decide.isPending} onClick={() => decide.mutate('approve')}>
            Approve
          </Button>
        </div>
      )}
    </>
  )
}
