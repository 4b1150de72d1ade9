/**
 * `npm run bless`: writes the golden files anew from what the code derives today. It runs the tests that compare with golden files, with the
 * comparison turned into writing; then look at the difference and commit it with the change that caused it.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './install.js'
import { requireSupportedNode } from './node-version.js'
import { endOf, runLogged, withProgress } from './progress.js'
import { inRoot, root } from './root.js'

requireSupportedNode()
process.chdir(root)
await ensureInstalled()
const tests = ['src', 'web', 'test']
  .flatMap(testsUnder)
  .filter((path) => path !== 'test/golden.test.ts' && /^import \{[^}]*\bgolden\b/m.test(readFileSync(path, 'utf8')))
const log = inRoot('.cache', 'bless.log')
// The derived facts are the same on both databases, so one is enough.
const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'pure', '--project', 'embedded', ...tests]
const env = { BLESS: '1', CI: undefined, CARDINAL_TEST_DATABASE: 'embedded' }
const code =
  tests.length === 0
    ? 0
    : await withProgress(`Blessing what ${tests.length} test files derive`, () => runLogged(process.execPath, args, { log, env }))
if (code !== 0) console.error(`${endOf(log, 60)}\n\nNot everything could be blessed; the tests above failed for another reason.`)
console.log(execFileSync('git', ['status', '--short'], { encoding: 'utf8' }) || 'No golden file changed.\n')
process.exitCode = code

/** @param {string} folder @returns {string[]} */
function testsUnder(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}
