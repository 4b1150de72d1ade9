/**
 * `npm run fuzz -- --requests 100000 --seed 7`: so many made-up requests to every operation of the API, as each kind of caller in turn, on a
 * private PostgreSQL, for --seconds at most. Prints the answers counted by operation and status, and what was wrong with the request that it was; ends with 1 then.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { ensureInstalled } from './install.js'
import { requireSupportedNode } from './node-version.js'
import { findPostgres } from './programs.js'
import { inRoot, root } from './root.js'

const { values } = parseArgs({ options: { requests: { type: 'string' }, seed: { type: 'string' }, seconds: { type: 'string' } } })
const { requests = '100000', seed = String(1 + (Date.now() % 1_000_000)), seconds = '3600' } = values
for (const [name, value] of Object.entries({ requests, seed, seconds }))
  if (!/^[1-9]\d{0,8}$/.test(value)) {
    console.error(`--${name} must be a whole number, 1 or more.`)
    process.exit(2)
  }

requireSupportedNode()
await ensureInstalled()
const env = { ...process.env, POSTGRES_BIN: findPostgres(), FUZZ_REQUESTS: requests, FUZZ_SEED: seed, FUZZ_SECONDS: seconds }
const args = [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--project', 'postgres', 'test/fuzz.postgres.test.ts']
process.exitCode = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
