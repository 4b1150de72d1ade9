import { Button, Group, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
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
  return (
    <Dialog
      opened={asking}
      onClose={() => blocker.reset?.()}
      title={signedOut ? 'Your session has ended' : 'Leave without saving?'}
      closeLabel="Stay on this page"
    >
      <Text size="sm">
        {signedOut
          ? `${count(changes)} to ${of} ${changes === 1 ? 'is' : 'are'} not saved. To keep your draft, sign in again in another tab of this browser, come back here and save.`
          : `${count(changes)} to ${of} ${changes === 1 ? 'is' : 'are'} not saved. If you leave, nothing is published and operators see no difference.`}
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

function count(changes: number): string {
  return changes === 1 ? '1 change' : `${changes} changes`
}
