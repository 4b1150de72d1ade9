import { IconCheck, IconX } from '@tabler/icons-react'
import type { BatchItem } from '../../src/http/contract/production.ts'
import { Ago } from '../parts/time.tsx'
import styles from './batch-steps.module.css'

interface Step {
  label: string
  at: string | null
  means: string
}

/** A batch's way as a line of steps, each with when it was; the one that is not done yet stands open. */
export function BatchSteps({ batch }: { batch: BatchItem }) {
  const steps: Step[] = [
    { label: 'Opened', at: batch.openedAt, means: 'Orders were taken out of the queue.' },
    { label: 'Sealed', at: batch.sealedAt, means: 'The manifest was fixed and signed.' },
    { label: 'Handed over', at: batch.sentAt, means: 'The bureau has it.' },
    { label: 'Acknowledged', at: batch.acknowledgedAt, means: 'The bureau said that it has it.' },
  ]
  const isReturned = batch.status === 'returned'
  const shown = isReturned ? steps.filter(({ at }) => at !== null) : steps
  return (
    <ol className={styles.steps} aria-label="The way of the batch">
      {shown.map(({ label, at, means }) => (
        <li key={label} className={styles.step} data-done={at !== null || undefined} title={means}>
          <span className={styles.dot} aria-hidden>
            {at && <IconCheck size={11} stroke={3} />}
          </span>
          <span className={styles.label}>{label}</span>
          <span className={styles.at}>{at ? <Ago at={at} /> : 'not yet'}</span>
        </li>
      ))}
      {isReturned && (
        <li className={styles.step} data-done data-bad>
          <span className={styles.dot} aria-hidden>
            <IconX size={11} stroke={3} />
          </span>
          <span className={styles.label}>Returned</span>
          <span className={styles.at}>its orders went back to the queue</span>
        </li>
      )}
    </ol>
  )
}
