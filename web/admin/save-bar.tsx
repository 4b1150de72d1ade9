import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Problem } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { useShortcuts } from '../parts/shortcuts.tsx'
import styles from './save-bar.module.css'

/**
 * The draft's count, its changes in words, a line of why, and Save. It lies at the foot of the page while there are changes, so that it is in
 * sight wherever one edits.
 */
export function SaveBar({
  changes,
  words,
  saving,
  blocked,
  problem,
  onSave,
  onDiscard,
}: {
  changes: number
  words: readonly string[]
  saving: boolean
  /** Save has to wait: what has to be done first, and the way there. */
  blocked?: { label: string; go: () => void }
  problem: Problem | null
  onSave: (why: string) => void
  onDiscard: () => void
}) {
  const [why, setWhy] = useState('')
  const save = () => !saving && !blocked && changes > 0 && onSave(why.trim())
  useShortcuts([{ keys: 'mod+s', does: 'Save', run: save }])
  if (changes === 0) return null
  return (
    <section className={styles.bar} aria-label="Unsaved changes" data-save-bar>
      {problem && <ProblemNotice problem={problem} />}
      <form
        className={styles.line}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <p className={styles.words} role="status">
          <span className={styles.dot} aria-hidden />
          {words.join(' · ')}
        </p>
        <TextInput
          className={styles.why}
          aria-label="Why (optional), a line for Versions"
          placeholder="Why? A line for Versions (optional)"
          maxLength={500}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <div className={styles.buttons}>
          <Button variant="default" onClick={onDiscard} disabled={saving}>
            Discard
          </Button>
          {blocked ? (
            <Button onClick={blocked.go}>{blocked.label}</Button>
          ) : (
            <Button type="submit" loading={saving}>
              {changes === 1 ? 'Save (1 change)' : `Save (${changes} changes)`}
            </Button>
          )}
        </div>
      </form>
    </section>
  )
}
