import { Skeleton, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Options as OptionsBody } from '../../src/http/contract/admin.ts'
import { Problem, put, type Versioned } from '../parts/api.ts'
import { Empty } from '../parts/empty.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { Loaded } from './loaded.tsx'
import { OptionRow } from './option-row.tsx'
import { OptionsConflict } from './options-conflict.tsx'
import { changedOptions, type OptionValues, optionWords, sendable } from './options-draft.ts'
import { Page } from './page.tsx'
import { optionsQuery } from './queries.ts'
import { SaveBar } from './save-bar.tsx'
import { say } from './say.ts'
import { useConflictPlace } from './use-conflict-place.ts'
import { useDraft } from './use-draft.ts'

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
  const save = useSave(draft.adopt)
  const theirs = save.isPending ? null : draft.theirs
  const conflict = useConflictPlace(theirs !== null, save.error)
  const options = draft.base.body.items
  const changed = changedOptions(options, draft.edited)
  const problem = save.error instanceof Problem && save.error.status !== 412 ? save.error : null
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem) list.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])
  const set = (name: string, value: unknown) => {
    save.reset()
    draft.edit((before) => ({ ...before, [name]: value }))
  }
  return (
    <>
      {theirs && (
        <OptionsConflict
          base={options}
          theirs={theirs.body.items}
          values={draft.edited}
          place={conflict.place}
          onTake={(name) => draft.edit((before) => Object.fromEntries(Object.entries(before).filter(([one]) => one !== name)))}
          onKeep={() => {
            draft.rebase(theirs)
            save.reset()
          }}
          onAdopt={() => {
            draft.adopt(theirs)
            save.reset()
          }}
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
            onChange={(value) => set(option.name, value)}
          />
        ))}
      </Stack>
      <SaveBar
        key={draft.base.etag}
        changes={draft.changes}
        words={changed.map(
          (option) => `${option.label}: ${optionWords(option, option.value)} → ${optionWords(option, draft.edited[option.name])}`,
        )}
        saving={save.isPending}
        blocked={theirs ? { label: 'Compare first', go: conflict.go } : undefined}
        problem={problem}
        onSave={(why) => save.mutate({ change: { values: sendable(changed, draft.edited), ...(why && { why }) }, etag: draft.base.etag })}
        onDiscard={() => {
          draft.discard()
          save.reset()
        }}
      />
      <LeaveGuard changes={draft.changes} of="options" />
    </>
  )
}

function useSave(onSaved: (version: Versioned<OptionsBody>) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ change, etag }: { change: { values: Record<string, unknown>; why?: string }; etag: string | null }) => {
      const answer = await put<OptionsBody>('/options', change, etag)
      return answer.etag && answer.body?.items ? answer : queries.fetchQuery({ ...optionsQuery, staleTime: 0 })
    },
    onSuccess: (version) => {
      onSaved(version)
      queries.setQueryData(optionsQuery.queryKey, version)
      void queries.invalidateQueries({ queryKey: ['versions'] })
      say('Saved. It holds from the next command on.')
    },
    onError: (error) => {
      if (error instanceof Problem && error.status === 412) void queries.invalidateQueries({ queryKey: optionsQuery.queryKey })
    },
  })
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
