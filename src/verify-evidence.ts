/** Checks the evidence of a card from its archive alone: nothing is asked of a database or a server, so that anyone can do it anywhere. */
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { readVerifier } from './kit/signed-note.ts'
import { unpackFiles } from './production/bureaus/archive.ts'
import { verifyEvidence } from './production/verify-evidence.ts'
import type { ReceiptFinding } from './production/verify-receipt.ts'
import { keysIn, toldOf } from './verify-receipt.ts'

export function addEvidenceCommand(program: Command): void {
  program
    .command('verify-evidence')
    .description('check the evidence of a card; it needs files alone, no database and no server')
    .argument('<archive>', 'the archive, as /api/v1/cards/<id>/evidence gave it')
    .option('--key <file...>', 'public keys of the installation as PEM, as /api/v1/keys gives them; without it those in the archive')
    .option('--journal-key <key...>', 'public keys of the journal, as /api/v1/journal/keys gives them; without it those in the archive')
    .action(async (archive: string, { key = [], journalKey = [] }: { key?: string[]; journalKey?: string[] }) => {
      const findings = await verifyEvidenceFile(archive, key, journalKey)
      for (const line of toldOf(findings)) console.info(line)
      if (findings.some(({ verdict }) => verdict === 'wrong')) process.exitCode = 1
    })
}

/**
 * What can be said of the evidence in a file. Throws, with a sentence, where a file cannot be read, or what is given as a key is none.
 * @param keys files of public keys as PEM, each of one key or of several
 * @param journalKeys public keys of the journal, as `name+hash+base64`
 */
export async function verifyEvidenceFile(
  path: string,
  keys: readonly string[],
  journalKeys: readonly string[],
): Promise<readonly ReceiptFinding[]> {
  const notAKey = journalKeys.find((key) => readVerifier(key) === undefined)
  if (notAKey !== undefined) throw new Error(`${notAKey} is not a public key of a journal, name+hash+base64. Nothing was checked.`)
  const signing = (await Promise.all(keys.map(keysIn))).flat()
  const read = await unpackFiles(await readFile(path))
  if ('why' in read) return [{ verdict: 'wrong', sentence: read.why }]
  return verifyEvidence(read.files, { signing, journal: journalKeys })
}
