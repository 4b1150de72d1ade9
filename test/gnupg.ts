/** GnuPG with a home of its own, as a bureau's engineer uses it on a command line: the counterpart of what Cardinal signs and encrypts. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface GnuPG {
  /** The armored public key of one that was made. */
  exportKey(fingerprint: string): string
  /** Makes a key that signs and can be encrypted for, and returns its fingerprint. */
  makeKey(name: string, when?: When & { lasts?: string }): string
  importKey(armored: string): void
  /** Revokes a key of its own. */
  revoke(fingerprint: string): void
  /** What is in an encrypted file, and the fingerprint of the key that signed it, where one did and GnuPG found it good. */
  open(file: Uint8Array): { bytes: Buffer; signedBy: string | undefined }
  /** Encrypts for one key, signed by another or by none. */
  seal(bytes: Uint8Array, options: { for: string; by?: string | undefined; armored?: boolean } & When): Buffer
  /** Only signs, without packing it, so that what is signed can be found in it. */
  sign(bytes: Uint8Array, by: string, when?: When): Buffer
  close(): void
}

/** As if it were done at another time, as GnuPG writes times: `20200101T000000`. */
interface When {
  readonly at?: string | undefined
}

export function openGnuPG(): GnuPG {
  // Its sockets lie in there, and their paths must not be long.
  const home = mkdtempSync(join(tmpdir(), 'gpg-'))
  const scratch = (bytes: Uint8Array) => {
    const file = join(home, 'file')
    writeFileSync(file, bytes)
    return file
  }
  const run = (args: readonly string[], { at }: When = {}) => {
    const time = at === undefined ? [] : ['--faked-system-time', at]
    const always = ['--homedir', home, '--batch', '--yes', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '', '--status-fd', '2']
    const { status, stdout, stderr } = spawnSync(program(), [...always, '--trust-model', 'always', ...time, ...args], {
      maxBuffer: 2 ** 28,
    })
    if (status !== 0) throw new Error(`gpg ${args.join(' ')} failed:\n${stderr}`)
    return { stdout, status: stderr.toString('utf8') }
  }
  return {
    exportKey: (fingerprint) => run(['--armor', '--export', fingerprint]).stdout.toString('utf8'),
    makeKey(name, { at, lasts = '0' } = {}) {
      const { status } = run(['--quick-gen-key', `${name} <${name}@example.org>`, 'ed25519', 'sign', lasts], { at })
      const fingerprint = /KEY_CREATED \w ([0-9A-F]{40})/.exec(status)?.[1] ?? ''
      run(['--quick-add-key', fingerprint, 'cv25519', 'encr', lasts], { at })
      return fingerprint
    },
    importKey: (armored) => void run(['--import', scratch(Buffer.from(armored))]),
    revoke(fingerprint) {
      // GnuPG keeps the certificate ready, made harmless by a colon.
      const folder = join(home, 'openpgp-revocs.d')
      const name = readdirSync(folder).find((entry) => entry.startsWith(fingerprint)) ?? ''
      run(['--import', scratch(Buffer.from(readFileSync(join(folder, name), 'utf8').replace(':-----BEGIN', '-----BEGIN')))])
    },
    open(file) {
      const { stdout, status } = run(['--decrypt', scratch(file)])
      const good = status.includes('GOODSIG') ? /VALIDSIG [0-9A-F]{40} .* ([0-9A-F]{40})$/m.exec(status)?.[1] : undefined
      return { bytes: stdout, signedBy: good }
    },
    seal(bytes, { for: receiver, by, armored = false, at }) {
      const signing = by === undefined ? [] : ['--sign', '--local-user', by]
      const form = armored ? ['--armor'] : []
      return run([...signing, ...form, '--encrypt', '--recipient', receiver, '--output', '-', scratch(bytes)], { at }).stdout
    },
    sign: (bytes, by, when) => run(['--sign', '--compress-algo', 'none', '--local-user', by, '--output', '-', scratch(bytes)], when).stdout,
    close() {
      // It leaves an agent running that nobody else uses.
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'])
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function program(): string {
  return process.env.GPG ?? 'gpg'
}
