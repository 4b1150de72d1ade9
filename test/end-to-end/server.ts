/** A Cardinal of one's own: the built server as a process, on a free port, with a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../free-port.ts'

const root = join(import.meta.dirname, '../..')
const patience = 120_000

export interface Server {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  address: string
  dataDir: string
  /** What the server printed so far. */
  output(): string
  /** Ends the server as Ctrl-C does, and waits until it has. */
  stop(): Promise<void>
}

/** The password of every demo account on these servers. */
export const demoPassword = 'a-desk-for-the-tests'

/** Starts the built server on a data folder and waits until it says that it is ready. */
export async function startServer(dataDir: string, settings: Record<string, string> = {}): Promise<Server> {
  const address = `${settings.TLS_CERT_FILE ? 'https' : 'http'}://127.0.0.1:${await freePort()}`
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: new URL(address).port,
    DATA_DIR: dataDir,
    DEMO_PASSWORD: demoPassword,
    ...settings,
  }
  const child = spawn(process.execPath, [join(root, 'dist/main.js')], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  process.on('exit', () => child.kill())
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  await untilReady(address, child, () => printed)
  return { address, dataDir, output: () => printed, stop: () => stop(child) }
}

async function untilReady(address: string, child: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + patience
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The server ended at its start. It said:\n${output()}`)
    if (await isReady(address)) return
    await pause(50)
  }
  child.kill('SIGKILL')
  throw new Error(`The server was not ready after ${patience / 1000} s. It said:\n${output()}`)
}

/** A certificate that the test made is signed by nobody we know. */
const isReady = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { get } = address.startsWith('https') ? https : http
    get(`${address}/readyz`, { rejectUnauthorized: false }, (answer) => resolve(answer.resume().statusCode === 200)).on('error', () =>
      resolve(false),
    )
  })

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const inTime = await Promise.race([ended.then(() => true), pause(15_000, false, { ref: false })])
  if (inTime) return
  child.kill('SIGKILL')
  throw new Error('The server did not end within 15 s of being asked to.')
}
