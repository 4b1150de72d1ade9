import { stateColour } from '../parts/state-colour.ts'
import styles from './batch-status.module.css'

const known: Record<string, { label: string; colour: string; means: string }> = {
  open: { label: 'Open', colour: 'gray', means: 'Orders are being gathered.' },
  sealed: { label: 'Sealed', colour: 'blue', means: 'Its manifest is fixed; it waits to be sent.' },
  sent: { label: 'Sent', colour: 'indigo', means: 'It was handed over; the bureau has not acknowledged it yet.' },
  acknowledged: { label: 'Acknowledged', colour: 'green', means: 'The bureau has it.' },
  returned: { label: 'Returned', colour: 'red', means: 'It was not delivered; its orders went back to the queue.' },
}

/** Where a batch is on its way. */
export function BatchStatus({ status }: { status: string }) {
  const { label, colour, means } = known[status] ?? { label: status, colour: 'gray', means: '' }
  const tones = stateColour(colour)
  return (
    <span className={styles.status} title={means}>
      <span className={styles.dot} style={{ background: tones.dot }} aria-hidden />
      {label}
    </span>
  )
}

/** The same as a sentence. */
export function batchSentence(status: string): string {
  return known[status]?.means ?? ''
}
