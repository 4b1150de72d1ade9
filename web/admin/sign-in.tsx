import { Button, Skeleton, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Provider } from '../../src/http/contract/identity-provider.ts'
import { Empty } from '../parts/empty.tsx'
import { TextLink } from '../parts/links.tsx'
import { Loaded } from './loaded.tsx'
import { Page, Section } from './page.tsx'
import { ProviderEditor } from './provider-editor.tsx'
import { providersQuery } from './queries.ts'
import styles from './sign-in.module.css'

/** Home > Sign-in: the identity providers, and the way to the rules that are options. */
export function SignIn() {
  const query = useQuery(providersQuery)
  const [added, setAdded] = useState<Provider[]>([])
  return (
    <Page title="Sign-in" name="Sign-in" means="Where people sign in besides their password or passkey, and what that gives them.">
      <Section
        title="Rules"
        means="Who needs a second factor, how long sessions last, when a proof of identity is asked for, and whose account a certificate opens."
      >
        <TextLink to="/admin/options">Change them under Options</TextLink>
      </Section>
      <Loaded query={query} skeleton={<Skeleton h={320} maw={760} />}>
        {({ items }) => {
          const all = [...items, ...added.filter(({ name }) => !items.some((one) => one.name === name))]
          return (
            <>
              {all.length === 0 && (
                <Empty title="There is no identity provider yet.">
                  <p>With one, people sign in here as they do everywhere in your organisation.</p>
                </Empty>
              )}
              {all.map((provider) => (
                <ProviderEditor key={`${provider.name} ${provider.version}`} provider={provider} />
              ))}
              <NewProvider taken={all.map(({ name }) => name)} onAdd={(provider) => setAdded((before) => [...before, provider])} />
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function NewProvider({ taken, onAdd }: { taken: readonly string[]; onAdd: (provider: Provider) => void }) {
  const [wrong, setWrong] = useState<string>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const name = String(new FormData(form).get('name')).trim()
    const isWrong = !/^[a-z][a-z0-9-]{0,39}$/.test(name)
    if (isWrong || taken.includes(name))
      return setWrong(isWrong ? 'A name is made of small letters, digits and hyphens.' : 'There is a provider of this name already.')
    setWrong(undefined)
    form.reset()
    const definition = {
      label: '',
      issuer: '',
      clientId: '',
      scopes: ['email', 'profile'],
      strangers: 'refuse',
      mappings: [],
      off: false,
    } as const
    return onAdd({
      name,
      definition: { ...definition, scopes: [...definition.scopes], mappings: [] },
      version: 'none',
      hasSecret: false,
      callback: `${window.location.origin}/api/v1/sign-in/providers/${name}/callback`,
    })
  }
  return (
    <form onSubmit={submit} className={styles.add}>
      <TextInput
        name="name"
        label="Name of another provider"
        description="It is part of an address, and stays: campus, entra."
        error={wrong}
        required
        withAsterisk={false}
        maxLength={40}
        autoComplete="off"
      />
      <Button type="submit" variant="default" leftSection={<IconPlus size={16} stroke={1.6} />}>
        Add a provider
      </Button>
    </form>
  )
}
