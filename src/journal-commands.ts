/** What the command line does with the journal: export it, verify it, and replace its key. */
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Actor } from './engine/permit.ts'
import { exportJournalTo } from './export-journal.ts'
import { checkpointsIn } from './journal/checkpoint.ts'
import type { KnownCheckpoint } from './journal/verify.ts'
import { rotateJournalKey } from './production/journal-key.ts'
import { journalOf } from './runtime/journal-settings.ts'
import { verifyWith } from './runtime/verify-journal.ts'
import type { World } from './runtime/world.ts'
import type { Database } from './store/database.ts'
import { readTree } from './store/journal-tree.ts'

export interface JournalMeans {
  readonly withDatabase: (work: (db: Database) => Promise<void>) => Promise<void>
  readonly withWorld: (work: (world: World) => Promise<void>) => Promise<void>
  readonly actor: Actor
  readonly progress: (part: number, sentence: string) => void
}

export function addJournalCommands(program: Command, { withDatabase, withWorld, actor, progress }: JournalMeans): void {
  program
    .command('export-journal')
    .description('write the journal into a folder, so that it can be verified elsewhere: tools/verify-journal.js')
    .argument('<folder>', 'a folder that is new or empty')
    .action((folder: string) =>
      withDatabase(async (db) => {
        const count = await exportJournalTo(db, folder, (done, total) => progress(done / total, `exporting: ${done} of ${total}`))
        console.info(`Written to ${folder}: ${count} entries.`)
      }),
    )

  program
    .command('verify-journal')
    .description('verify the journal in the database against its tree and every checkpoint that is known')
    .option('--checkpoint <file...>', 'checkpoints that were kept elsewhere')
    .action(({ checkpoint = [] }: { checkpoint?: string[] }) =>
      withWorld(async (world) => {
        const given = (await Promise.all(checkpoint.map(checkpointsOf))).flat()
        const { entries, unsealed, faults, findings } = await verifyWith(world, given, (done, total) =>
          progress(done / total, `verifying: ${done} of ${total}`),
        )
        for (const { sentence } of findings) console.info(sentence)
        if (faults > findings.length) console.info(`And ${faults - findings.length} more.`)
        if (faults > 0) process.exitCode = 1
        else console.info(`Nothing is wrong: ${entries} sealed entries are as they were sealed; ${unsealed} are not sealed yet.`)
      }),
    )

  program
    .command('rotate-journal-key')
    .description('make a new key to sign checkpoints of the journal with; the one before signs along for thirty days')
    .action(() =>
      withWorld(async (world) => {
        const { db, secrets, clock, newId } = world
        const tree = await readTree(db)
        if (!tree) throw new Error('The journal has no key yet; it gets one when it is first sealed. Nothing was changed.')
        const { fill, keys } = journalOf(world)
        const { verifier, bothUntil } = await rotateJournalKey({ db, secrets, clock, fill, given: keys }, tree.origin, actor, newId)
        console.info(
          `The key ${verifier} signs from now on, and until ${bothUntil.toISOString().slice(0, 10)} the one before it as well. A server that runs takes it up by itself. Give the new key to whoever verifies the journal.`,
        )
      }),
    )
}

async function checkpointsOf(path: string): Promise<KnownCheckpoint[]> {
  const found = checkpointsIn(await readFile(path, 'utf8'))
  if (found.length === 0) throw new Error(`${path} holds no checkpoint. Nothing was verified.`)
  return found.map((checkpoint) => ({ from: `${path}, over ${checkpoint.size} entries,`, checkpoint }))
}
