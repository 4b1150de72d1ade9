import { Button, Stack, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { PasskeyOptions } from '../../src/http/contract/account.ts'
import { post } from '../parts/api.ts'
import { makePasskey } from '../parts/passkeys.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'

/** Makes a passkey on this device, under a name by which its owner knows it again. */
export function NewPasskey({ onDone }: { onDone: () => void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const name = String(new FormData(form).get('passkeyName')).trim()
    setBusy(true)
    setProblem(undefined)
    try {
      const passkey = await makePasskey(await post<PasskeyOptions>('/account/passkeys/options'))
      await post('/account/passkeys', { passkey, name })
      form.reset()
      onDone()
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <ProblemNotice problem={problem} />
        <TextInput
          name="passkeyName"
          label="Name of the passkey"
          description="So that you know it again: the laptop at the desk, the blue security key."
          maxLength={100}
          autoComplete="off"
        />
        <div>
          <Button type="submit" variant="default" loading={busy} leftSection={<IconKey size={16} stroke={1.6} />}>
            Add a passkey
          </Button>
        </div>
      </Stack>
    </form>
  )
}
