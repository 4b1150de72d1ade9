import { Button, Stack, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import type { PasskeyOptions } from '../../src/http/contract/account.ts'
import type { SignedIn } from '../../src/http/contract/sign-in.ts'
import { accountQuery } from '../account/account-query.ts'
import { post } from '../parts/api.ts'
import { askForPasskey, knowsPasskeys } from '../parts/passkeys.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { begin, signOut } from '../parts/session.ts'
import { QuietPage } from './quiet-page.tsx'
import classes from './sign-in.module.css'
import { useArrive } from './use-arrive.ts'

/** After a right password: the code of the app, a recovery code, or a passkey. */
export function SecondFactor() {
  const { back } = useSearch({ from: '/sign-in/second-factor' })
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: account } = useQuery(accountQuery)
  const arrive = useArrive(back)
  const field = useRef<HTMLInputElement>(null)
  const [recovery, setRecovery] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const give = async (factor: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const answer = await post<SignedIn>('/sign-in/second-factor', await factor())
      await arrive(begin(queries, answer).stage)
    } catch (error) {
      setProblem(error)
      setBusy(false)
      field.current?.select()
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('code')).trim()
    void give(async () => (recovery ? { recoveryCode: typed } : { code: typed }))
  }
  const withPasskey = async () => ({ passkey: await askForPasskey(await post<PasskeyOptions>('/session/passkey-options')) })
  const hasApp = account?.authenticator !== null
  const hasPasskey = (account?.passkeys.length ?? 0) > 0 && account?.mayUsePasskeys === true && knowsPasskeys()
  return (
    <QuietPage
      title="One more step"
      note={
        hasApp
          ? recovery
            ? 'Enter one of your recovery codes.'
            : 'Enter the code that your authenticator app shows now.'
          : 'Use your passkey.'
      }
    >
      <form onSubmit={submit} className={classes.form}>
        <Stack gap="md">
          <ProblemNotice problem={problem} tone="bad" />
          {hasApp && (
            <>
              <TextInput
                key={String(recovery)}
                ref={field}
                name="code"
                label={recovery ? 'Recovery code' : 'Code'}
                inputMode={recovery ? 'text' : 'numeric'}
                autoComplete="one-time-code"
                required
                withAsterisk={false}
                maxLength={30}
                autoFocus
                size="md"
              />
              <Button type="submit" size="md" fullWidth loading={busy}>
                Go on
              </Button>
            </>
          )}
          {hasPasskey && (
            <Button
              variant={hasApp ? 'default' : 'filled'}
              size="md"
              fullWidth
              leftSection={<IconKey size={18} stroke={1.6} />}
              onClick={() => void give(withPasskey)}
            >
              Use a passkey
            </Button>
          )}
        </Stack>
      </form>
      <div className={classes.foot}>
        {hasApp && (
          <Button variant="subtle" size="compact-sm" onClick={() => setRecovery(!recovery)}>
            {recovery ? 'Use the app' : 'Use a recovery code'}
          </Button>
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={async () => {
            await signOut(queries)
            await navigate({ to: '/sign-in' })
          }}
        >
          Sign in as somebody else
        </Button>
      </div>
    </QuietPage>
  )
}
