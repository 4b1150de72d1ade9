import { Button, PasswordInput } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import type { Provider, ProviderFindings } from '../../src/http/contract/identity-provider.ts'
import { post, put } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { providersQuery } from './queries.ts'
import { say } from './say.ts'
import styles from './sign-in.module.css'

/** The client secret, which is entered and never shown, and whether the provider can be reached. */
export function ProviderConnection({ provider: { name, hasSecret } }: { provider: Provider }) {
  const queries = useQueryClient()
  const path = `/identity-providers/${encodeURIComponent(name)}`
  const enter = useMutation({
    mutationFn: (value: string) => put(`${path}/secret`, { value }, null),
    onSuccess: () => {
      say('The client secret is entered. It is not shown again.')
      void queries.invalidateQueries({ queryKey: providersQuery.queryKey })
    },
  })
  const test = useMutation({ mutationFn: () => post<ProviderFindings>(`${path}/test`) })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    enter.mutate(String(new FormData(event.currentTarget).get('secret')))
    event.currentTarget.reset()
  }
  return (
    <>
      <form onSubmit={submit} className={styles.add}>
        <PasswordInput
          name="secret"
          label="Client secret"
          description={hasSecret ? 'One is entered. Another takes its place.' : 'None is entered yet.'}
          autoComplete="off"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the secret', tabIndex: 0, 'aria-hidden': false }}
        />
        <Button type="submit" variant="default" loading={enter.isPending}>
          Enter the secret
        </Button>
      </form>
      <ProblemNotice problem={enter.error ?? test.error} focus />
      <div>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} stroke={1.6} aria-hidden />}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          Test connection
        </Button>
        <ul className={styles.findings} aria-live="polite">
          {test.data?.items.map(({ ok, sentence }) => (
            <li key={sentence}>
              {ok ? (
                <IconCircleCheck size={18} stroke={1.6} className={styles.good} aria-label="Works" />
              ) : (
                <IconCircleX size={18} stroke={1.6} className={styles.bad} aria-label="Does not work" />
              )}
              {sentence}
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
