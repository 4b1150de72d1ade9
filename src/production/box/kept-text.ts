import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FillRandom } from '../../kit/id.ts'

/** A secret or key that is made at the first start and kept in the folder, readable for its owner alone. */
export async function keptText(folder: string, name: string, make: () => string | Promise<string>): Promise<string> {
  const path = join(folder, name)
  const kept = await readFile(path, 'utf8').catch((error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (kept !== undefined) return kept.trim()
  const made = (await make()).trim()
  await writeFile(path, `${made}\n`, { mode: 0o600, flag: 'wx' })
  return made
}

/** Thirty-two letters and digits that nobody guesses. */
export function randomWord(fillRandom: FillRandom): string {
  const bytes = new Uint8Array(24)
  fillRandom(bytes)
  return Buffer.from(bytes).toString('base64url')
}
