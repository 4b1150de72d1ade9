/**
 * The embedded database, alone in its thread, so that a long statement does not hold up the rest of the program: PostgreSQL's wire
 * protocol in, PostgreSQL's wire protocol out. It is plain JavaScript because a worker cannot load TypeScript everywhere we run.
 *
 * Left to itself PGlite never waits for the disk. Here it does: it runs with fsync on, and its file system gets the fsync it lacks, so a
 * commit that was answered is on the disk. It has no background processes either, so what they would do is done here between
 * transactions, each time so much has been written: vacuum, analyze, checkpoint.
 *
 * Messages in: the bytes of whole protocol messages, or 'close'. Messages out: bytes; or { ready: true }; or { stopped: sentence }.
 */
import { fsyncSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** @type {{ folder: string }} */
const { folder } = workerData
if (parentPort === null) throw new Error('The embedded database runs in a worker thread.')
const port = parentPort

/** Segments of the write-ahead log, 16 MB each, after which the log is cut and the tables are tidied. */
const segmentsUntilTidy = 4
const walSegment = { path: '', changes: 0 }

class DurableFolder extends NodeFS {
  /**
   * @override
   * @param {PGlite} lite
   * @param {Parameters<NodeFS['init']>[1]} options
   */
  async init(lite, options) {
    const { emscriptenOpts } = await super.init(lite, options)
    emscriptenOpts.preRun?.push((mod) => {
      // The driver's types do not name its own file systems.
      const { NODEFS } = /** @type {{ filesystems: { NODEFS: { stream_ops: Record<string, unknown> } } }} */ (
        /** @type {unknown} */ (mod.FS)
      ).filesystems
      NODEFS.stream_ops.fsync = fsync
    })
    return { emscriptenOpts }
  }
}

/** @param {{ nfd: number, path?: string }} stream */
function fsync(stream) {
  try {
    fsyncSync(stream.nfd)
  } catch (error) {
    // After a failed fsync nobody knows what is on the disk. To go on would be to lie about the next commit.
    stop(`The disk did not keep what was written (${/** @type {NodeJS.ErrnoException} */ (error).code ?? error}).`)
  }
  if (stream.path?.includes('pg_wal/') && stream.path !== walSegment.path) {
    walSegment.path = stream.path
    walSegment.changes++
  }
  return 0
}

/** Says why and ends this thread, from however deep inside the engine. What was answered is on the disk; the rest never happened.
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  port.postMessage({ stopped: sentence })
  process.exit(1)
}

const lite = await PGlite.create({
  fs: new DurableFolder(folder),
  startParams: [
    ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
    ...['wal_sync_method=fsync', 'shared_buffers=32MB', 'min_wal_size=32MB', 'max_wal_size=64MB'].flatMap((setting) => ['-c', setting]),
  ],
  extensions: { pg_trgm },
  onStderr: (line) => {
    // The engine's log may show values of a person's record; only its last word is told, without the details.
    const panic = /PANIC: +(.*)/.exec(line)
    if (panic !== null) stop(`The embedded database stopped: ${panic[1]}.`)
    return false
  },
  onStdout: () => false,
})

// PGlite would call a broken engine again and again for the rest of a message. 100 is how it signals an ordinary SQL error.
const engine = lite.Module
const turnOnce = engine._PostgresMainLoopOnce
engine._PostgresMainLoopOnce = () => {
  try {
    turnOnce()
  } catch (error) {
    if (/** @type {{ status?: number }} */ (error).status !== 100) stop(`The embedded database stopped: ${error}.`)
    throw error
  }
}

walSegment.changes = 0
port.on('message', receive)
port.postMessage({ ready: true })

/** @param {Uint8Array | 'close'} message */
function receive(message) {
  if (message === 'close') return void close()
  const isStartup = message[0] === 0
  if (isStartup) forgetLastSession()
  const answer = run(message)
  port.postMessage(answer, [answer.buffer])
  if (walSegment.changes >= segmentsUntilTidy && !lite.isInTransaction()) tidy()
}

/**
 * @param {Uint8Array} message
 * @returns {Uint8Array<ArrayBuffer>}
 */
function run(message) {
  /** @type {Uint8Array[]} */
  const parts = []
  // Without syncToFs it has run when the call returns.
  void lite.execProtocolRawStream(message, { syncToFs: false, onRawData: (part) => parts.push(part.slice()) })
  const answer = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let filled = 0
  for (const part of parts) {
    answer.set(part, filled)
    filled += part.length
  }
  return answer
}

/** A new connection finds nothing of the one before it: no open transaction, no prepared statement, no channel listened to. */
function forgetLastSession() {
  if (lite.isInTransaction()) run(simpleQuery('rollback'))
  run(simpleQuery('discard all'))
}

function tidy() {
  run(simpleQuery('vacuum (analyze)'))
  run(simpleQuery('checkpoint'))
  walSegment.changes = 0
}

async function close() {
  if (lite.isInTransaction()) run(simpleQuery('rollback'))
  await lite.close()
  process.exit(0)
}

/**
 * The protocol's simple query: Q, the length, the text, a zero.
 * @param {string} sql
 */
function simpleQuery(sql) {
  const text = Buffer.from(sql)
  const message = Buffer.alloc(text.length + 6)
  message.write('Q')
  message.writeInt32BE(text.length + 5, 1)
  text.copy(message, 5)
  return message
}
