import { Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { post } from '../parts/api.ts'
import { ButtonLink, TextLink } from '../parts/links.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { QuietPage } from './quiet-page.tsx'
import classes from './sign-in.module.css'

/** Forgot your password? The answer is the same for every name. */
export function Forgotten() {
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    setBusy(true)
    setProblem(undefined)
    try {
      await post('/sign-in/forgotten', { name })
      setAsked(true)
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }
  if (asked)
    return (
      <QuietPage
        title="Look into your mail"
        note="If there is such an account and it has an e-mail address, a mail is on its way, with a code that is good for an hour. Nothing was changed yet."
      >
        <ButtonLink to="/sign-in" variant="default" mt="lg">
          Back to sign-in
        </ButtonLink>
      </QuietPage>
    )
  return (
    <QuietPage title="Forgot your password?" note="You get a mail with a code, and choose a new one with it.">
      <form onSubmit={submit} className={classes.form}>
        <Stack gap="md">
          <ProblemNotice problem={problem} tone="bad" />
          <TextInput
            name="name"
            label="Name or e-mail"
            autoComplete="username"
            required
            withAsterisk={false}
            maxLength={200}
            autoFocus
            size="md"
          />
          <Button type="submit" size="md" fullWidth loading={busy}>
            Send me a code
          </Button>
        </Stack>
      </form>
      <p className={classes.foot}>
        Without an e-mail address in your account, the helpdesk gives you a letter. <TextLink to="/sign-in">Back to sign-in</TextLink>
      </p>
    </QuietPage>
  )
}
