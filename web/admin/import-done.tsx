import { Button, Group } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { ImportReport } from '../../src/http/contract/admin.ts'
import { ButtonLink } from '../parts/links.tsx'
import { countWords } from '../parts/number-words.ts'
import { useMe } from '../parts/session.ts'
import styles from './import-done.module.css'

/** What the import did. */
export function ImportDone({ report, onAgain }: { report: ImportReport; onAgain: () => void }) {
  const areas = useMe()?.areas ?? []
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <section className={styles.done} ref={box} tabIndex={-1} role="status">
      <IconCircleCheck size={32} stroke={1.5} aria-hidden />
      <h2>{countWords(report.created + report.changed, 'user is', 'users are')} imported</h2>
      <p>
        {countWords(report.created, 'user was', 'users were')} created, {countWords(report.changed, 'was', 'were')} brought up to date,{' '}
        {countWords(report.unchanged, 'was', 'were')} up to date already.
      </p>
      <Group gap="xs">
        {areas.includes('search') && (
          <ButtonLink to="/operator/search" search={{ template: 'user' }}>
            See them in Operator
          </ButtonLink>
        )}
        <Button variant="default" onClick={onAgain}>
          Import another file
        </Button>
      </Group>
    </section>
  )
}
