import { Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import type { RecoveryCodes as Codes, Authenticator as Offered } from '../../src/http/contract/account.ts'
import { post } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import classes from './account.module.css'
import { QrCode } from './qr-code.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Sets up an authenticator app: scan, show a first code, keep the recovery codes. */
export function Authenticator({ onDone }: { onDone: () => void }) {
  const [offered, setOffered] = useState<Offered>()
  const [codes, setCodes] = useState<readonly string[]>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const field = useRef<HTMLInputElement>(null)
  const perform = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
    } catch (error) {
      setProblem(error)
      field.current?.select()
    }
    setBusy(false)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code'))
    void perform(async () => setCodes((await post<Codes>('/account/authenticator/code', { code })).recoveryCodes))
  }
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  if (!offered)
    return (
      <Stack gap="sm">
        <p className="dim">An app on your telephone shows a new code every half a minute.</p>
        <ProblemNotice problem={problem} />
        <div>
          <Button
            variant="default"
            loading={busy}
            onClick={() => void perform(async () => setOffered(await post<Offered>('/account/authenticator')))}
          >
            Set up an app
          </Button>
        </div>
      </Stack>
    )
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <p>Scan this with the app, or type the key into it:</p>
        <QrCode qr={offered.qr} label="QR code for the authenticator app" />
        <code className={classes.secret}>{offered.secret.replaceAll(/.{4}(?=.)/g, '$& ')}</code>
        <ProblemNotice problem={problem} />
        <TextInput
          ref={field}
          name="code"
          label="The code that the app shows now"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          maxLength={20}
          autoFocus
        />
        <div>
          <Button type="submit" loading={busy}>
            Take this app
          </Button>
        </div>
      </Stack>
    </form>
  )
}
