/** Writes the journal into a folder, for whoever verifies it elsewhere. */

import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { type ExportFile, exportJournal } from './journal/export.ts'
import type { Database } from './store/database.ts'

const FILES: readonly ExportFile[] = ['journal.json', 'checkpoints.txt', 'keys.txt', 'tree.jsonl', 'entries.jsonl', 'unsealed.jsonl']

/** Answers how many entries were written. The folder is made; one with something in it is refused by throwing a sentence. */
export async function exportJournalTo(db: Database, folder: string, progress: (done: number, total: number) => void): Promise<number> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw new Error(`The folder ${folder} is not empty. Name a new one. Nothing was written.`)
  const files = new Map<ExportFile, WriteStream>()
  for (const name of FILES) files.set(name, createWriteStream(join(folder, name), { flags: 'wx', mode: 0o600 }))
  let total = 0
  try {
    for await (const part of exportJournal(db)) {
      const file = files.get(part.file)
      if (file && part.text !== '' && !file.write(part.text)) await once(file, 'drain')
      total = part.total
      progress(part.done, part.total)
    }
  } finally {
    for (const file of files.values()) file.end()
    await Promise.all([...files.values()].map((file) => finished(file)))
  }
  return total
}
