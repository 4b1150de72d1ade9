import { Button, Modal, PasswordInput, Stack, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { PasskeyOptions } from '../../src/http/contract/account.ts'
import { accountQuery } from '../account/account-query.ts'
import { post, whenProofIsAsked } from './api.ts'
import { askForPasskey, knowsPasskeys } from './passkeys.ts'
import { ProblemNotice } from './problem-notice.tsx'

/**
 * Whatever page asks for what is risky: whoever is signed in proves here once more who they are, and the request is sent again. Where they
 * close this, the request stays refused.
 */
export function ProveIdentity() {
  const [answer, setAnswer] = useState<(proved: boolean) => void>()
  const asked = useRef<Promise<boolean>>(undefined)
  useEffect(() => {
    whenProofIsAsked(() => {
      // Several requests may be refused at once; one proof is for all of them.
      asked.current ??= new Promise<boolean>((resolve) => setAnswer(() => resolve)).finally(() => {
        asked.current = undefined
      })
      return asked.current
    })
  }, [])
  const close = (proved: boolean) => {
    answer?.(proved)
    setAnswer(undefined)
  }
  return (
    <Modal
      opened={answer !== undefined}
      onClose={() => close(false)}
      title="Is it you?"
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={{ header: { role: 'presentation' } }}
      styles={{ title: { fontWeight: 600 } }}
      zIndex={400}
    >
      {answer && <Proof onProved={() => close(true)} />}
    </Modal>
  )
}

function Proof({ onProved }: { onProved: () => void }) {
  const { data: account } = useQuery(accountQuery)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const prove = async (proof: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await post('/session/prove', await proof())
      onProved()
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const [password, code] = [fields.get('password'), fields.get('code')].map((value) => String(value ?? ''))
    void prove(async () => (password ? { password } : { code }))
  }
  if (!account) return null
  const hasPasskey = account.passkeys.length > 0 && account.mayUsePasskeys && knowsPasskeys()
  const hasNone = !account.hasPassword && !account.authenticator && !hasPasskey
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>
          What you are about to do is risky, and it is a while since you signed in.
          {hasNone ? ' Sign out and in again to go on.' : ' Show that it is you, and it goes on.'}
        </p>
        <ProblemNotice problem={problem} tone="bad" />
        {account.hasPassword ? (
          <PasswordInput
            name="password"
            label="Your password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            maxLength={1000}
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0, 'aria-hidden': false }}
          />
        ) : (
          account.authenticator && (
            <TextInput
              name="code"
              label="The code of your authenticator app"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              withAsterisk={false}
              maxLength={20}
              data-autofocus
            />
          )
        )}
        {(account.hasPassword || account.authenticator) && (
          <Button type="submit" fullWidth loading={busy}>
            It is me, go on
          </Button>
        )}
        {hasPasskey && (
          <Button
            variant="default"
            fullWidth
            leftSection={<IconKey size={18} stroke={1.6} />}
            onClick={() =>
              void prove(async () => ({ passkey: await askForPasskey(await post<PasskeyOptions>('/session/passkey-options')) }))
            }
          >
            Use a passkey
          </Button>
        )}
      </Stack>
    </form>
  )
}
