/**
 * Shows that something is being worked on: on a terminal one line with a spinner and the seconds so far, elsewhere (a log,
 * a pipe) a plain line at the start, one every fifteen seconds, and one at the end.
 */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { root } from './root.js'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const heartbeat = 15_000

/**
 * Performs `work` while its title and the time it has taken are shown on `stream`.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Promise<T>}
 */
export async function withProgress(title, work, stream = process.stdout) {
  const began = performance.now()
  const stop = stream.isTTY ? spin(title, began, stream) : tell(title, began, stream)
  try {
    const result = await work()
    stop('✓', `${title}  ${seconds(began)}`)
    return result
  } catch (error) {
    stop('✗', `${title} failed after ${seconds(began)}`)
    throw error
  }
}

/** How long ago `began` was, for people. @param {number} began a reading of `performance.now()` */
export function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`
}

/**
 * Runs a program with nothing on its standard input and its output kept in a log file. Resolves with its exit code; a program that was
 * ended by a signal, could not be started, or took longer than `limit` milliseconds counts as 1, and the log says so.
 * @param {string} command
 * @param {string[]} args
 * @param {{ log: string, env?: Record<string, string | undefined>, limit?: number }} options
 * @returns {Promise<number>}
 */
export function runLogged(command, args, { log, env, limit }) {
  mkdirSync(dirname(log), { recursive: true })
  const file = createWriteStream(log)
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.pipe(file, { end: false })
  child.stderr.pipe(file, { end: false })
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    child.kill(signal)
    process.exitCode = 130
  }
  process.on('SIGINT', pass).on('SIGTERM', pass)
  return new Promise((resolve) => {
    const timer = limit && setTimeout(() => give(1, `Stopped: it took longer than ${limit / 1000} s.`), limit)
    child.on('error', (error) => give(1, error.message))
    child.on('close', (code, signal) => give(code ?? 1, signal ? `Ended by ${signal}.` : ''))
    function give(/** @type {number} */ code, /** @type {string} */ remark) {
      if (timer) clearTimeout(timer)
      process.off('SIGINT', pass).off('SIGTERM', pass)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      file.end(remark ? `\n${remark}\n` : '', () => resolve(code))
    }
  })
}

/**
 * Like `runLogged`, but a failure throws an error whose message shows the end of the log and where the whole of it is.
 * @param {string} command
 * @param {string[]} args
 * @param {{ log: string, env?: Record<string, string | undefined> }} options
 */
export async function runOrExplain(command, args, options) {
  if ((await runLogged(command, args, options)) !== 0) {
    throw new Error(`${endOf(options.log, 40)}\n\nThe whole output is in ${relative(root, options.log)}.`)
  }
}

/** The last lines of a log. @param {string} log @param {number} lines */
export function endOf(log, lines) {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}

/** What is worked on at once shares the line. @type {Map<string, number>} */
const spinning = new Map()

/** @param {string} title @param {number} began @param {NodeJS.WriteStream} stream */
function spin(title, began, stream) {
  let turn = 0
  spinning.set(title, began)
  const timer = setInterval(() => {
    if ([...spinning.keys()][0] !== title) return
    turn += 1
    const line = [...spinning].map(([each, since]) => `${each.trimEnd()}  ${Math.round((performance.now() - since) / 1000)} s`).join('   ')
    stream.write(`\r\x1b[2K${frames[turn % frames.length]} ${line}`)
  }, 100)
  return (/** @type {string} */ mark, /** @type {string} */ line) => {
    clearInterval(timer)
    spinning.delete(title)
    stream.write(`\r\x1b[2K${mark} ${line}\n`)
  }
}

/** @param {string} title @param {number} began @param {NodeJS.WriteStream} stream */
function tell(title, began, stream) {
  stream.write(`${title} …\n`)
  const timer = setInterval(() => stream.write(`${title} … ${Math.round((performance.now() - began) / 1000)} s\n`), heartbeat)
  return (/** @type {string} */ mark, /** @type {string} */ line) => {
    clearInterval(timer)
    stream.write(`${mark} ${line}\n`)
  }
}
