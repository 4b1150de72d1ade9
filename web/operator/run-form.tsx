import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Form, RunAnswer } from '../../src/http/contract/command.ts'
import { newKey, Problem, post } from '../parts/api.ts'
import { JsonForm, otherErrors } from '../parts/json-form.tsx'
import { fieldsOf } from '../parts/json-schema.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { useShortcuts } from '../parts/shortcuts.tsx'
import { runQuery } from './operator-queries.ts'
import classes from './run.module.css'
import type { Cancelling } from './run.tsx'
import { RunSubject } from './run-subject.tsx'
import { RunVerdicts } from './run-verdicts.tsx'

/** A form a run stops at: what will happen, to what, what is asked, and the two ways on: Cancel and Next. */
export function RunForm({ answer, form, cancel }: { answer: RunAnswer; form: Form; cancel: Cancelling }) {
  const { run, verdicts = [] } = answer
  const queries = useQueryClient()
  const [values, setValues] = useState(form.values)
  const fields = useMemo(() => fieldsOf(form.schema), [form.schema])
  const next = useRef<HTMLButtonElement>(null)
  const sent = useRef({ body: '', key: newKey() })

  const answering = useMutation({
    mutationFn: () => {
      const input = Object.fromEntries(fields.filter((field) => !field.readOnly && values[field.name] !== undefined).map((field) => [field.name, values[field.name]]))
      // The same answers pressed again carry the same key, and are done once.
      const body = JSON.stringify(input)
      if (sent.current.body !== body) sent.current = { body, key: newKey() }
      return post<RunAnswer>(`/runs/${run.id}/answer`, { input }, { key: sent.current.key })
    },
    onSuccess: (told) => {
      queries.setQueryData(runQuery(run.id).queryKey, told)
      void readAgain()
    },
    onError: async (problem) => {
      sent.current = { body: '', key: newKey() }
      if (!(problem instanceof Problem) || (problem.status !== 400 && problem.status !== 422)) await readAgain(true)
    },
  })
  const readAgain = (run_: boolean = false) =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => ['object', 'offers', 'history', 'rows', 'count', 'home', 'tasks', ...(run_ ? ['run'] : [])].includes(String(queryKey[0])) })
  const errors = answering.error instanceof Problem ? answering.error.errors : []
  const stray = otherErrors(form.schema, errors)
  const busy = answering.isPending || cancel.isPending
  const refusedAll = verdicts.length > 0 && verdicts.every((verdict) => !verdict.may)
  useShortcuts([{ keys: 'Escape', does: 'Cancel', run: () => !busy && cancel.mutate() }])
  useEffect(() => {
    if (fields.every((field) => field.readOnly)) next.current?.focus()
  }, [fields])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) answering.mutate()
  }
  return (
    <form onSubmit={submit} noValidate aria-labelledby="run-title" aria-describedby="run-text">
      <p className={classes.label}>{run.label}</p>
      <h1 id="run-title" className={classes.title}>
        {form.title}
      </h1>
      <RunSubject answer={answer} />
      <p id="run-text" className={classes.text}>
        {form.text}
      </p>
      <RunVerdicts answer={answer} />
      {fields.length > 0 && (
        <div className={classes.fields}>
          <JsonForm schema={form.schema} values={values} onChange={setValues} errors={errors} disabled={busy} autoFocus />
        </div>
      )}
      {answering.error && (errors.length === 0 || stray.length > 0) && (
        <div className={classes.problem}>
          <ProblemNotice problem={answering.error} focus>
            {stray.length > 0 && stray.join(' ')}
          </ProblemNotice>
        </div>
      )}
      {cancel.error && (
        <div className={classes.problem}>
          <ProblemNotice problem={cancel.error} focus />
        </div>
      )}
      <div className={classes.buttons}>
        <Button variant="default" disabled={answering.isPending} loading={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
        <Button ref={next} type="submit" disabled={cancel.isPending || refusedAll} loading={answering.isPending}>
          Next: {form.next.charAt(0).toLowerCase() + form.next.slice(1)}
        </Button>
      </div>
    </form>
  )
}
