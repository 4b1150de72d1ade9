import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconEye } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { PreviewBegun } from '../../src/http/contract/why.ts'
import { post } from '../parts/api.ts'
import type { Field } from '../parts/json-schema.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { UnitField } from '../parts/unit-field.tsx'
import { Dialog } from './dialog.tsx'

type Scope = 'all' | 'unit' | 'own'

/** Looking at Operator as whoever holds a role would see it. */
export function PreviewAs({ role, label }: { role: string; label: string }) {
  const [open, { open: ask, close }] = useDisclosure(false)
  const [scope, setScope] = useState<Scope>('all')
  const [unit, setUnit] = useState<unknown>(undefined)
  const begin = useMutation({
    mutationFn: () => post<PreviewBegun>('/preview', { role, scope, unit: scope === 'unit' && typeof unit === 'string' ? unit : null }),
    // All that was read is read anew with other eyes.
    onSuccess: () => window.location.assign('/operator'),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    begin.mutate()
  }
  return (
    <>
      <Button variant="default" leftSection={<IconEye size={16} stroke={1.6} aria-hidden />} onClick={ask}>
        See Operator as {label}
      </Button>
      <Dialog opened={open} onClose={close} title={`See Operator as ${label}`}>
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <Text size="sm">
              You see what its holders see, as far as you may see it yourself. Nothing can be changed until you end it, and the journal
              keeps that you looked.
            </Text>
            <Radio.Group
              label="For whose users and cards"
              value={scope}
              onChange={(chosen) => {
                setScope(chosen as Scope)
                begin.reset()
              }}
            >
              <Stack gap={8} mt={6}>
                <Radio value="all" label="Everybody’s" data-autofocus />
                <Radio value="unit" label="Those of a unit and of the units below it" />
                <Radio value="own" label="Only your own" />
              </Stack>
            </Radio.Group>
            {scope === 'unit' && <UnitField field={unitField} value={unit} onChange={setUnit} />}
            <ProblemNotice problem={begin.error} focus />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={begin.isPending || begin.isSuccess}>
                Begin the preview
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  )
}

const unitField: Field = { name: 'unit', kind: 'unit', title: 'Unit', required: true, readOnly: false, choices: [] }
