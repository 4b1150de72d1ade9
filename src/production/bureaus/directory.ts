/**
 * A bureau that is reached through a directory which both sides can see: batches and recalls go into `orders/`, answers come from
 * `answers/`. The bureau's side of it is docs/bureau/directory.md. What is deliberately absent: deleting anything of the bureau's, and
 * creating the two folders while at work, since a share that is not mounted looks just like a folder that is empty.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { NewId } from '../../kit/id.ts'
import type { Bureau } from '../bureau.ts'
import { collectAnswers } from './directory-answers.ts'
import { directoryFindings } from './directory-findings.ts'
import { submitBatch, submitRecall } from './directory-orders.ts'

export interface DirectorySettings {
  /** The bureau, as Cardinal calls it. */
  readonly name: string
  /** What people call the bureau. */
  readonly label: string
  /** Where `orders/` and `answers/` are. */
  readonly folder: string
}

/**
 * The bureau behind a folder. A message of the bureau is acknowledged to it by moving its file to `answers/done/`, or to
 * `answers/refused/` with the reason beside it.
 */
export function directoryBureau({ name, label, folder }: DirectorySettings, newId: NewId): Bureau {
  return {
    name,
    label,
    connector: 'directory',
    submit: (batch, photos) => submitBatch(folder, batch, photos, newId),
    recall: (recall) => submitRecall(folder, recall, newId),
    collect: () => collectAnswers(folder),
    test: () => directoryFindings(folder, newId),
  }
}

/** Creates the folder and those in it, where they are missing. For whoever sets the bureau up; the connector itself never does it. */
export async function prepareFolder(folder: string): Promise<void> {
  for (const name of ['orders', join('answers', 'done'), join('answers', 'refused')]) await mkdir(join(folder, name), { recursive: true })
}
