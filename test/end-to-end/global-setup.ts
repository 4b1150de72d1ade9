/** Makes the fresh demo organisation once; each spec file's server then starts on a copy of it, which takes a fraction of the time. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './server.ts'

export default async function globalSetup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'cardinal-browser-'))
  mkdirSync(join(folder, 'fresh'))
  process.env.CARDINAL_BROWSER_FOLDER = folder
  try {
    const server = await startServer(join(folder, 'fresh'))
    await server.stop()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  return () => rmSync(folder, { recursive: true, force: true })
}
