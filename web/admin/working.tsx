import { Progress, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Something takes a while, and how long is not known. */
export function Working({ children }: { children: ReactNode }) {
  return (
    <div role="status">
      <Text mb={8}>{children}</Text>
      <Progress value={100} animated size="sm" aria-label="Under way" />
    </div>
  )
}
