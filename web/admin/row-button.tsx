import { ActionIcon, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './row-button.module.css'

/** Kept focusable when it has nothing to do, so that the keyboard does not lose its place at the end of the list. */
export function RowButton({ label, off, onClick, children }: { label: string; off?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label} withinPortal={false}>
      <ActionIcon
        aria-label={label}
        aria-disabled={off || undefined}
        data-off={off || undefined}
        className={styles.action}
        onClick={() => !off && onClick()}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
