/**
 * The bureau in a box behind an SFTP server of its own. It serves three folders in its folder, and nothing else of it; what was taken from
 * `orders/` or `acknowledgements/` goes to `taken/`, still encrypted, and what was not, to `refused/`.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { messageText } from '../contract/read-message.ts'
import { answerPost, inOrder } from './answer-post.ts'
import { unpackBatch } from './archive.ts'
import { keptText, randomWord } from './kept-text.ts'
import { type Envelopes, openEnvelopes, readPublicKey } from './openpgp-files.ts'
import { sftpServer } from './sftp-server.ts'
import type { Arrival, SftpSettings, Surroundings, Transport } from './transport.ts'

export async function sftpTransport(settings: SftpSettings, around: Surroundings): Promise<Transport> {
  const { folder, fillRandom, newId } = around
  for (const name of FOLDERS) await mkdir(join(folder, name), { recursive: true })
  const { utils } = (await import('ssh2')).default
  const hostKey = await keptText(folder, '.host-key', () => utils.generateKeyPairSync('ed25519').private)
  const user = settings.user ?? 'cardinal'
  const password = settings.password ?? (await keptText(folder, '.password', () => randomWord(fillRandom)))
  const cardinalKey = settings.cardinalKey ?? join(folder, 'cardinal-key.asc')
  const envelopes = await openEnvelopes(around, () => readPublicKey(cardinalKey))
  const server = await sftpServer({ ...settings, hostKey, user, password }, around)
  const post = answerPost(folder, '.json.pgp', newId)

  return {
    sentence: [
      `The bureau in a box listens for SFTP on ${server.host}, port ${server.port}, and lets ${user} in.`,
      settings.password === undefined ? `Its password is ${password}` : 'Its password is the one that was given.',
      `Its host key is ${fingerprintOf(hostKey, utils)}`,
      `Its OpenPGP key is in ${envelopes.publicKeyFile}, with the fingerprint ${envelopes.fingerprint}`,
      `Cardinal’s OpenPGP public key is read from ${cardinalKey}`,
    ].join('\n'),
    async *take() {
      for (const place of ['orders', 'acknowledgements']) {
        const names = (await readdir(join(folder, place))).filter((name) => /^[^.].*\.(zip|json)\.pgp$/.test(name))
        for (const name of names.sort(inOrder)) yield arrivalOf(folder, place, name, envelopes)
      }
    },
    give: async (message, number) => post.write(number, message.message, await envelopes.seal(messageText(message))),
    close: () => server.close(),
  }
}

const FOLDERS = ['orders', 'answers', 'answers/done', 'answers/refused', 'acknowledgements', 'taken', 'refused']

async function arrivalOf(folder: string, place: string, name: string, envelopes: Envelopes): Promise<Arrival> {
  const path = join(folder, place, name)
  const opened = await envelopes.open(await readFile(path))
  const unpacked =
    'why' in opened ? opened : name.endsWith('.zip.pgp') ? await unpackBatch(opened.bytes) : { text: opened.bytes, photos: new Map() }
  return {
    source: name,
    text: 'why' in unpacked ? unpacked : unpacked.text,
    photo: async (sha256) => ('why' in unpacked ? undefined : unpacked.photos.get(sha256)),
    done: async (outcome) => rename(path, join(folder, outcome === 'taken' || outcome === 'known' ? 'taken' : 'refused', name)),
    failed: async () => undefined,
  }
}

/** As `ssh-keygen -l` prints it. */
function fingerprintOf(hostKey: string, { parseKey }: typeof import('ssh2').utils): string {
  const key = parseKey(hostKey)
  if (key instanceof Error) throw new Error('The host key in .host-key cannot be read. Remove it to have a new one made.', { cause: key })
  return `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`
}
