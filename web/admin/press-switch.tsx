import { Button, Group, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import type { Production } from '../../src/http/contract/production.ts'
import { newKey, Problem, post } from '../parts/api.ts'
import { useMayStart } from '../parts/may-start.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Dialog } from './dialog.tsx'
import { say } from './say.ts'

type Bureau = Production['bureaus'][number]

/** Stops the press of a bureau, or starts it again: it asks with the reason, and begins and answers the use case in one call. */
export function PressSwitch({ bureau }: { bureau: Bureau }) {
  const [open, { open: ask, close }] = useDisclosure(false)
  const [why, setWhy] = useState('')
  const [repeat, setRepeat] = useState(newKey)
  const stops = bureau.stoppedAt === null
  // What was asked stays asked while the dialog is open, whatever somebody else does to the press meanwhile.
  const [asked, setAsked] = useState(stops)
  const may = useMayStart(stops ? 'stop-the-press' : 'start-the-press')
  const turn = useTurn(bureau, () => {
    close()
    setWhy('')
  })
  if (!may || bureau.id === null) return null
  const start = () => {
    setAsked(stops)
    setRepeat(newKey())
    turn.reset()
    ask()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!turn.isPending) turn.mutate({ stops: asked, why: why.trim(), key: repeat })
  }
  const missing = turn.error instanceof Problem ? turn.error.errors[0]?.detail : undefined
  const Icon = stops ? IconPlayerStop : IconPlayerPlay
  return (
    <>
      <Button variant={stops ? 'default' : 'filled'} leftSection={<Icon size={16} stroke={1.6} aria-hidden />} onClick={start}>
        {stops ? 'Stop the press' : 'Start the press'}
      </Button>
      <Dialog opened={open} onClose={close} title={asked ? `Stop the press of ${bureau.label}?` : `Start the press of ${bureau.label}?`}>
        <form onSubmit={submit} noValidate>
          <Text size="sm">
            {asked
              ? 'From now on nothing leaves for the bureau: no release, no batch. Every order keeps its place, and can be aborted while it is in the queue.'
              : 'Batches that were sealed leave at once, queued orders with the next release.'}
          </Text>
          {asked && (
            <TextInput
              mt="md"
              label="Reason"
              description="Everybody who waits for a release sees it."
              required
              maxLength={300}
              autoComplete="off"
              data-autofocus
              value={why}
              error={missing}
              onChange={(event) => {
                setWhy(event.currentTarget.value)
                // Another reason is another request.
                setRepeat(newKey())
                turn.reset()
              }}
            />
          )}
          {turn.error && !missing && (
            <div style={{ marginTop: 12 }}>
              <ProblemNotice problem={turn.error} focus />
            </div>
          )}
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={close} data-autofocus={asked ? undefined : true}>
              Cancel
            </Button>
            <Button type="submit" loading={turn.isPending}>
              {asked ? 'Stop the press' : 'Start the press'}
            </Button>
          </Group>
        </form>
      </Dialog>
    </>
  )
}

function useTurn({ id, label }: Bureau, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ stops, why, key }: { stops: boolean; why: string; key: string }) =>
      post<RunAnswer>(
        `/commands/${stops ? 'stop-the-press' : 'start-the-press'}`,
        { objects: [id], input: stops ? { reason: why } : {} },
        { key },
      ),
    onSuccess: (_, { stops }) => {
      onDone()
      say(stops ? `The press of ${label} is stopped. Nothing leaves.` : `The press of ${label} runs again.`)
    },
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ['admin', 'rows', 'home', 'object', 'offers', 'history'].includes(String(queryKey[0])),
      }),
  })
}
