import { notifications } from '@mantine/notifications'

/** A quiet confirmation that goes away by itself. It lies over the tree, where it hides neither the page nor the bar with Save. */
export function say(message: string): void {
  notifications.show({ message, position: 'bottom-left', autoClose: 5000, closeButtonProps: { 'aria-label': 'Close' } })
}
