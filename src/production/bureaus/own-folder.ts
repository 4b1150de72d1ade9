/** The folders inside the folder of a bureau. What is in them counts as the bureau's, so none of them may be somewhere else. */
import { mkdir, realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { codeOf } from './system-error.ts'

/** Refuses, with the code `ELOOP`, a folder that is a link to somewhere else: what is in it would not be the bureau's. */
export async function staysInside(folder: string, name: string): Promise<void> {
  const path = relative(await realpath(folder), await realpath(join(folder, name)))
  if (path === '..' || path.startsWith(`..${sep}`) || path.startsWith(sep))
    throw Object.assign(new Error(`${name} leads out of the folder of the bureau.`), { code: 'ELOOP' })
}

/**
 * Creates a folder in one that both sides agreed on, where it is missing.
 * @returns whether it was missing
 */
export async function makeInside(folder: string, name: string): Promise<boolean> {
  const made = await mkdir(join(folder, name)).then(
    () => true,
    (error) => {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    },
  )
  await staysInside(folder, name)
  return made
}
