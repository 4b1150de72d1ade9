/**
 * Stands between sshd and its real SFTP server, hands on all they say, and kills the connection at the very packet that a test is about:
 *
 * - `read`: a file is being downloaded;
 * - `write`: the second part of a file is being uploaded;
 * - `rename`: the rename was asked for and not done;
 * - `renamed`: the rename was done, and the client was not told.
 *
 * Which of these is in the file that the first argument names; without it nothing is cut. The second argument is the real server.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const [, , cutFile = '', program = ''] = process.argv
const cut = existsSync(cutFile) ? readFileSync(cutFile, 'utf8') : 'never'
const READ = 5
const WRITE = 6
const EXTENDED = 200

const server = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] })
let waiting = Buffer.alloc(0)
let writes = 0
let silent = false

process.stdin.on('data', (data) => {
  waiting = Buffer.concat([waiting, data])
  for (let packet = nextPacket(); packet; packet = nextPacket()) handOn(packet)
})
process.stdin.on('end', () => server.stdin.end())
server.stdout.on('data', (data) => (silent ? hangUp() : process.stdout.write(data)))
server.on('exit', (code) => process.exit(code ?? 1))

/** A packet begins with its length, and then its type. */
function nextPacket() {
  const length = waiting.length < 4 ? Number.POSITIVE_INFINITY : 4 + waiting.readUInt32BE(0)
  if (waiting.length < length) return undefined
  const packet = waiting.subarray(0, length)
  waiting = waiting.subarray(length)
  return packet
}

/** @param {Buffer} packet */
function handOn(packet) {
  const type = packet[4]
  const renames = type === EXTENDED && packet.includes('posix-rename@openssh.com')
  if (type === WRITE) writes++
  if (cut === 'read' && type === READ) hangUp()
  if ((cut === 'write' && writes === 2) || (cut === 'rename' && renames)) hangUp()
  if (cut === 'renamed' && renames) silent = true
  server.stdin.write(packet)
}

/** @returns {never} */
function hangUp() {
  server.kill()
  process.kill(process.ppid, 'SIGKILL')
  process.exit(1)
}
