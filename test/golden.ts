/**
 * Golden files: facts that are derived from the code and committed, so that a change of them is seen in review. `npm run bless` writes
 * them anew; an ordinary test run only compares.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'

const root = join(import.meta.dirname, '..')

/**
 * Compares a derived text with its committed file, or writes the file when golden files are being blessed.
 * @param path of the golden file, from the root of the repository
 * @param text what the code derives today; a file ends with a line break, so one is added where it is missing
 */
export function golden(path: string, text: string, folder: string = root): void {
  const file = join(folder, path)
  const derived = text.endsWith('\n') ? text : `${text}\n`
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (process.env.BLESS === '1' && committed !== derived) write(file, derived)
  else expect(derived, `${path} is not what the code derives. If the change is meant: npm run bless, and commit it.`).toBe(committed)
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
