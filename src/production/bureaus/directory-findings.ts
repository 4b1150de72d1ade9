/** Test connection of a bureau that is reached through a directory: every step that work needs is tried with a hidden file of our own. */
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { NewId } from '../../kit/id.ts'
import type { Finding } from '../bureau.ts'
import { makeInside, staysInside } from './own-folder.ts'
import { codeOf, isSystemError, reasonOf } from './system-error.ts'
import { stage } from './whole-file.ts'

/** What works and what does not, up to the first that does not. Nothing is left behind that the bureau would act on. */
export async function directoryFindings(folder: string, newId: NewId): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { place, works, remedy, attempt } of steps(folder, newId)) {
    try {
      await attempt()
      findings.push({ ok: true, sentence: works })
    } catch (error) {
      if (!isSystemError(error)) throw error
      const reason = reasonOf(error, place)
      findings.push({
        ok: false,
        sentence: `${reason.charAt(0).toUpperCase()}${reason.slice(1)} ${FULL.has(codeOf(error)) ? 'Make room there.' : remedy}`,
      })
      break
    }
  }
  return findings
}

const FULL = new Set<unknown>(['ENOSPC', 'EDQUOT', 'EFBIG'])

interface Step {
  readonly place: string
  readonly works: string
  readonly remedy: string
  attempt(): Promise<void>
}

function steps(folder: string, newId: NewId): Step[] {
  const [orders, answers] = [join(folder, 'orders'), join(folder, 'answers')]
  const file = `connection-${newId()}`
  return [
    {
      place: folder,
      works: `The folder ${folder} is there.`,
      remedy: 'Mount the share that holds it, or name the right folder.',
      attempt: () => mustBeFolder(folder),
    },
    {
      place: orders,
      works: 'Batches can be written to orders/.',
      remedy: 'Create orders/ in the folder of the bureau, and let Cardinal write there.',
      attempt: async () => {
        await mustBeFolder(orders)
        await staysInside(folder, 'orders')
        await rm(await stage(orders, file, 'Cardinal tests its connection, and removes this file.\n', newId()))
      },
    },
    {
      place: answers,
      works: 'Answers can be read from answers/.',
      remedy: 'Create answers/ in the folder of the bureau, and let Cardinal read there.',
      attempt: async () => {
        await mustBeFolder(answers)
        await staysInside(folder, 'answers')
        await readdir(answers)
      },
    },
    ...['done', 'refused'].map((to) => ({
      place: join(answers, to),
      works: `Answers can be moved to answers/${to}/.`,
      remedy: 'Let Cardinal create folders in answers/, and move files into them.',
      attempt: () => moveOne(folder, to, file, newId()),
    })),
  ]
}

async function mustBeFolder(path: string): Promise<void> {
  if (!(await stat(path)).isDirectory()) throw Object.assign(new Error('It is not a folder.'), { code: 'ENOTDIR' })
}

async function moveOne(folder: string, to: string, file: string, token: string): Promise<void> {
  await makeInside(folder, join('answers', to))
  const staged = await stage(join(folder, 'answers'), file, 'Cardinal tests its connection, and removes this file.\n', token)
  const moved = join(folder, 'answers', to, `.${file}.part`)
  try {
    await rename(staged, moved)
  } catch (error) {
    await rm(staged, { force: true }).catch(() => undefined)
    throw error
  }
  await rm(moved)
}
