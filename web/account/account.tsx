import { Button, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecoveryCodes as Codes, MyAccount } from '../../src/http/contract/account.ts'
import { post, remove } from '../parts/api.ts'
import { useDocumentTitle } from '../parts/document-title.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { useMe } from '../parts/session.ts'
import { Shell } from '../parts/shell.tsx'
import { When } from '../parts/time.tsx'
import classes from './account.module.css'
import { accountQuery } from './account-query.ts'
import { Authenticator } from './authenticator.tsx'
import { NewPasskey } from './new-passkey.tsx'
import { PasswordForm } from './password-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** My account: how I sign in, and where I am signed in. */
export function Account() {
  useDocumentTitle('My account')
  const me = useMe()
  const { data: account, error } = useQuery(accountQuery)
  return (
    <Shell app={me && me.areas.length === 0 && me.adminGroups.length > 0 ? 'Admin' : 'Operator'}>
      <div className={classes.page}>
        <h1>My account</h1>
        {account ? (
          <>
            <p className={classes.means}>
              {[account.displayName, `signs in as ${account.name}`, account.email].filter(Boolean).join(' · ')}
            </p>
            <Passkeys account={account} />
            <Password account={account} />
            <App account={account} />
            <Sessions account={account} />
          </>
        ) : error ? (
          <ProblemNotice problem={error} tone="bad" />
        ) : (
          <div aria-hidden>
            <Skeleton h={14} w={280} mt={12} />
            <Skeleton h={120} mt={40} />
            <Skeleton h={160} mt={40} />
          </div>
        )}
      </div>
    </Shell>
  )
}

function Password({ account }: { account: MyAccount }) {
  const [open, setOpen] = useState(false)
  return (
    <section className={classes.section} aria-labelledby="password">
      <h2 id="password">Password</h2>
      <p className={classes.means}>
        {account.hasPassword ? 'When you change it, you are signed out everywhere else.' : 'You have none; you sign in another way.'}
      </p>
      {open ? (
        <PasswordForm
          account={account}
          onDone={(changed) => {
            setOpen(false)
            if (changed) say('Your password is changed. You are signed out everywhere else.')
          }}
        />
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          {account.hasPassword ? 'Change the password' : 'Choose a password'}
        </Button>
      )}
    </section>
  )
}

function Passkeys({ account }: { account: MyAccount }) {
  const { problem, perform } = useChange()
  return (
    <section className={classes.section} aria-labelledby="passkeys">
      <h2 id="passkeys">Passkeys</h2>
      <p className={classes.means}>
        With a passkey you sign in by your finger, face or the PIN of a device, without name and password.
        {!account.mayUsePasskeys && ' At this address they cannot be used; open Cardinal by its name.'}
      </p>
      <ProblemNotice problem={problem} focus />
      {account.passkeys.length > 0 && (
        <ul className={classes.list} aria-label="Passkeys">
          {account.passkeys.map(({ id, name, createdAt, usedAt }) => (
            <li key={id} className={classes.item}>
              <span className={classes.what}>
                <strong>{name}</strong>
                <span>
                  Added <When at={createdAt} />, {usedAt ? <>last used {<When at={usedAt} />}</> : 'not used yet'}
                </span>
              </span>
              <Button
                variant="default"
                size="xs"
                aria-label={`Remove ${name}`}
                onClick={() => void perform(() => remove(`/account/passkeys/${id}`), 'The passkey is removed.')}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      {account.mayUsePasskeys && <NewPasskey onDone={() => void perform(async () => {}, 'The passkey is added.')} />}
    </section>
  )
}

function App({ account: { authenticator, secondFactorDemanded } }: { account: MyAccount }) {
  const { problem, perform } = useChange()
  const [codes, setCodes] = useState<readonly string[]>()
  const [setting, setSetting] = useState(false)
  return (
    <section className={classes.section} aria-labelledby="authenticator">
      <h2 id="authenticator">Authenticator app</h2>
      <ProblemNotice problem={problem} focus />
      {codes ? (
        <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />
      ) : authenticator && !setting ? (
        <>
          <p className={classes.means}>
            Asked for besides your password since <When at={authenticator.since} />. {recoveryWords(authenticator.recoveryCodes)}
          </p>
          <div className={classes.buttons}>
            <Button
              variant="default"
              onClick={() => void perform(async () => setCodes((await post<Codes>('/account/recovery-codes')).recoveryCodes))}
            >
              New recovery codes
            </Button>
            <Button variant="default" onClick={() => void perform(() => remove('/account/authenticator'), 'The app is removed.')}>
              Remove the app
            </Button>
          </div>
        </>
      ) : (
        <>
          {!setting && (
            <p className={classes.means}>
              {secondFactorDemanded
                ? 'Your organisation asks for a second factor; a passkey is one as well.'
                : 'Then a password alone lets nobody in.'}
            </p>
          )}
          {/* Until the recovery codes are kept, it is shown although it counts already. */}
          <div onSubmitCapture={() => setSetting(true)}>
            <Authenticator
              onDone={() => {
                setSetting(false)
                void perform(async () => {}, 'The app is set up.')
              }}
            />
          </div>
        </>
      )}
    </section>
  )
}

function Sessions({ account: { sessions } }: { account: MyAccount }) {
  const { problem, perform } = useChange()
  return (
    <section className={classes.section} aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <p className={classes.means}>A session that you end is over at once. If you do not know one, end it and change your password.</p>
      <ProblemNotice problem={problem} focus />
      <ul className={classes.list} aria-label="Sessions">
        {sessions.map(({ id, isThis, agent, address, way, createdAt, usedAt }) => (
          <li key={id} className={classes.item}>
            <span className={classes.what}>
              <strong>
                {agent}
                {isThis && ' (this one)'}
              </strong>
              <span>
                {address && `${address} · `}with {way} since <When at={createdAt} />
                {!isThis && (
                  <>
                    , last used <When at={usedAt} />
                  </>
                )}
              </span>
            </span>
            {!isThis && (
              <Button
                variant="default"
                size="xs"
                aria-label={`End the session of ${agent}`}
                onClick={() => void perform(() => remove(`/account/sessions/${id}`), 'The session is ended.')}
              >
                End this one
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button variant="default" onClick={() => void perform(() => remove('/account/sessions'), 'All other sessions are ended.')}>
          End all others
        </Button>
      )}
    </section>
  )
}

/** Something that is done to the account; afterwards it is read again. */
function useChange() {
  const queries = useQueryClient()
  const [problem, setProblem] = useState<unknown>()
  const perform = async (work: () => Promise<unknown>, said?: string) => {
    setProblem(undefined)
    try {
      await work()
      if (said) say(said)
    } catch (error) {
      setProblem(error)
    }
    await queries.invalidateQueries({ queryKey: accountQuery.queryKey })
  }
  return { problem, perform }
}

const recoveryWords = (left: number): string =>
  left === 0 ? 'No recovery code is left: make new ones.' : `${left} recovery ${left === 1 ? 'code is' : 'codes are'} left.`

const say = (message: string) => notifications.show({ message, color: 'gray', closeButtonProps: { 'aria-label': 'Close' } })
