import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { accountQuery } from '../account/account-query.ts'
import { Authenticator } from '../account/authenticator.tsx'
import { NewPasskey } from '../account/new-passkey.tsx'
import { QuietPage } from './quiet-page.tsx'
import classes from './sign-in.module.css'
import { useArrive } from './use-arrive.ts'

/** Where a second factor is demanded, and there is none yet: it is set up before anything else. */
export function SetUp() {
  const { back } = useSearch({ from: '/sign-in/set-up' })
  const { data: account } = useQuery(accountQuery)
  const arrive = useArrive(back)
  const goOn = () => void arrive('open')
  return (
    <QuietPage
      title="Set up a second factor"
      note="Your organisation asks for more than a password. Choose what suits you; you need one of the two."
    >
      <section className={classes.part}>
        <h2>An authenticator app</h2>
        <Authenticator onDone={goOn} />
      </section>
      {account?.mayUsePasskeys && (
        <section className={classes.part}>
          <h2>A passkey</h2>
          <NewPasskey onDone={goOn} />
        </section>
      )}
    </QuietPage>
  )
}
