/**
 * Files that another program reads while we write: it sees all of a file or nothing of it, also after a power failure. A file is staged
 * under a name that readers pass over, brought to the disk, and then revealed by a rename, which is the one step that cannot be half done.
 */
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Writes and syncs the file under a hidden name in the same folder. Where that fails nothing of it is left behind.
 * @param token makes the hidden name unlike that of any other writer
 * @returns the path to give to `reveal`
 */
export async function stage(folder: string, name: string, content: string | Uint8Array, token: string): Promise<string> {
  const path = join(folder, `.${name}.${token}${UNFINISHED}`)
  const file = await open(path, 'wx', 0o640)
  try {
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined)
    throw error
  }
  return path
}

/** Gives a staged file its name, and syncs the folder so that the name lasts. */
export async function reveal(staged: string, folder: string, name: string): Promise<void> {
  await giveName(staged, folder, name)
  await syncFolder(folder)
}

/** Gives a staged file its name. The name lasts when the folder is synced, once for many files. */
export async function giveName(staged: string, folder: string, name: string): Promise<void> {
  try {
    await rename(staged, join(folder, name))
  } catch (error) {
    await rm(staged, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Writes a file of which this is the only writer, and clears away what it left behind when it was killed at the same work. */
export async function writeWhole(folder: string, name: string, content: string | Uint8Array, token: string): Promise<void> {
  await reveal(await stage(folder, name, content, token), folder, name)
  await sweep(folder, [name])
}

/** Removes what writers of these files left staged when they were killed. A writer still at work fails at its rename, and may try again. */
export async function sweep(folder: string, names: Iterable<string>): Promise<void> {
  const swept = new Set(names)
  const left = (await readdir(folder)).filter((entry) => swept.has(nameOfStaged(entry) ?? ''))
  await Promise.all(left.map((entry) => rm(join(folder, entry), { force: true })))
}

/** `.batch.json.token.part` is the staged `batch.json`; a token has no dot. */
const nameOfStaged = (entry: string): string | undefined => /^\.(.+)\.[^.]*\.part$/.exec(entry)?.[1]

/** Brings the names in a folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const UNFINISHED = '.part'
