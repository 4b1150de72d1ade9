import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../kit/hash.ts'

const DAY = 86_400_000

/** Photos that came before the batch that names them, in a folder of their own by the hash of their bytes. None is kept beyond a day. */
export async function photoStore(folder: string, { now }: { now(): Date }) {
  const place = join(folder, '.photos')
  await mkdir(place, { recursive: true, mode: 0o700 })
  const read = async (hash: string): Promise<Uint8Array | undefined> => {
    const bytes = await readFile(join(place, hash)).catch(() => undefined)
    return bytes && sha256(bytes) === hash ? bytes : undefined
  }
  return {
    read,
    async has(hash: string): Promise<boolean> {
      const isThere = (await read(hash)) !== undefined
      // Whoever is told that it is there counts on it for a while.
      if (isThere) await utimes(join(place, hash), now(), now())
      return isThere
    },
    /** Refuses bytes that have another hash. */
    async keep(hash: string, bytes: Uint8Array): Promise<boolean> {
      if (sha256(bytes) !== hash) return false
      await forgetOld(place, now().getTime() - DAY)
      await writeFile(join(place, hash), bytes, { mode: 0o600 })
      await utimes(join(place, hash), now(), now())
      return true
    },
  }
}

async function forgetOld(place: string, before: number): Promise<void> {
  for (const name of await readdir(place)) {
    const found = await stat(join(place, name)).catch(() => undefined)
    if (found && found.mtimeMs < before) await rm(join(place, name), { force: true })
  }
}
