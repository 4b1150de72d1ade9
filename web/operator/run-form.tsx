import { Button } from '@mantine/core'
import { IconAlertTriangle, IconUserCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Form, RunAnswer } from '../../src/http/contract/command.ts'
import { newKey, Problem, post } from '../parts/api.ts'
import { JsonForm, otherErrors } from '../parts/json-form.tsx'
import { fieldsOf } from '../parts/json-schema.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { useShortcuts } from '../parts/shortcuts.tsx'
import { CardPreview, usePlannedCard } from './card-preview.tsx'
import { runQuery } from './operator-queries.ts'
import classes from './run.module.css'
import type { Cancelling } from './run.tsx'
import { RunSubject } from './run-subject.tsx'
import { RunVerdicts } from './run-verdicts.tsx'

/** What was typed and not sent, while this page is open: a session that ends in the middle of a form does not cost the answers. Never stored. */
const drafts = new Map<string, Record<string, unknown>>()

const CHANGED = new Set(['object', 'offers', 'history', 'rows', 'count', 'home', 'tasks'])

/** A form a run stops at: what will happen, to what, what is asked, and the two ways on: Cancel and Next. */
export function RunForm({ answer, form, cancel }: { answer: RunAnswer; form: Form; cancel: Cancelling }) {
  const { run, verdicts = [] } = answer
  const queries = useQueryClient()
  const draft = `${run.id} ${form.name}`
  const [values, keepValues] = useState(() => drafts.get(draft) ?? form.values)
  const setValues = (changed: Record<string, unknown>) => {
    drafts.set(draft, changed)
    keepValues(changed)
  }
  const planned = usePlannedCard(answer)
  const fields = useMemo(() => fieldsOf(form.schema), [form.schema])
  const next = useRef<HTMLButtonElement>(null)
  const sent = useRef({ body: '', key: newKey() })

  const answering = useMutation({
    mutationFn: () => {
      const input = Object.fromEntries(
        fields.filter((field) => !field.readOnly && values[field.name] !== undefined).map((field) => [field.name, values[field.name]]),
      )
      // The same answers pressed again carry the same key, and are done once.
      const body = JSON.stringify(input)
      if (sent.current.body !== body) sent.current = { body, key: newKey() }
      return post<RunAnswer>(`/runs/${run.id}/answer`, { input }, { key: sent.current.key, ifVersion: form.version })
    },
    onSuccess: (told) => {
      drafts.delete(draft)
      queries.setQueryData(runQuery(run.id).queryKey, told)
      void readAgain()
    },
    onError: async (problem) => {
      // A definite no may be asked anew; an answer lost on the way is asked for again with the same key.
      if (problem instanceof Problem && problem.status >= 400 && problem.status < 500) sent.current = { body: '', key: newKey() }
      if (!(problem instanceof Problem) || (problem.status !== 400 && problem.status !== 422)) await readAgain(true)
    },
  })
  const readAgain = (itsRunToo = false) =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => CHANGED.has(String(queryKey[0])) || (itsRunToo && queryKey[0] === 'run') })
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
      <p id="run-text" className={form.danger ? classes.danger : classes.text}>
        {form.danger && <IconAlertTriangle size={20} stroke={1.8} aria-hidden />}
        <span>{form.text}</span>
      </p>
      <RunVerdicts answer={answer} />
      {answer.needsSecond && (
        <p className={classes.waits}>
          <IconUserCheck size={18} stroke={1.6} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <span>This needs a second person: nothing is done before somebody else agrees.</span>
        </p>
      )}
      {(fields.length > 0 || planned) && (
        <div className={planned ? classes.beside : undefined}>
          <div className={classes.fields}>
            <JsonForm schema={form.schema} values={values} onChange={setValues} errors={errors} disabled={busy} autoFocus />
          </div>
          {planned && <CardPreview card={planned} useCase={run.useCase} validTo={values.validTo} />}
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
        <Button
          ref={next}
          type="submit"
          color={form.danger ? 'red' : undefined}
          disabled={cancel.isPending || refusedAll}
          loading={answering.isPending}
        >
          Next: {form.next.charAt(0).toLowerCase() + form.next.slice(1)}
        </Button>
      </div>
    </form>
  )
}
