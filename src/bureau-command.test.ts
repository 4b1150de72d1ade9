import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { comes } from '../test/bureau-messages.ts'
import { addBureauCommand } from './bureau-command.ts'
import { root } from './kit/root.ts'

let folder = ''
let running: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-bureau-command-'))
})
afterEach(() => {
  running?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

it('runs a bureau over REST with its page until it is stopped', async () => {
  const said = start(join(folder, 'new'), '--transport', 'rest', '--token', 'secret', '--lose', '3', '--ghost', '--down', '60')
  await comes(() => said().includes('is shown on'), 'it is at work', 120)
  const [, page = ''] = /shown on (\S+)\.\n/.exec(said()) ?? []
  const shown = await (await fetch(page)).text()
  expect(shown).toContain('lose 3; ghost yes')
  expect(shown).toContain('Down until')
  const [, address] = /listens on (\S+)\.\n/.exec(said()) ?? []
  expect((await fetch(`${address}/health`, { headers: { authorization: 'Bearer secret' } })).status).toBe(503)
  expect(said()).not.toContain('secret')
  running?.kill('SIGTERM')
  expect(await once(running as ChildProcess, 'exit')).toEqual([0, null])
})

it.each([
  [['--lose', 'all'], '--lose is a whole number from 0 to 1000000. Nothing was changed.'],
  [['--port', '70000'], "error: option '--port <port>' argument '70000' is invalid. It is a number from 0 to 65535."],
  [['--transport', 'post'], expect.stringContaining('Allowed choices are directory, rest, sftp.')],
  [['--transport', 'rest', '--webhook', 'http://127.0.0.1:1'], 'Give --webhook and --webhook-secret together.'],
  [['--layout', 'layout.json'], expect.stringContaining('layout.json does not hold a card layout, or a list of them, in JSON.')],
  [[], expect.stringContaining('is not a folder')],
])('says what is wrong with what it was told: %j', async (args, sentence) => {
  const layout = join(folder, 'layout.json')
  writeFileSync(layout, '{"name":"plain"}')
  const program = new Command().exitOverride()
  addBureauCommand(program, () => join(folder, 'nowhere'))
  program.commands[0]?.exitOverride().configureOutput({ writeErr: () => undefined })
  const told = args.map((arg) => (arg === 'layout.json' ? layout : arg))
  await expect(program.parseAsync(['bureau', ...told], { from: 'user' })).rejects.toThrow(expect.objectContaining({ message: sentence }))
})

function start(...args: string[]): () => string {
  let said = ''
  running = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/cli.ts'), 'bureau', ...args], { cwd: root })
  for (const stream of [running.stdout, running.stderr]) stream?.on('data', (part) => (said += part))
  return () => said
}
