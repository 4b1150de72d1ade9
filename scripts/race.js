/**
 * `npm run race -- --orders 1000000`: nodes that are killed at random race for so many orders on a private PostgreSQL, with a bureau that
 * loses, repeats, delays and answers. Also --seconds (how long at most), --nodes and --seed. Prints counts; ends with 1 where one is wrong.
 */
import { spawnSync } from 'node:child_process'
import { ensureInstalled } from './install.js'
import { requireSupportedNode } from './node-version.js'
import { inRoot, root } from './root.js'

requireSupportedNode()
await ensureInstalled()
const { build } = await import('esbuild')
const outdir = inRoot('.cache', 'race')
const names = ['main', 'worker']
await build({
  entryPoints: names.map((name) => inRoot('test', 'race', `${name}.ts`)),
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
})
const [main = '', worker = ''] = names.map((name) => inRoot('.cache', 'race', `${name}.mjs`))
const args = [main, ...process.argv.slice(2), '--worker', worker]
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
