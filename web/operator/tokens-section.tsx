import { Button, Skeleton } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiTokens, ShownToken } from '../../src/http/contract/token.ts'
import { get, post } from '../parts/api.ts'
import { CopyLine } from '../parts/copy-line.tsx'
import { enumerated } from '../parts/enumerated.ts'
import { grantableQuery } from '../parts/grantable.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Day, When } from '../parts/time.tsx'
import classes from './grants-section.module.css'
import page from './page.module.css'

type Token = ApiTokens['items'][number]

/** The tokens of a program: what each is for, what it is limited to, and when it was used; and the token itself, once, to whoever issued it. */
export function TokensSection({ account }: { account: string }) {
  const { data, error } = useQuery(tokensQuery(account))
  const { data: grantable } = useQuery(grantableQuery)
  const called = (permission: string) => grantable?.permissions.find(({ name }) => name === permission)?.label ?? permission
  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens" className={page.heading}>
        Tokens
      </h2>
      <ProblemNotice problem={error} tone="bad" />
      {!data && !error && <Skeleton height={44} />}
      {data?.items.length === 0 && <p className={classes.none}>None. Without one the program cannot ask for anything.</p>}
      <ul className={classes.grants}>
        {data?.items.map((token) => (
          <li key={token.id} data-over={isOver(token) || undefined}>
            <span className={classes.label}>{token.name}</span> <span>{limitWords(token, called)}</span>
            <p className={classes.more}>
              <Usage token={token} />
            </p>
            <ShowOnce account={account} token={token} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Usage({ token }: { token: Token }) {
  const { isShown, showableUntil, revokedAt, expiresAt, lastUsedAt, lastAddress, createdAt } = token
  if (revokedAt !== null)
    return (
      <>
        Revoked <When at={revokedAt} />
      </>
    )
  return (
    <>
      {isOver(token) ? 'Has run out: ' : 'Until '}
      <Day at={expiresAt.slice(0, 10)} />. Issued <When at={createdAt} />.{' '}
      {lastUsedAt !== null ? (
        <>
          Last used <When at={lastUsedAt} />
          {lastAddress !== null && ` from ${lastAddress}`}.
        </>
      ) : isShown ? (
        'Never used.'
      ) : showableUntil === null ? (
        'It was never shown, so nobody can use it: revoke it, and issue another.'
      ) : (
        'Not shown yet, and of no use until then.'
      )}
    </>
  )
}

/** What it is shown as stands here and nowhere else: it is gone with the page. */
function ShowOnce({ account, token }: { account: string; token: Token }) {
  const queries = useQueryClient()
  const show = useMutation({
    mutationFn: () => post<ShownToken>(`/accounts/${encodeURIComponent(account)}/tokens/${encodeURIComponent(token.id)}/show`),
    gcTime: 0,
    onSettled: () => queries.invalidateQueries({ queryKey: tokensQuery(account).queryKey }),
  })
  if (show.data)
    return (
      <div role="status">
        <CopyLine text={show.data.token} what="the token" />
        <p className={classes.more}>Copy it now: it is shown this once, and is kept nowhere.</p>
      </div>
    )
  return (
    <>
      <ProblemNotice problem={show.error} focus />
      {token.showableUntil !== null && (
        <Button mt={6} size="compact-sm" variant="default" loading={show.isPending} onClick={() => show.mutate()}>
          Show the token, once
        </Button>
      )}
    </>
  )
}

const isOver = ({ revokedAt, expiresAt }: Token): boolean => revokedAt !== null || Date.parse(expiresAt) <= Date.now()

function limitWords({ only, addresses, rate }: Token, called: (permission: string) => string): string {
  const parts = [
    only === null ? 'for all that the account holds' : `for ${enumerated(only.map(called))} alone`,
    ...(addresses.length > 0 ? [`from ${addresses.join(', ')}`] : []),
    `${rate.toLocaleString()} requests a minute`,
  ]
  return parts.join('; ')
}

/** Kept with the object, with which it changes. */
const tokensQuery = (account: string) =>
  queryOptions({
    queryKey: ['object', account, 'accounts', 'tokens'],
    queryFn: ({ signal }) => get<ApiTokens>(`/accounts/${encodeURIComponent(account)}/tokens`, undefined, signal),
  })
