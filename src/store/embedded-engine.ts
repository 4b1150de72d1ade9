import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { root } from '../kit/root.ts'

/** The engine's thread, and a way to connect to it as to a server. */
export interface Engine {
  /** A connection in place of a socket. The engine serves one at a time; a new one begins a new session. */
  readonly connect: () => Duplex
  readonly close: () => Promise<void>
}

/** What the thread says. */
type Message = Uint8Array | { ready: true } | { stopped: string }

/**
 * How much a function of the engine runs before it is compiled a second time, and optimized; what V8 counts is about the bytes it executed.
 * Left to itself V8 optimizes so early that a start spends a second of processor time and fifty megabytes on what runs only at the start;
 * with a budget fifty times as large the functions that are really hot are optimized all the same, within the first seconds of work.
 */
const workUntilOptimized = 100_000_000

/** The thread's own objects live no longer than a message; room for more of them is memory that is never given back. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 }

/** Starts the engine on its folder. A folder that is not there is made, which takes some seconds and is not safe against interruption. */
export async function startEngine(folder: string): Promise<Engine> {
  setFlagsFromString(`--wasm-tiering-budget=${workUntilOptimized}`)
  const worker = new Worker(join(root, 'src/store/embedded-worker.js'), {
    workerData: { folder },
    stdout: true,
    stderr: true,
    resourceLimits,
  })
  let stopped: Error | undefined
  let line: Line | undefined

  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    const stop = (sentence: string, cause?: unknown) => {
      stopped ??= new Error(sentence, { cause })
      line?.destroy(stopped)
      reject(stopped)
    }
    worker.on('message', (message: Message) => {
      if (message instanceof Uint8Array) line?.push(message)
      else if ('ready' in message) resolve()
      else stop(message.stopped)
    })
    worker.on('error', (error) => stop('The embedded database stopped because of an error in its thread.', error))
    worker.on('exit', () => stop('The embedded database is not running.'))
  })

  return {
    connect: () => {
      line = new Line(worker, stopped)
      return line
    },
    close: async () => {
      worker.postMessage('close')
      await exited
    },
  }
}

/** Looks like a socket to the driver: what it writes goes to the thread, what the thread answers can be read here. */
class Line extends Duplex {
  readonly #worker: Worker
  readonly #broken: Error | undefined

  constructor(worker: Worker, broken: Error | undefined) {
    super()
    this.#worker = worker
    this.#broken = broken
  }

  connect(): void {
    process.nextTick(() => (this.#broken === undefined ? this.emit('connect') : this.destroy(this.#broken)))
  }

  override _read(): void {} // What the thread says is pushed when it comes.

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#worker.postMessage(Uint8Array.from(chunk))
    done()
  }

  /** The driver writes whole protocol messages; those of one statement, or of one turn, go over together. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#worker.postMessage(Uint8Array.from(Buffer.concat(chunks.map(({ chunk }) => chunk))))
    done()
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  // A thread has no wire to tune, and it keeps the program alive until it is closed.
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
}
