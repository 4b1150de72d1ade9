/** The built server as a process of its own, as `npm start` runs it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../src/kit/root.ts'
import { freePort } from '../test/free-port.ts'
import { testSecretKey } from '../test/keys.ts'

export interface Serving {
  readonly port: number
  /** From the start of the process until it answers that it is ready, in milliseconds. */
  readonly startedIn: number
  /** Resident memory of the process, in MB. */
  memory(): Promise<number>
  stop(): Promise<void>
}

export async function startServing(settings: Record<string, string>): Promise<Serving> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn(process.execPath, [join(root, 'scripts/start.js')], {
    cwd: root,
    env: {
      ...process.env,
      LOG_LEVEL: 'warn',
      SECRET_KEY: testSecretKey,
      RATE_LIMIT: '0',
      HOST: '127.0.0.1',
      PORT: String(port),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const ended = once(child, 'exit')
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The server ended at its start. It said:\n${said}`)
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (ready?.ok) break
    await pause(10)
  }
  return {
    port,
    startedIn: performance.now() - begun,
    memory: async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
