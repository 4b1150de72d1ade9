import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { root } from '../src/kit/root.ts'
import { certificateFor } from './certificate.ts'
import { freshPlace, type Place } from './databases.ts'
import { freePort } from './free-port.ts'

let place: Place
beforeEach(async () => {
  place = await freshPlace()
})
afterEach(() => place.remove())

const PATIENCE = 180_000

it(
  'a server that is told to stop while it starts finishes what it began, and leaves its folder free',
  async () => {
    const server = await serve()
    while (!existsSync(join(place.settings.dataDir, 'cardinal.lock'))) await pause(5)
    server.stop()
    expect(await server.ended).toEqual({ code: 0, signal: null })
    expect(existsSync(join(place.settings.dataDir, 'cardinal.lock'))).toBe(false)
    expect(wasShutDown()).toBe(true)
  },
  PATIENCE,
)

it(
  'a server that is told to stop in the moment it is ready stops as it should',
  async () => {
    const server = await serve()
    while (!(await fetch(`${server.address}/readyz`).catch(() => undefined))?.ok) await pause(5)
    expect(wasShutDown()).toBe(false)
    server.stop()
    expect(await server.ended).toEqual({ code: 0, signal: null })
    expect(wasShutDown()).toBe(true)
  },
  PATIENCE,
)

it(
  'a server reads its certificate anew when it is told to, and keeps the one before where it cannot',
  async () => {
    const [cert, key] = [join(place.settings.dataDir, 'cert.pem'), join(place.settings.dataDir, 'key.pem')]
    const renew = (): void => {
      const made = certificateFor(['127.0.0.1'])
      writeFileSync(cert, made.cert)
      writeFileSync(key, made.key)
    }
    renew()
    const server = await serve({ TLS_CERT_FILE: cert, TLS_KEY_FILE: key })
    let first: string | undefined
    while (!first) first = await shown(server.port).catch(() => pause(20).then(() => undefined))
    while (!server.said().includes('Cardinal serves on https://')) await pause(5)
    renew()
    server.tell('SIGHUP')
    while ((await shown(server.port)) === first) await pause(5)
    const second = await shown(server.port)
    writeFileSync(key, 'no key')
    server.tell('SIGHUP')
    while (!server.said().includes('could not be renewed')) await pause(5)
    expect(await shown(server.port)).toBe(second)
    server.stop()
    expect(await server.ended).toEqual({ code: 0, signal: null })
  },
  PATIENCE,
)

/** The fingerprint of the certificate that a server shows. */
async function shown(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.destroy()
  return fingerprint256
}

async function serve(settings: Record<string, string> = {}) {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      DATA_DIR: place.settings.dataDir,
      DATABASE_URL: '',
      HOST: '127.0.0.1',
      PORT: String(port),
      DEMO: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  return {
    address: `http://127.0.0.1:${port}`,
    port,
    said: () => printed,
    tell: (signal: NodeJS.Signals) => child.kill(signal),
    stop: () => child.kill('SIGTERM'),
    ended: once(child, 'exit').then(([code, signal]) => ({ code, signal })),
  }
}

/** The database notes in its control file whether it was closed; one that was not reads its log of changes again at the next start. */
const SHUT_DOWN = 1
function wasShutDown(): boolean {
  const control = readFileSync(join(place.settings.dataDir, 'database', 'global', 'pg_control'))
  return control.readInt32LE(STATE_AT) === SHUT_DOWN
}
/** Behind the system's identifier (8 bytes) and two version numbers (4 bytes each). */
const STATE_AT = 16
