import type { X509Certificate } from 'node:crypto'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { type CertificateName, isInTime, nameIn } from '../identity/certificate.ts'
import { type SignedIn, somebody, welcome } from '../identity/sign-in.ts'
import type { Whence } from '../identity/sign-in-world.ts'
import { type AccountAtSignIn, accountAtSignIn, accountByName, accountsByEmail } from '../store/account.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { signInWorld } from './sign-in-world.ts'
import type { World } from './world.ts'

/** Whether a certificate opens an account here, and by what in it. */
export function certificateRule({ definitions }: Pick<World, 'definitions'>): CertificateName | undefined {
  const rule = definitions.current().options.SignInCertificate
  return rule === 'email' || rule === 'common-name' || rule === 'serial' ? rule : undefined
}

/** Opens a session for whoever holds a certificate that was checked; which account it opens, says the option in force. */
export async function signInWithCertificate(
  world: World,
  certificate: X509Certificate | undefined,
  whence: Whence,
): Promise<SignedIn | Refusal> {
  const rule = certificateRule(world)
  if (!rule) return notOffered
  const now = world.clock.now()
  const name = certificate && isInTime(certificate, now) ? nameIn(certificate, rule) : undefined
  const account = name === undefined ? undefined : await accountNamed(world, rule, name)
  return world.db.transaction(async (tx) => {
    if (!account || account.disabled) {
      const why = certificate ? 'the certificate opens no account' : 'there was no certificate'
      const facts = { sentence: 'A sign-in with a certificate was refused.', why, address: whence.address }
      await appendEntries(tx, [entryBy(somebody, now, world.newId(), { kind: 'refused', facts })])
      return certificate ? notKnown : noCertificate
    }
    return welcome(tx, signInWorld(world), account, { stage: 'open', way: 'a certificate', whence })
  })
}

async function accountNamed({ db }: World, rule: CertificateName, name: string): Promise<AccountAtSignIn | undefined> {
  if (rule !== 'email') return accountByName(db, name)
  const [only, another] = await accountsByEmail(db, name)
  return only && !another ? accountAtSignIn(db, only.id) : undefined
}

const notOffered = refuse('no_certificates_here', 'Certificates are not taken here. Nothing was changed.', 'Sign in another way.')
const noCertificate = refuse(
  'certificate_refused',
  'Your browser showed no certificate that is trusted here. Nothing was changed.',
  'Put in your card, start the browser again, and choose the certificate; or sign in another way.',
)
const notKnown = refuse(
  'certificate_refused',
  'Your certificate opens no account here, or it has run out. Nothing was changed.',
  'Sign in another way, or ask a user administrator.',
)
