import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSend } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Production, Release } from '../../src/http/contract/production.ts'
import { newKey, post } from '../parts/api.ts'
import { countWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Dialog } from './dialog.tsx'
import { say } from './say.ts'

/** Hands the queue over to the bureau before its time. It asks first, with the number, because there is no way back. */
export function SendNow({ bureau }: { bureau: Production['bureaus'][number] }) {
  const [open, { open: ask, close }] = useDisclosure(false)
  // One key for one question: pressing the button again after a lost answer does not send twice.
  const [key, setKey] = useState(newKey)
  const release = useRelease(bureau, close)
  const orders = countWords(bureau.queued.count, 'order', 'orders')
  function start(): void {
    setKey(newKey())
    release.reset()
    ask()
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSend size={16} stroke={1.6} aria-hidden />}
        disabled={bureau.queued.count === 0 || bureau.stoppedAt !== null}
        title={bureau.stoppedAt !== null ? 'The press is stopped.' : bureau.queued.count === 0 ? 'The queue is empty.' : undefined}
        onClick={start}
      >
        Send now
      </Button>
      <Dialog opened={open} onClose={close} title={`Send ${orders} to ${bureau.label} now?`}>
        <Text size="sm">
          Everything in the queue leaves at once instead of at the next release. From then on these orders cannot be aborted here. Orders
          that join the queue in the meantime leave with them.
        </Text>
        {release.error && (
          <div style={{ marginTop: 12 }}>
            <ProblemNotice problem={release.error} focus />
          </div>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button loading={release.isPending} onClick={() => release.mutate(key)}>
            Send {orders}
          </Button>
        </Group>
      </Dialog>
    </>
  )
}

function useRelease(bureau: Production['bureaus'][number], onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key: string) => post<Release>(`/production/${bureau.name}/release`, {}, { key }),
    onSuccess: ({ orders, batches }) => {
      onDone()
      void queries.invalidateQueries({ queryKey: ['admin', 'production'] })
      say(
        orders === 0
          ? 'The queue was empty already; nothing left.'
          : `${countWords(orders, 'order is', 'orders are')} on the way to ${bureau.label} in ${countWords(batches, 'batch', 'batches')}.`,
      )
    },
  })
}
