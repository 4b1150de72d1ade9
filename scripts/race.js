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
const [main = '', worker = ''] = await bundle('main', 'worker')
const args = [main, ...process.argv.slice(2), '--worker', worker]
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1

/**
 * A killed node is replaced in a moment only where nothing is translated when it starts.
 * @param {string[]} names
 */
async function bundle(...names) {
  const { build } = await import('esbuild')
  await build({
    entryPoints: names.map((name) => inRoot('test', 'race', `${name}.ts`)),
    outdir: inRoot('.cache', 'race'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  return names.map((name) => inRoot('.cache', 'race', `${name}.mjs`))
}
