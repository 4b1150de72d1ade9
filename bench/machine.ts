import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem, type } from 'node:os'

/** What it was measured on, and when; without a name. */
export function machine(): string {
  const postgres = execFileSync('pgbench', ['--version'], { encoding: 'utf8' })
    .trim()
    .replace(/^pgbench \(PostgreSQL\) /, '')
    .replace(/ .*/, '')
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)} with \`npm run bench\`: ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory,`,
    `${type()} ${release().replace(/-.*/, '')}, Node.js ${process.versions.node}, PostgreSQL ${postgres} with fsync on and its default settings. The database, the server and`,
    'whoever asks share the cores. What is compared is compared in one run, in turns; absolute numbers differ from machine to machine.',
  ].join('\n')
}
