import { Button, Stack, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import type { CodeInfo, PasskeyOptions } from '../../src/http/contract/account.ts'
import type { SignedIn } from '../../src/http/contract/sign-in.ts'
import { NewPassword } from '../account/password-form.tsx'
import { post } from '../parts/api.ts'
import { knowsPasskeys, makePasskey } from '../parts/passkeys.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { begin } from '../parts/session.ts'
import { QuietPage } from './quiet-page.tsx'
import classes from './sign-in.module.css'
import { useArrive } from './use-arrive.ts'

/** The page that a one-time code opens. Of a link the code stands behind the number sign, so that no server and no log sees it. */
export function Welcome() {
  const [code, setCode] = useState('')
  const [info, setInfo] = useState<CodeInfo>()
  const [problem, setProblem] = useState<unknown>()
  const look = async (given: string) => {
    setProblem(undefined)
    try {
      setInfo(await post<CodeInfo>('/welcome/look', { code: given }))
      setCode(given)
    } catch (error) {
      setProblem(error)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is read once, when its page opens
  useEffect(() => {
    const given = decodeURIComponent(window.location.hash.slice(1))
    if (!given) return
    // Whoever comes to this browser later finds no code in its history.
    window.history.replaceState(window.history.state, '', window.location.pathname)
    void look(given)
  }, [])
  return info ? <Choose code={code} info={info} /> : <EnterCode problem={problem} onCode={look} />
}

function EnterCode({ problem, onCode }: { problem: unknown; onCode: (code: string) => Promise<void> }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void onCode(String(new FormData(event.currentTarget).get('code')))
  }
  return (
    <QuietPage title="Welcome to Cardinal" note="Enter the code of your letter, or the one that was shown where Cardinal was started.">
      <form onSubmit={submit} className={classes.form}>
        <Stack gap="md">
          <ProblemNotice problem={problem} tone="bad" />
          <TextInput
            name="code"
            label="Code"
            placeholder="XXXX-XXXX-XXXX-XXXX"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            withAsterisk={false}
            maxLength={60}
            autoFocus
            size="md"
          />
          <Button type="submit" size="md" fullWidth>
            Go on
          </Button>
        </Stack>
      </form>
    </QuietPage>
  )
}

function Choose({ code, info }: { code: string; info: CodeInfo }) {
  const queries = useQueryClient()
  const arrive = useArrive(undefined)
  const [busy, setBusy] = useState<'password' | 'passkey'>()
  const [problem, setProblem] = useState<unknown>()
  const isFirst = info.purpose === 'first-administrator'
  const perform = async (way: 'password' | 'passkey', form: HTMLFormElement) => {
    const fields = new FormData(form)
    const given = (name: string) => String(fields.get(name) ?? '')
    const who = { code, ...(isFirst && { name: given('name').trim(), displayName: given('displayName').trim() }) }
    setBusy(way)
    setProblem(undefined)
    try {
      const chosen =
        way === 'password'
          ? { password: given('password') }
          : { passkey: await makePasskey(await post<PasskeyOptions>('/welcome/passkey-options', who)), passkeyName: 'First passkey' }
      await arrive(begin(queries, await post<SignedIn>('/welcome', { ...who, ...chosen })).stage)
    } catch (error) {
      setProblem(error)
      setBusy(undefined)
    }
  }
  return (
    <QuietPage title={TITLES[info.purpose]} note={noteOf(info)}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void perform('password', event.currentTarget)
        }}
      >
        <Stack gap="md">
          <ProblemNotice problem={problem} tone="bad" focus />
          {isFirst ? (
            <>
              <TextInput
                name="name"
                label="Sign-in name"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
                withAsterisk={false}
                maxLength={200}
                autoFocus
              />
              <TextInput
                name="displayName"
                label="Your name"
                description="As the desk and its history call you."
                autoComplete="name"
                required
                withAsterisk={false}
                maxLength={200}
              />
            </>
          ) : (
            <input type="text" name="username" autoComplete="username" value={info.name ?? ''} readOnly hidden />
          )}
          <NewPassword autoFocus={!isFirst} />
          <Button type="submit" size="md" fullWidth loading={busy === 'password'}>
            Sign in with this password
          </Button>
          {info.mayMakePasskey && knowsPasskeys() && (
            <>
              <div className={classes.other}>or</div>
              <Button
                variant="default"
                size="md"
                fullWidth
                leftSection={<IconKey size={18} stroke={1.6} />}
                loading={busy === 'passkey'}
                onClick={(event) => {
                  const { form } = event.currentTarget
                  if (form) void perform('passkey', form)
                }}
              >
                Use a passkey instead
              </Button>
            </>
          )}
        </Stack>
      </form>
    </QuietPage>
  )
}

const TITLES: Readonly<Record<CodeInfo['purpose'], string>> = {
  'first-administrator': 'Make the first account',
  invitation: 'Choose how you sign in',
  reset: 'Choose a new password',
}

function noteOf({ purpose, name, displayName }: CodeInfo): string {
  if (purpose === 'first-administrator') return 'It holds everything; others are given their accounts in Operator.'
  return `${displayName}, your sign-in name is ${name}.`
}
