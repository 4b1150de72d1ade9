import { Skeleton } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Grants } from '../../src/http/contract/role.ts'
import { get } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { scopeWords } from '../parts/scope-words.ts'
import { Day, When } from '../parts/time.tsx'
import classes from './grants-section.module.css'
import page from './page.module.css'

/** What an account holds: each role or permission, for whom, until when, and who gave it. */
export function GrantsSection({ account }: { account: string }) {
  const { data, error } = useQuery(grantsQuery(account))
  return (
    <section aria-labelledby="grants">
      <h2 id="grants" className={page.heading}>
        Holds
      </h2>
      <ProblemNotice problem={error} tone="bad" />
      {!data && !error && <Skeleton height={44} />}
      {data?.items.length === 0 && <p className={classes.none}>Nothing. Grant it a role to let it do something.</p>}
      <ul className={classes.grants}>
        {data?.items.map(({ id, label, until, over, grantedBy, grantedAt, ...granted }) => (
          <li key={id} data-over={over || undefined}>
            <span className={classes.label}>{label}</span> <span>for {scopeWords(granted)}</span>
            <p className={classes.more}>
              {over ? 'Has run out: ' : until === null ? 'Without an end. ' : 'Until '}
              {until !== null && (
                <>
                  <Day at={until} />.{' '}
                </>
              )}
              Granted {grantedBy !== null && `by ${grantedBy} `}
              <When at={grantedAt} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Kept with the object, with which it changes. */
const grantsQuery = (account: string) =>
  queryOptions({
    queryKey: ['object', account, 'accounts', 'grants'],
    queryFn: ({ signal }) => get<Grants>(`/accounts/${encodeURIComponent(account)}/grants`, undefined, signal),
  })
