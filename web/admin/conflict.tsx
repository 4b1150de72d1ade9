import { Button, Group, Text } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import type { ReactNode, RefObject } from 'react'
import styles from './conflict.module.css'

/** Somebody else published while a draft was being made: what happened, both versions, and how to go on. */
export function Conflict({
  title,
  text,
  place,
  onKeep,
  onAdopt,
  children,
}: {
  title: string
  text: string
  place: RefObject<HTMLElement | null>
  onKeep: () => void
  onAdopt: () => void
  children: ReactNode
}) {
  return (
    <section className={styles.conflict} role="alert" ref={place} tabIndex={-1}>
      <div className={styles.head}>
        <IconGitMerge size={20} aria-hidden />
        <div>
          <h2>{title}</h2>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
      </div>
      {children}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onAdopt}>
          Drop my draft, show theirs
        </Button>
        <Button onClick={onKeep}>Go on with my draft</Button>
      </Group>
    </section>
  )
}
