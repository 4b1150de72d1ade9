import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouterState, useSearch } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import type { Refusal } from '../../src/http/contract/refusal.ts'
import type { SignedIn } from '../../src/http/contract/sign-in.ts'
import { TextLink } from '../parts/links.tsx'
import { knowsPasskeys } from '../parts/passkeys.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { signIn, signInWithPasskey } from '../parts/session.ts'
import { OtherWays } from './other-ways.tsx'
import { QuietPage } from './quiet-page.tsx'
import classes from './sign-in.module.css'
import { isOurs, useArrive } from './use-arrive.ts'
import { waysQuery } from './ways-query.ts'

/** Name and password, a passkey first where there can be one, and whatever other ways there are. Whoever came from a page is brought back. */
export function SignIn() {
  const { back, refused } = useSearch({ from: '/sign-in' })
  const ended = useRouterState({ select: (state) => state.location.state.why })
  const why = ended ?? (refused === undefined ? undefined : (REFUSED[refused] ?? REFUSED.provider_refused))
  const queries = useQueryClient()
  const { data: ways } = useQuery(waysQuery)
  const arrive = useArrive(back)
  const name = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState<'password' | 'passkey'>()
  const [problem, setProblem] = useState<unknown>()
  const perform = async (way: 'password' | 'passkey', begin: () => Promise<SignedIn>) => {
    setBusy(way)
    setProblem(undefined)
    try {
      await arrive((await begin()).stage)
    } catch (error) {
      setProblem(error)
      setBusy(undefined)
      if (way === 'password') password.current?.select()
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    void perform('password', () => signIn(queries, String(fields.get('name')).trim(), String(fields.get('password'))))
  }
  return (
    <QuietPage title="Sign in to Cardinal" note={!why && back && isOurs(back) ? 'Sign in to go on where you were.' : undefined}>
      <form onSubmit={submit} className={classes.form}>
        <Stack gap="md">
          {why && problem === undefined && <ProblemNotice problem={why} tone="calm" />}
          <ProblemNotice problem={problem} tone="bad" />
          <TextInput
            ref={name}
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
          <Button type="submit" size="md" fullWidth loading={busy === 'password'}>
            Sign in
          </Button>
        </Stack>
      </form>
      {ways?.forgotten && (
        <div className={classes.foot}>
          <TextLink to="/sign-in/forgotten">Forgot your password?</TextLink>
        </div>
      )}
      {ways && ((ways.passkeys && knowsPasskeys()) || ways.certificate || ways.providers.length > 0) && (
        <>
          <div className={classes.other}>or</div>
          <div className={classes.ways}>
            {ways.passkeys && knowsPasskeys() && (
              <Button
                variant="default"
                size="md"
                fullWidth
                leftSection={<IconKey size={18} stroke={1.6} />}
                loading={busy === 'passkey'}
                onClick={() => void perform('passkey', () => signInWithPasskey(queries, name.current?.value.trim() ?? ''))}
              >
                Sign in with a passkey
              </Button>
            )}
            <OtherWays ways={ways} back={back} onProblem={setProblem} onArrive={arrive} />
          </div>
        </>
      )}
    </QuietPage>
  )
}

/** What is said to whoever comes back from an identity provider in vain; the address tells only which it is. */
const REFUSED: Readonly<Record<string, Refusal>> = {
  not_linked: {
    code: 'not_linked',
    sentence: 'There is no account here for who you are at the identity provider. Nothing was changed.',
    remedy: 'Ask a user administrator for one, or sign in another way.',
  },
  provider_down: {
    code: 'provider_down',
    sentence: 'The identity provider cannot be reached. Nothing was changed.',
    remedy: 'Try again in a while, or sign in another way.',
  },
  provider_way_lost: {
    code: 'provider_way_lost',
    sentence: 'The way to the identity provider and back took too long, or began in another browser. Nothing was changed.',
    remedy: 'Begin again here.',
  },
  provider_refused: {
    code: 'provider_refused',
    sentence: 'The identity provider did not let you in. Nothing was changed.',
    remedy: 'Try again, or sign in another way.',
  },
}
