/** Where the keys that checkpoints of the journal are signed with come from, where they are set: a setting, or a file that one names. */
import { readFile } from 'node:fs/promises'
import { type Signer, signersIn } from './kit/signature.ts'
import { type Settings, WrongSetting } from './settings.ts'

/** The keys as the settings say; none where the installation has its own. Throws `WrongSetting` where a file holds anything else. */
export async function readJournalKeys({
  journalKey,
  journalKeyFile,
}: Pick<Settings, 'journalKey' | 'journalKeyFile'>): Promise<readonly Signer[]> {
  if (journalKey !== undefined) return signersIn(journalKey) ?? []
  if (journalKeyFile === undefined) return []
  const text = await readFile(journalKeyFile, 'utf8').catch(() => {
    throw new WrongSetting(`The setting JOURNAL_KEY_FILE names ${journalKeyFile}, which cannot be read.`)
  })
  const signers = signersIn(text)
  if (signers) return signers
  throw new WrongSetting(
    `What is in ${journalKeyFile}, which JOURNAL_KEY_FILE names, is not an Ed25519 private key as PEM, nor its 32 bytes in base64.`,
  )
}
