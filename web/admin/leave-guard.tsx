import { Button, Group, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { countWords } from '../parts/number-words.ts'
import { meQuery } from '../parts/session.ts'
import { Dialog } from './dialog.tsx'

/** Asks before a page with unsaved changes is left. Leaving changes nothing: a draft lives in its page alone. */
export function LeaveGuard({ changes, of }: { changes: number; of: string }) {
  const dirty = changes > 0
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  const asking = blocker.status === 'blocked'
  const signedOut = asking && blocker.next.pathname === '/sign-in'
  useSessionAgain(signedOut, () => blocker.reset?.())
  const unsaved = `${countWords(changes, 'change', 'changes')} to ${of} ${changes === 1 ? 'is' : 'are'} not saved.`
  return (
    <Dialog
      opened={asking}
      onClose={() => blocker.reset?.()}
      title={signedOut ? 'Your session has ended' : 'Leave without saving?'}
      closeLabel="Stay on this page"
    >
      <Text size="sm">
        {signedOut
          ? `${unsaved} To keep your draft, sign in again in another tab of this browser, come back here and save.`
          : `${unsaved} If you leave, nothing is published and operators see no difference.`}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {signedOut ? 'Sign in here and lose the draft' : 'Leave without saving'}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          Stay
        </Button>
      </Group>
    </Dialog>
  )
}

/** After a session ended in the middle of a draft: coming back from another tab, one goes on with the session that was begun there. */
function useSessionAgain(signedOut: boolean, onAgain: () => void): void {
  const queries = useQueryClient()
  const [ended, setEnded] = useState(false)
  if (signedOut && !ended) setEnded(true)
  useEffect(() => {
    if (!ended) return
    const ask = () =>
      queries.fetchQuery({ ...meQuery, staleTime: 0 }).then(
        () => {
          setEnded(false)
          onAgain()
        },
        () => undefined,
      )
    window.addEventListener('focus', ask)
    return () => window.removeEventListener('focus', ask)
  })
}
