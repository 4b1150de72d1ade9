import { Button } from '@mantine/core'
import { IconHourglass, IconUserCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Approval, RunAnswer } from '../../src/http/contract/command.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Ago, Day } from '../parts/time.tsx'
import { AwaitedObjects } from './awaited-objects.tsx'
import { Decision } from './decision.tsx'
import classes from './run.module.css'
import type { Cancelling } from './run.tsx'
import awaiting from './run-awaiting.module.css'

/** A run that waits for a second person: whoever asked may withdraw it, and whoever may agree decides. */
export function RunAwaiting({ answer, approval, cancel }: { answer: RunAnswer; approval: Approval; cancel: Cancelling }) {
  const { run } = answer
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <>
      <p className={classes.label}>{run.label}</p>
      <h1 ref={title} tabIndex={-1} className={classes.title}>
        {approval.mine ? 'Waits for a second person' : `${run.actor} asks for your approval`}
      </h1>
      <p className={classes.waits}>
        {approval.mine ? (
          <IconHourglass size={18} stroke={1.6} aria-hidden className={awaiting.icon} />
        ) : (
          <IconUserCheck size={18} stroke={1.6} aria-hidden className={awaiting.icon} />
        )}
        <span>
          {approval.mine ? (
            <Mine approval={approval} />
          ) : (
            'Nothing is done before you agree. It is then done at once, as far as it still can be.'
          )}
        </span>
      </p>
      <dl className={awaiting.facts}>
        <div>
          <dt>Asked by</dt>
          <dd>
            {run.actor}, <Ago at={run.askedAt ?? run.startedAt} />
          </dd>
        </div>
        {approval.said.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Lapses</dt>
          <dd>
            <Day at={approval.lapsesAt} />
          </dd>
        </div>
      </dl>
      <AwaitedObjects answer={answer} />
      {approval.mine ? (
        <>
          {cancel.error && (
            <div className={classes.problem}>
              <ProblemNotice problem={cancel.error} focus />
            </div>
          )}
          <div className={classes.buttons}>
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              Withdraw the request
            </Button>
          </div>
        </>
      ) : (
        <Decision run={run} approval={approval} />
      )}
    </>
  )
}

function Mine({ approval: { approvers } }: { approval: Approval }) {
  if (approvers === 0)
    return 'Nothing is done before somebody else agrees, and at the moment nobody could. Ask an administrator for a second approver.'
  return (
    <>
      Nothing is done before somebody else agrees; {approvers === 1 ? 'one person' : `${approvers} people`} could. You may leave this page;
      it stays among your tasks.
    </>
  )
}
