/** The secrets of a bureau as the page shows them: each with the one before it, where the two overlap. Pure. */
import type { BureauSecret } from '../../src/http/contract/bureau.ts'

export interface ShownSecret {
  secret: BureauSecret
  title: string
  /** Whether it has several lines, as keys have. */
  isLong: boolean
  /** Whether the one before is kept when it is replaced. */
  overlaps: boolean
  /** The one before, while it is still taken. */
  previous: BureauSecret | undefined
  /** What ending the overlap removes. */
  ends: string[]
}

const PREVIOUS = '-previous'

/** A passphrase goes with its key: their overlap is ended together, and shown at the key. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { 'pgp-key': ['pgp-passphrase'] }

export function shownSecrets(secrets: readonly BureauSecret[]): ShownSecret[] {
  const named = new Map(secrets.map((secret) => [secret.name, secret]))
  const isEntered = (name: string): boolean => (named.get(name)?.enteredAt ?? null) !== null
  const follows = Object.values(TOGETHER).flat()
  return secrets
    .filter(({ name }) => !name.endsWith(PREVIOUS))
    .map((secret) => {
      const { name } = secret
      const previous = [name, ...(TOGETHER[name] ?? [])].map((each) => `${each}${PREVIOUS}`)
      const before = follows.includes(name) ? undefined : previous.find(isEntered)
      return {
        secret,
        title: TITLES[name] ?? name,
        isLong: LONG.has(name),
        overlaps: named.has(`${name}${PREVIOUS}`),
        previous: before === undefined ? undefined : named.get(before),
        ends: before === undefined ? [] : previous.filter(isEntered),
      }
    })
}

const TITLES: Readonly<Record<string, string>> = {
  'sftp-password': 'Password',
  'sftp-key': 'SSH key',
  'sftp-key-passphrase': 'Passphrase of the SSH key',
  'pgp-key': 'OpenPGP key',
  'pgp-passphrase': 'Passphrase of the OpenPGP key',
  token: 'Token',
  'webhook-secret': 'Webhook secret',
}

const LONG = new Set(['sftp-key', 'pgp-key'])
