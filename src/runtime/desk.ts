import type { Actor } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import type { Bureau } from '../production/bureau.ts'
import { readBatch } from '../store/batch.ts'
import { deliver, walkOn } from './answer.ts'
import { lapseApprovals } from './approve.ts'
import { mailCodes, mailForgotten } from './code-delivery.ts'
import { collectAnswers } from './collect.ts'
import { expireCards } from './expire.ts'
import { sendBatch } from './hand-over.ts'
import type { Handlers } from './jobs.ts'
import { sendMail } from './mail.ts'
import { publishShipped } from './publish.ts'
import { purgeByRules } from './purge.ts'
import { lapseRecalls, sendRecall } from './recalls.ts'
import { releaseOnSchedule } from './release.ts'
import { forgetOldUploads } from './upload-photo.ts'
import { performVerification } from './verify-journal.ts'
import type { World } from './world.ts'

/** Opens the desk on a migrated database: what ships is published, and the definitions in force are known. */
export async function openDesk(world: World, readDrawing: (useCase: UseCase) => Promise<string>): Promise<World> {
  await world.definitions.refresh(world.db)
  await publishShipped(world, readDrawing)
  return world
}

/** The bureaus that are defined now, each reached through its connector. */
export interface Bureaus {
  names(): readonly string[]
  of(name: string): Bureau
}

/** Only this one, by whatever name; for a desk with one bureau. */
export const onlyBureau = (bureau: Bureau): Bureaus => ({ names: () => [bureau.name], of: () => bureau })

/** What the jobs do. Each may be done twice. */
export function handlersOf(world: World, bureaus: Bureaus, schedule: Actor, sweep: () => Promise<void>): Handlers {
  return {
    async 'send-batch'({ batch }) {
      const found = await readBatch(world.db, String(batch))
      if (found) await sendBatch(world, bureaus.of(found.bureau), found.id)
    },
    'send-recall': ({ bureau, message }) => sendRecall(world, bureaus.of(String(bureau)), String(message)),
    async 'collect-answers'({ bureau, run }) {
      await collectFrom(world, bureaus, typeof bureau === 'string' ? [bureau] : bureaus.names())
      if (typeof run === 'string') await deliver(world, run, 'answers-collected', {})
    },
    async 'walk-run'({ run }) {
      const walk = async (): Promise<void> => {
        while (await walkOn(world, String(run)));
      }
      // Two legs at a time: while one waits for the disk, or for this program, the database works on the other.
      await Promise.all([walk(), walk()])
    },
    release: async ({ bureau }) => void (await releaseOnSchedule(world, schedule, String(bureau))),
    'lapse-recalls': async () => void (await lapseRecalls(world, schedule)),
    'send-mail': ({ mail }) => sendMail(world, String(mail)),
    'forget-uploads': () => forgetOldUploads(world),
    'verify-journal': ({ verification }) => performVerification(world, typeof verification === 'string' ? verification : undefined),
    async 'send-codes'({ run, account }) {
      if (typeof run === 'string') await mailCodes(world, run)
      if (typeof account === 'string') await mailForgotten(world, account)
    },
    async sweep() {
      await expireCards(world, schedule)
      await purgeByRules(world, schedule)
      await lapseApprovals(world, schedule)
      await sweep()
    },
  }
}

/** One bureau that cannot be reached keeps nobody from hearing the others. */
async function collectFrom(world: World, bureaus: Bureaus, names: readonly string[]): Promise<void> {
  const troubles: unknown[] = []
  for (const name of names) await collectAnswers(world, bureaus.of(name)).catch((error) => troubles.push(error))
  if (troubles.length > 0) throw troubles[0]
}
