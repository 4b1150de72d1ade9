import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../src/kit/root.ts'
import { freshPlace, type Place } from './databases.ts'

/** Fifty times in all; two folders, so that both cores have something to do. */
const rounds = 25
const writer = join(root, '.cache', `kill-writer-${process.pid}.mjs`)

describe('a program on the embedded database that is killed as it writes', () => {
  const places: Place[] = []
  beforeAll(async () => {
    await build({
      entryPoints: [join(root, 'test/kill-writer.ts')],
      outfile: writer,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    })
    places.push(await freshPlace({ empty: true }), await freshPlace({ empty: true }))
  })
  afterAll(async () => {
    for (const place of places) await place.remove()
    await rm(writer, { force: true })
  })

  test('has lost no commit that was answered, and keeps no half of one', async () => {
    const answered = await Promise.all(places.map(({ settings }, lane) => killAgainAndAgain(settings.dataDir, lane)))
    for (const commits of answered) expect(commits).toBeGreaterThan(rounds)
  }, 600_000)
})

/** Answers how many commits were answered in all. */
async function killAgainAndAgain(dataDir: string, lane: number): Promise<number> {
  let acknowledged = 0
  for (let round = 0; round <= rounds; round++) {
    // To compile the engine quickly rather than well saves half a second each time, and changes nothing of what is tested.
    const child = spawn(process.execPath, ['--liftoff-only', writer, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const kill = (after: number) => setTimeout(() => child.kill('SIGKILL'), after)
    // Most are killed after some commits, within the next; every fifth at any time, also as it recovers from the kill before.
    const commits = round === rounds ? 1 : 1 + ((round * 53 + lane * 29) % 67)
    if (round % 5 === 4) kill(commits * 20)
    let last = Number.POSITIVE_INFINITY
    for await (const said of lines(child)) {
      if (said.found !== undefined) {
        const { entries, highest, counted } = said.found
        expect(highest).toBeGreaterThanOrEqual(acknowledged)
        expect([entries, counted]).toEqual([highest, highest])
        last = highest + commits
      }
      if (said.committed !== undefined) {
        acknowledged = said.committed
        if (acknowledged === last) kill(round % 4)
      }
    }
    expect(child.signalCode).toBe('SIGKILL')
  }
  return acknowledged
}

interface Said {
  readonly found?: { readonly entries: number; readonly highest: number; readonly counted: number }
  readonly committed?: number
}

async function* lines(child: ChildProcess): AsyncGenerator<Said> {
  const ended = new Promise((resolve) => child.once('close', resolve))
  if (child.stdout === null) throw new Error('The writer cannot be heard.')
  for await (const line of createInterface(child.stdout)) if (line.endsWith('}')) yield JSON.parse(line) as Said
  await ended
}
