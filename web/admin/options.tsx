import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Options as OptionsBody } from '../../src/http/contract/admin.ts'
import { put, type Versioned } from '../parts/api.ts'
import { Empty } from '../parts/empty.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { Loaded } from './loaded.tsx'
import { OptionRow } from './option-row.tsx'
import { OptionsConflict } from './options-conflict.tsx'
import { changedOptions, type OptionValues, optionWords, sendable } from './options-draft.ts'
import { Page } from './page.tsx'
import { optionsQuery } from './queries.ts'
import { SaveBar } from './save-bar.tsx'
import { useDraft } from './use-draft.ts'
import { usePublishing } from './use-publishing.ts'

/** Home > Options: the values that change how processes behave. */
export function Options() {
  const query = useQuery(optionsQuery)
  return (
    <Page
      title="Options"
      name="Options"
      means="Values that change how processes behave. What you save holds from the next command on; a process under way keeps what it began with."
    >
      <Loaded query={query} skeleton={<OptionsSkeleton />}>
        {(latest) => (latest.body.items.length === 0 ? <Empty title="There are no options." /> : <OptionsEditor latest={latest} />)}
      </Loaded>
    </Page>
  )
}

function OptionsEditor({ latest }: { latest: Versioned<OptionsBody> }) {
  const draft = useDraft(
    latest,
    (): OptionValues => ({}),
    (published, values) => changedOptions(published.items, values).length,
  )
  const { publish, edit, theirs, contest, problem, bar } = usePublishing(draft, {
    query: optionsQuery,
    send: (changes: { values: Record<string, unknown> }, etag) => put<OptionsBody>('/options', changes, etag),
    said: 'Saved. It holds from the next command on.',
  })
  const options = draft.base.body.items
  const changed = changedOptions(options, draft.edited)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem) list.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])
  return (
    <>
      {theirs && (
        <OptionsConflict
          base={options}
          theirs={theirs.body.items}
          values={draft.edited}
          onTake={(name) => draft.edit((before) => Object.fromEntries(Object.entries(before).filter(([one]) => one !== name)))}
          {...contest}
        />
      )}
      <Stack gap={0} maw={760} ref={list}>
        {options.map((option) => (
          <OptionRow
            key={option.name}
            option={option}
            value={option.name in draft.edited ? draft.edited[option.name] : option.value}
            changed={changed.some((one) => one.name === option.name)}
            error={problem?.errors.find((error) => error.pointer.startsWith(`/values/${option.name}`))?.detail}
            onChange={(value) => edit((before) => ({ ...before, [option.name]: value }))}
          />
        ))}
      </Stack>
      <SaveBar
        key={draft.base.etag}
        {...bar}
        words={changed.map(
          (option) => `${option.label}: ${optionWords(option, option.value)} → ${optionWords(option, draft.edited[option.name])}`,
        )}
        onSave={(why) => publish({ values: sendable(changed, draft.edited) }, why)}
      />
      <LeaveGuard changes={draft.changes} of="options" />
    </>
  )
}

function OptionsSkeleton() {
  return (
    <Stack gap={24} maw={760}>
      {Array.from({ length: 5 }, (_, at) => (
        <Skeleton key={at} h={84} />
      ))}
    </Stack>
  )
}
