import { Button, Loader } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconPlugConnected } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Bureau, Findings } from '../../src/http/contract/bureau.ts'
import { post } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Section } from './page.tsx'
import styles from './test-connection.module.css'

/** Test connection: what works and what does not, step by step. */
export function TestConnection({ bureau, changed }: { bureau: Bureau; changed: boolean }) {
  const testing = useMutation({ mutationFn: () => post<Findings>(`/bureau-definitions/${encodeURIComponent(bureau.name)}/test`) })
  const findings = testing.data?.items
  const wrong = findings?.filter(({ ok }) => !ok).length
  return (
    <Section
      title="Test connection"
      means={`Tries each step, and changes nothing that the bureau would act on.${changed ? ' It tries what is saved, not your draft.' : ''}`}
      actions={
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} stroke={1.6} aria-hidden />}
          disabled={testing.isPending}
          onClick={() => testing.mutate()}
        >
          Test connection
        </Button>
      }
    >
      <div role="status" className={styles.place}>
        {testing.isPending && (
          <p className={styles.under}>
            <Loader size={16} /> Trying to reach {bureau.definition.label}. Where nobody answers, it takes up to a minute.
          </p>
        )}
        {!testing.isPending && findings && (
          <>
            <p className={styles.sum} data-wrong={wrong ? true : undefined}>
              {wrong === 0 ? 'Everything works.' : wrong === 1 ? 'One step does not work.' : `${wrong} steps do not work.`}
            </p>
            <ol className={styles.findings}>
              {findings.map(({ ok, sentence }) => (
                <li key={sentence}>
                  {ok ? (
                    <IconCircleCheck size={18} stroke={1.6} className={styles.good} aria-label="Works" />
                  ) : (
                    <IconCircleX size={18} stroke={1.6} className={styles.bad} aria-label="Does not work" />
                  )}
                  <span>{sentence}</span>
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
      {testing.error && !testing.isPending && <ProblemNotice problem={testing.error} focus />}
    </Section>
  )
}
