/**
 * `npm run bench [part …]`: how good it is, against named baselines in the same run, on a private PostgreSQL that waits for the disk.
 * Prints the table, and writes it to bench/RESULTS.md when all parts ran.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../src/kit/root.ts'
import { type PostgresServer, startPostgresServer } from '../test/postgres-server.ts'
import { measureAbortMany } from './abort-many.ts'
import { measureAbortOne } from './abort-one.ts'
import { measureAnswers } from './answers.ts'
import { measureBundles } from './bundles.ts'
import { measureEncrypted } from './encrypted.ts'
import { measureJournal } from './journal.ts'
import { machine } from './machine.ts'
import { measureRelease } from './release.ts'
import { type Result, table, tell } from './report.ts'
import { measureScope } from './scope.ts'
import { measureSearch } from './search.ts'
import { measureStart } from './start.ts'

const parts: Readonly<Record<string, (server: PostgresServer) => Promise<Result | Result[]>>> = {
  abort: measureAbortOne,
  run: measureAbortMany,
  release: measureRelease,
  encrypted: measureEncrypted,
  answers: measureAnswers,
  search: measureSearch,
  scope: measureScope,
  start: measureStart,
  bundles: measureBundles,
  journal: measureJournal,
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !parts[name])
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". There are: ${Object.keys(parts).join(', ')}.`)
  process.exit(1)
}

const server = await startPostgresServer()
const results: Result[] = []
try {
  for (const [name, measure] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) results.push(...[await measure(server)].flat())
} finally {
  await server.stop()
}

const text = `${table(results)}\n\n${results.map(({ what, details }) => `**${what}**\n${details.map((detail) => `- ${detail}`).join('\n')}`).join('\n\n')}\n`
console.log(`\n${text}`)
if (asked.length === 0) {
  await writeFile(join(root, 'bench/RESULTS.md'), `# How good it is, measured\n\n${machine()}\n\n${text}`)
  tell('Written to bench/RESULTS.md.')
}
process.exit(0)
