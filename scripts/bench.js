/** `npm run bench`: builds, then runs the benchmarks in bench/. Arguments are handed on. */
import { spawnSync } from 'node:child_process'
import { ensureBuilt } from './build.js'
import { ensureInstalled } from './install.js'
import { requireSupportedNode } from './node-version.js'
import { findPostgres } from './programs.js'
import { inRoot, root } from './root.js'

requireSupportedNode()
await ensureInstalled()
await ensureBuilt()
const env = { ...process.env, POSTGRES_BIN: findPostgres() }
const args = ['--import', 'tsx', inRoot('bench', 'main.ts'), ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
