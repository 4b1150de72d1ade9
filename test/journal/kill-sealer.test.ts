import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { root } from '../../src/kit/root.ts'
import { freshPlace } from '../databases.ts'

const rounds = 2
const sealer = join(root, '.cache', `kill-sealer-${process.pid}.mjs`)

it('a node that is killed as it seals leaves a tree that verifies, with the checkpoint in its folder, and another goes on with it', async () => {
  const { settings, remove } = await freshPlace()
  const entryPoints = [join(root, 'test/journal/kill-sealer.ts')]
  await build({ entryPoints, outfile: sealer, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  const args = ['--liftoff-only', sealer, settings.dataDir, settings.databaseUrl ?? '']
  const sizes: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let seals = 0
    for await (const line of createInterface({ input: child.stdout })) {
      const { found } = JSON.parse(line) as { found?: { entries: number; faults: number; findings: unknown[] } }
      if (found) {
        expect([found.faults, found.findings]).toEqual([0, []])
        sizes.push(found.entries)
      }
      if (round === rounds) child.kill('SIGKILL')
      // Within what comes next: appending, sealing, or keeping the checkpoint.
      else if (++seals === 4) setTimeout(() => child.kill('SIGKILL'), round * 7)
    }
  }
  expect(sizes).toHaveLength(rounds + 1)
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
  expect(sizes.at(-1)).toBeGreaterThan(300)
  await remove()
  await rm(sealer)
}, 120_000)
