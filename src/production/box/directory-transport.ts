/** The bureau in a box behind a folder that both sides can see: docs/bureau/directory.md from the bureau's side. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareFolder } from '../bureaus/directory.ts'
import { messageText } from '../contract/read-message.ts'
import { answerPost, inOrder } from './answer-post.ts'
import type { Arrival, Surroundings, Transport } from './transport.ts'

/** Creates `orders/` and `answers/` in the folder where they are missing. Whatever lies in `orders/` is left there. */
export async function directoryTransport({ folder, newId }: Surroundings): Promise<Transport> {
  await prepareFolder(folder)
  const orders = join(folder, 'orders')
  const post = answerPost(folder, '.json', newId)
  const looked = new Map<string, string>()

  async function* take(): AsyncGenerator<Arrival> {
    const names = (await readdir(orders)).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    for (const name of names.sort(inOrder)) {
      const found = await stat(join(orders, name)).catch(() => undefined)
      const print = found?.isFile() ? `${found.size} ${found.mtimeMs} ${found.ino}` : ''
      if (!print || looked.get(name) === print) continue
      yield {
        source: name,
        text: await readFile(join(orders, name)),
        photo: (sha256) => photoBeside(join(orders, 'photos'), sha256),
        done: async () => void looked.set(name, print),
        failed: async () => undefined,
      }
    }
  }

  return {
    sentence: `The bureau in a box watches ${orders}.`,
    take,
    give: (message, number) => post.write(number, message.message, messageText(message)),
    close: async () => undefined,
  }
}

/** `photos/<sha256>.jpg`, whatever it ends in. */
async function photoBeside(photos: string, sha256: string): Promise<Uint8Array | undefined> {
  const names = await readdir(photos).catch(() => [])
  const name = names.find((one) => one.startsWith(`${sha256}.`))
  return name === undefined ? undefined : readFile(join(photos, name))
}
