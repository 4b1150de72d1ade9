import { expect, it } from 'vitest'
import { shownSecrets } from './secret-words.ts'

const secret = (name: string, enteredAt: string | null = null) => ({ name, means: '', enteredAt, enteredBy: enteredAt && 'Ada' })

it('a secret is shown with the one before, and a passphrase ends its overlap with its key', () => {
  const shown = shownSecrets([
    secret('sftp-password'),
    secret('pgp-key', '2026-11-25T08:00:00Z'),
    secret('pgp-passphrase', '2026-11-25T08:00:00Z'),
    secret('pgp-key-previous', '2026-11-20T08:00:00Z'),
    secret('pgp-passphrase-previous', '2026-11-20T08:00:00Z'),
  ])
  expect(shown.map(({ title, isLong, overlaps, previous, ends }) => [title, isLong, overlaps, previous?.name, ends])).toEqual([
    ['Password', false, false, undefined, []],
    ['OpenPGP key', true, true, 'pgp-key-previous', ['pgp-key-previous', 'pgp-passphrase-previous']],
    ['Passphrase of the OpenPGP key', false, true, undefined, []],
  ])
})

it('a previous one that was never there ends nothing', () => {
  const [webhook] = shownSecrets([secret('webhook-secret', '2026-11-25T08:00:00Z'), secret('webhook-secret-previous')])
  expect([webhook?.overlaps, webhook?.previous, webhook?.ends]).toEqual([true, undefined, []])
})
