import { Paper, Stack, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import styles from './operator-preview.module.css'

/** How Operator will show the draft: the panel "What do you want to do?" of an object in this state, in miniature. Not a control. */
export function OperatorPreview({ sentence, commands, empty }: { sentence: string; commands: readonly string[]; empty: string }) {
  return (
    <section aria-label="Preview" className={styles.preview}>
      <Text size="sm" c="dimmed" mb="xs">
        {sentence}
      </Text>
      <Paper withBorder radius="md" className={styles.panel}>
        <Text fw={600} size="sm" mb={6}>
          What do you want to do?
        </Text>
        {commands.length === 0 ? (
          <Text size="sm" c="dimmed">
            {empty}
          </Text>
        ) : (
          <Stack gap={2} component="ol" className={styles.commands}>
            {commands.map((label, at) => (
              <li key={`${at} ${label}`} className={styles.command}>
                <span>{label}</span>
                <IconChevronRight size={14} aria-hidden />
              </li>
            ))}
          </Stack>
        )}
      </Paper>
    </section>
  )
}
