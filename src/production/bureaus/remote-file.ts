/**
 * Files on a server that somebody reads while we write: a file is uploaded under a hidden name, and then revealed by a rename, which is the
 * one step that cannot be half done.
 */
import type { SftpSession } from './sftp-session.ts'

/**
 * Uploads a file under a hidden name in its folder. Where that fails, what is there of it is removed if that can still be done.
 * @param token makes the hidden name unlike that of any other attempt
 * @returns the path to give to `reveal`
 */
export async function stage(session: SftpSession, folder: string, name: string, bytes: Uint8Array, token: string): Promise<string> {
  const path = `${folder}/.${name}${UNFINISHED}${token}`
  try {
    await session.write(path, bytes)
  } catch (error) {
    await session.remove(path).catch(() => undefined)
    throw error
  }
  return path
}

/** Gives a staged file its name. */
export async function reveal(session: SftpSession, staged: string, folder: string, name: string): Promise<void> {
  try {
    await session.replace(staged, `${folder}/${name}`)
  } catch (error) {
    await session.remove(staged).catch(() => undefined)
    throw error
  }
}

/** Removes what earlier attempts at this file left staged. One that is still at work fails at its rename, and may try again. */
export async function sweep(session: SftpSession, folder: string, name: string): Promise<void> {
  const left = (await session.names(folder)).filter((entry) => entry.startsWith(`.${name}${UNFINISHED}`))
  for (const entry of left) await session.remove(`${folder}/${entry}`)
}

const UNFINISHED = '.part-'
