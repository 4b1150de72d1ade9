import { notifications } from '@mantine/notifications'

/** A quiet confirmation that goes away by itself. */
export function say(message: string): void {
  notifications.show({ message, autoClose: 5000, closeButtonProps: { 'aria-label': 'Close' } })
}
