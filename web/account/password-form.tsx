import { Button, PasswordInput, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { MyAccount } from '../../src/http/contract/account.ts'
import { post } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import classes from './account.module.css'

/** The password that there is, and the one in its place. */
export function PasswordForm({ account, onDone }: { account: MyAccount; onDone: (changed: boolean) => void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const given = (name: string) => String(fields.get(name) ?? '')
    setBusy(true)
    setProblem(undefined)
    try {
      await post('/account/password', { ...(account.hasPassword && { current: given('current') }), password: given('password') })
      onDone(true)
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={340}>
        <ProblemNotice problem={problem} focus />
        <input type="text" name="username" autoComplete="username" value={account.name} readOnly hidden />
        {account.hasPassword && <NewPassword name="current" label="Password now" autoComplete="current-password" autoFocus />}
        <NewPassword />
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            Change the password
          </Button>
          <Button variant="default" onClick={() => onDone(false)}>
            Close
          </Button>
        </div>
      </Stack>
    </form>
  )
}

/** A field for a password; a new one unless told. */
export function NewPassword({
  name = 'password',
  label = 'New password',
  autoComplete = 'new-password',
  autoFocus = false,
}: {
  name?: string
  label?: string
  autoComplete?: string
  autoFocus?: boolean
}) {
  return (
    <PasswordInput
      name={name}
      label={label}
      description={autoComplete === 'new-password' ? 'At least 12 characters, of whatever kind: a few words do well.' : undefined}
      autoComplete={autoComplete}
      required
      withAsterisk={false}
      maxLength={1000}
      autoFocus={autoFocus}
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0, 'aria-hidden': false }}
    />
  )
}
