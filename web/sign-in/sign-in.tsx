import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { useDocumentTitle } from '../parts/document-title.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { signIn } from '../parts/session.ts'
import classes from './sign-in.module.css'

/** One quiet page: name and password. Whoever came from another page is brought back to it. */
export function SignIn() {
  useDocumentTitle('Sign in')
  const { back } = useSearch({ from: '/sign-in' })
  const queries = useQueryClient()
  const router = useRouter()
  const navigate = useNavigate()
  const password = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(undefined)
    try {
      const me = await signIn(queries, String(fields.get('name')).trim(), String(fields.get('password')))
      const home = me.areas.length > 0 ? '/operator' : '/admin'
      if (back && isOurs(back)) router.history.push(back)
      else await navigate({ to: home })
    } catch (error) {
      setProblem(error)
      setBusy(false)
      password.current?.select()
    }
  }
  return (
    <main id="main" className={classes.page}>
      <div className={classes.column}>
        <img src="/cardinal.svg" alt="" width={40} height={40} />
        <h1 className={classes.title}>Sign in to Cardinal</h1>
        {back && isOurs(back) && <p className={classes.note}>Sign in to go on where you were.</p>}
        <form onSubmit={submit} className={classes.form}>
          <Stack gap="md">
            <ProblemNotice problem={problem} tone="bad" />
            <TextInput
              name="name"
              label="Name"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              withAsterisk={false}
              maxLength={200}
              autoFocus
              size="md"
            />
            <PasswordInput
              ref={password}
              name="password"
              label="Password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              maxLength={1000}
              size="md"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0, 'aria-hidden': false }}
            />
            <Button type="submit" size="md" fullWidth loading={busy}>
              Sign in
            </Button>
          </Stack>
        </form>
      </div>
    </main>
  )
}

/** An address of ours, not one that somebody smuggled in to lead people elsewhere. */
function isOurs(address: string): boolean {
  return /^\/(?![/\\])/.test(address) && !address.startsWith('/sign-in')
}
