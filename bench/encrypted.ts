import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../src/kit/clock.ts'
import type { Bureau } from '../src/production/bureau.ts'
import { packArchive } from '../src/production/bureaus/archive.ts'
import { seal } from '../src/production/bureaus/openpgp-envelope.ts'
import { openKeyring } from '../src/production/bureaus/openpgp-keyring.ts'
import { generateKeyPair } from '../src/production/bureaus/openpgp-keys.ts'
import { writeWhole } from '../src/production/bureaus/whole-file.ts'
import { messageText } from '../src/production/contract/read-message.ts'
import { onlyBureau } from '../src/runtime/desk.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import type { Fixture } from './fixture.ts'
import { measureReleaseTo } from './release.ts'
import type { Result } from './report.ts'

/**
 * Release of a hundred thousand queued orders into batches that are sealed, packed, signed and encrypted as they are for SFTP, by the same
 * functions, and written as files; without a server, whose speed would be measured with ours. The bare release writes its files as they are.
 */
export function measureEncrypted(server: PostgresServer): Promise<Result> {
  let spent = 0
  const note = (milliseconds: number): void => {
    spent += milliseconds
  }
  return measureReleaseTo(
    server,
    'signed and encrypted with OpenPGP',
    async (fixture) => onlyBureau(await encryptingBureau(fixture, note)),
    (times) => [
      `Of this, packing, signing and encrypting took ${(spent / 1000 / times.length).toFixed(1)} s a round, which the bare release has no part of; keys are read for each batch, and unlocked once a minute, as they are for SFTP.`,
    ],
  )
}

async function encryptingBureau({ bureau, bureauFolder, world }: Fixture, note: (milliseconds: number) => void): Promise<Bureau> {
  const folder = join(bureauFolder, 'encrypted')
  await mkdir(folder, { recursive: true })
  const passphrase = 'a passphrase for the benchmark'
  const [ours, theirs] = [
    await generateKeyPair('Cardinal <cards@example.org>', passphrase, systemClock),
    await generateKeyPair('Bureau <orders@example.org>', passphrase, systemClock),
  ]
  const secrets: Readonly<Record<string, string>> = { 'pgp-key': ours.privateKey, 'pgp-passphrase': passphrase }
  return {
    ...bureau,
    async submit(batch, photos) {
      const [now, begun] = [world.clock.now(), performance.now()]
      const keyring = await openKeyring([theirs.publicKey], async (name) => secrets[name], now)
      const bytes = await seal(await packArchive(messageText(batch), photos, now), keyring, now)
      note(performance.now() - begun)
      await writeWhole(folder, `batch-${batch.manifest.number}-${batch.message}.zip.pgp`, bytes, world.newId())
      return { answers: [] }
    },
  }
}
