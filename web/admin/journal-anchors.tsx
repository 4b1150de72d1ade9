import type { Journal } from '../../src/http/contract/journal.ts'
import { Empty } from '../parts/empty.tsx'
import { countWords } from '../parts/number-words.ts'
import { Ago } from '../parts/time.tsx'
import { DetailList } from './detail-list.tsx'
import styles from './journal.module.css'

type Anchor = Journal['anchors'][number]

/** Where checkpoints are kept besides the database: when that last worked, and what is wrong where it does not. */
export function JournalAnchors({ anchors }: { anchors: readonly Anchor[] }) {
  if (anchors.length === 0)
    return (
      <Empty compact title="Checkpoints are kept in the database alone.">
        <p>Set JOURNAL_ANCHOR_FILE, JOURNAL_ANCHOR_URL or JOURNAL_ANCHOR_MAIL, so that they are kept elsewhere as well.</p>
      </Empty>
    )
  return <DetailList details={anchors.map((anchor) => [NAMES[anchor.kind], <Standing key={anchor.kind} anchor={anchor} />])} />
}

const NAMES: Readonly<Record<Anchor['kind'], string>> = {
  folder: 'Data folder',
  file: 'File elsewhere',
  url: 'End-point',
  mail: 'Mail',
}

function Standing({ anchor: { kind, target, workedAt, triedAt, size, trouble } }: { anchor: Anchor }) {
  return (
    <>
      {target !== null && (
        <>
          <code>{kind === 'folder' ? `${target}/checkpoint` : target}</code>
          <br />
        </>
      )}
      {trouble && (
        <span className={styles.bad}>
          {trouble} {triedAt && <Ago at={triedAt} />}.{' '}
        </span>
      )}
      <span className={styles.dim}>
        {workedAt ? (
          <>
            {trouble ? 'It last worked' : 'It works, last'} <Ago at={workedAt} />, over {countWords(size ?? 0, 'entry', 'entries')}.
          </>
        ) : trouble ? (
          'It has not worked yet.'
        ) : (
          'Nothing was kept there yet.'
        )}
      </span>
    </>
  )
}
