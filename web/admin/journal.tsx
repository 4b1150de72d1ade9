import { Button, Progress, Skeleton } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Journal as JournalBody } from '../../src/http/contract/journal.ts'
import { post } from '../parts/api.ts'
import { countWords, numberWords } from '../parts/number-words.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Ago } from '../parts/time.tsx'
import { DetailList } from './detail-list.tsx'
import styles from './journal.module.css'
import { JournalAnchors } from './journal-anchors.tsx'
import { JournalEntries } from './journal-entries.tsx'
import { Loaded } from './loaded.tsx'
import { Page, Section } from './page.tsx'
import { journalQuery } from './queries.ts'

/** Home > Journal: whether it is whole, up to where it is sealed, where that is kept besides, and what it says. */
export function Journal() {
  const query = useQuery(journalQuery)
  const queries = useQueryClient()
  const verify = useMutation({
    mutationFn: () => post('/journal/verify'),
    onSuccess: () => queries.invalidateQueries({ queryKey: journalQuery.queryKey }),
  })
  const running = query.data?.running !== undefined
  return (
    <Page
      title="Journal"
      name="Journal"
      means="Everything that happened or was refused. It is sealed every second, so that nobody can change, remove or add an entry unnoticed."
      actions={
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} stroke={1.6} aria-hidden />}
          loading={verify.isPending || running}
          onClick={() => verify.mutate()}
        >
          Verify now
        </Button>
      }
    >
      {verify.error && <ProblemNotice problem={verify.error} focus />}
      <Loaded query={query} skeleton={<Skeleton h={220} />}>
        {(journal) => (
          <>
            <Section title="Verification" means="Each entry is compared with what was sealed of it, every Sunday and whenever you ask.">
              <Verification journal={journal} />
            </Section>
            <Section title="Seal" means="The newest checkpoint: a signed hash over every entry before it.">
              <Seal journal={journal} />
            </Section>
            <Section
              title="Kept outside"
              means="Where checkpoints are kept besides the database. Whoever has one can tell if newer entries go missing, whoever has the database."
            >
              <JournalAnchors anchors={journal.anchors} />
            </Section>
          </>
        )}
      </Loaded>
      <Section title="Entries" means="Newest first. The proof of an entry is a file that anyone can check without this installation.">
        <JournalEntries />
      </Section>
    </Page>
  )
}

function Verification({ journal: { running, last } }: { journal: JournalBody }) {
  return (
    <div className={styles.standing} aria-live="polite">
      {running && (
        <div className={styles.running}>
          <span>
            {running.by} asked for it <Ago at={running.startedAt} />:{' '}
            {running.total > 0
              ? `${numberWords(running.checked)} of ${countWords(running.total, 'entry', 'entries')} looked at.`
              : 'it is about to begin.'}
          </span>
          <Progress
            aria-label="How far the verification is"
            value={running.total > 0 ? (100 * running.checked) / running.total : 0}
            animated
            size="sm"
          />
        </div>
      )}
      {last ? <Outcome last={last} /> : !running && <p className={styles.dim}>It was not verified yet.</p>}
    </div>
  )
}

function Outcome({ last }: { last: NonNullable<JournalBody['last']> }) {
  const { faults, findings } = last
  return (
    <>
      <p className={faults === 0 ? styles.good : styles.bad}>
        {faults === 0 ? 'Nothing is wrong.' : `${countWords(faults, 'fault was', 'faults were')} found.`}
      </p>
      <p className={styles.dim}>
        {countWords(last.total, 'entry was', 'entries were')} looked at in {secondsWords(last.seconds)},{' '}
        <Ago at={last.endedAt ?? last.startedAt} />, asked for by {last.by}.
      </p>
      {findings.length > 0 && (
        <ol className={styles.findings} aria-label="What was found">
          {findings.map(({ sentence }) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      )}
      {faults > findings.length && <p className={styles.dim}>The first {numberWords(findings.length)} are shown.</p>}
    </>
  )
}

function Seal({ journal: { checkpoint, unsealed } }: { journal: JournalBody }) {
  const waiting = unsealed === 0 ? 'none' : countWords(unsealed, 'entry', 'entries')
  if (!checkpoint) return <DetailList details={[['Not sealed yet', waiting]]} />
  return (
    <DetailList
      details={[
        ['Covers', countWords(checkpoint.size, 'entry', 'entries')],
        ['Signed', <Ago key="at" at={checkpoint.at} />],
        ['Hash', <code key="root">{checkpoint.root}</code>],
        [checkpoint.keys.length === 1 ? 'Key' : 'Keys', <code key="keys">{checkpoint.keys.join(', ')}</code>],
        ['Journal', <code key="origin">{checkpoint.origin}</code>],
        ['Not sealed yet', waiting],
      ]}
    />
  )
}

function secondsWords(seconds: number): string {
  if (seconds < 1) return 'less than a second'
  return seconds < 120 ? countWords(Math.round(seconds), 'second', 'seconds') : countWords(Math.round(seconds / 60), 'minute', 'minutes')
}
