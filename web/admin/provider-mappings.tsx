import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { Provider } from '../../src/http/contract/identity-provider.ts'
import type { Problem } from '../parts/api.ts'
import styles from './sign-in.module.css'

type Mapping = Provider['definition']['mappings'][number]

const SCOPES: { value: Mapping['scope']; label: string }[] = [
  { value: 'all', label: 'Everybody' },
  { value: 'unit', label: 'A unit and those below it' },
  { value: 'own', label: 'Only their own' },
]

/** Which claims give which roles, a row each. */
export function ProviderMappings({
  mappings,
  errors,
  onChange,
}: {
  mappings: readonly Mapping[]
  errors: Problem['errors']
  onChange: (mappings: Mapping[]) => void
}) {
  const set = (at: number, change: Partial<Mapping>) => onChange(mappings.map((row, nth) => (nth === at ? { ...row, ...change } : row)))
  return (
    <fieldset className={styles.mappings}>
      <legend className={styles.label}>Claims that give roles</legend>
      <p className={styles.means}>At each sign-in these are granted; what is no longer claimed is withdrawn. Other grants stay.</p>
      {mappings.map((row, at) => (
        <div key={at} className={styles.row}>
          <TextInput
            aria-label={`Claim of row ${at + 1}`}
            placeholder="Claim"
            value={row.claim}
            onChange={(event) => set(at, { claim: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Value of row ${at + 1}`}
            placeholder="Value"
            value={row.value}
            onChange={(event) => set(at, { value: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Role of row ${at + 1}`}
            placeholder="Role, by its name"
            value={row.role}
            onChange={(event) => set(at, { role: event.currentTarget.value })}
          />
          <Select
            aria-label={`For whom, row ${at + 1}`}
            data={SCOPES}
            value={row.scope}
            allowDeselect={false}
            onChange={(value) => value && set(at, { scope: value as Mapping['scope'], unit: value === 'unit' ? row.unit : null })}
          />
          {row.scope === 'unit' && (
            <TextInput
              aria-label={`Unit of row ${at + 1}`}
              placeholder="Unit"
              value={row.unit ?? ''}
              onChange={(event) => set(at, { unit: event.currentTarget.value || null })}
            />
          )}
          <ActionIcon aria-label={`Remove row ${at + 1}`} onClick={() => onChange(mappings.filter((_, nth) => nth !== at))}>
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
          {errors
            .filter(({ pointer }) => pointer === `/definition/mappings/${at}`)
            .map(({ detail }) => (
              <p key={detail} role="alert" className={styles.error}>
                {detail}
              </p>
            ))}
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={16} stroke={1.6} />}
        onClick={() => onChange([...mappings, { claim: 'groups', value: '', role: '', scope: 'all', unit: null }])}
      >
        Add a row
      </Button>
    </fieldset>
  )
}
