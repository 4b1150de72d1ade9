import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'

/** A question over the page. Its head is no banner of the site, which is what assistive technology would else take it for. */
export function Dialog({
  opened,
  title,
  closeLabel = 'Close',
  onClose,
  children,
}: {
  opened: boolean
  title: string
  closeLabel?: string
  onClose: () => void
  children: ReactNode
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': closeLabel }}
      attributes={{ header: { role: 'presentation' } }}
      styles={{ title: { fontWeight: 600 } }}
    >
      {children}
    </Modal>
  )
}
