import { Button, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Provider, Providers } from '../../src/http/contract/identity-provider.ts'
import { Problem, put } from '../parts/api.ts'
import { CopyLine } from '../parts/copy-line.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Section } from './page.tsx'
import { ProviderConnection } from './provider-connection.tsx'
import { ProviderMappings } from './provider-mappings.tsx'
import { providersQuery } from './queries.ts'
import { say } from './say.ts'
import styles from './sign-in.module.css'

type Definition = Provider['definition']

const STRANGERS: { value: Definition['strangers']; label: string }[] = [
  { value: 'refuse', label: 'Nobody: only accounts that are linked' },
  { value: 'link-by-email', label: 'Whoever has an account with the checked e-mail address' },
  { value: 'create', label: 'Everybody: an account is made' },
]

/** One identity provider: how it is reached, who comes in, and which claims give which roles. */
export function ProviderEditor({ provider }: { provider: Provider }) {
  const { name, version } = provider
  const isNew = version === 'none'
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Definition>(provider.definition)
  const set = (change: Partial<Definition>) => setDraft((before) => ({ ...before, ...change }))
  const save = useMutation({
    mutationFn: () =>
      put<Providers>(
        `/identity-providers/${encodeURIComponent(name)}`,
        { definition: { ...draft, scopes: draft.scopes.filter(Boolean) } },
        `"${version}"`,
      ),
    onSuccess: ({ body }) => {
      queries.setQueryData(providersQuery.queryKey, body)
      say(`Saved. ${draft.off ? 'Nobody comes in this way.' : 'It holds from the next sign-in on.'}`)
    },
  })
  const errorAt = (field: string) =>
    save.error instanceof Problem ? save.error.errors.find(({ pointer }) => pointer === `/definition/${field}`)?.detail : undefined
  const text = (field: 'label' | 'issuer' | 'clientId', label: string, description?: string) => (
    <TextInput
      label={label}
      description={description}
      value={draft[field]}
      error={errorAt(field)}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
      maxLength={400}
      autoComplete="off"
    />
  )
  return (
    <Section title={draft.label || name} means={isNew ? 'Not saved yet.' : undefined}>
      <Stack gap="md" maw={760}>
        {text('label', 'Label', 'As the button on the sign-in page calls it.')}
        {text('issuer', 'Issuer', 'The address that the provider names in its documents.')}
        {text('clientId', 'Client id')}
        <TextInput
          label="Scopes"
          description="What is asked of the provider besides openid, with blanks between."
          value={draft.scopes.join(' ')}
          onChange={(event) => set({ scopes: event.currentTarget.value.split(' ') })}
        />
        <div>
          <p className={styles.label}>Address to register at the provider</p>
          <CopyLine text={provider.callback} what="the address" />
        </div>
        <Select
          label="Who comes in that has not come this way before"
          data={STRANGERS}
          value={draft.strangers}
          allowDeselect={false}
          onChange={(value) => value && set({ strangers: value as Definition['strangers'] })}
        />
        <ProviderMappings
          mappings={draft.mappings}
          errors={save.error instanceof Problem ? save.error.errors : []}
          onChange={(mappings) => set({ mappings })}
        />
        <Switch
          label="Nobody comes in this way for now"
          checked={draft.off}
          onChange={(event) => set({ off: event.currentTarget.checked })}
        />
        <ProblemNotice problem={save.error} focus />
        <div>
          <Button
            loading={save.isPending}
            disabled={JSON.stringify(draft) === JSON.stringify(provider.definition)}
            onClick={() => save.mutate()}
          >
            Save {draft.label || name}
          </Button>
        </div>
        {!isNew && <ProviderConnection provider={provider} />}
      </Stack>
    </Section>
  )
}
