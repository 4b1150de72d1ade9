/**
 * `npm test`: everything, from a fresh clone. Installs what is needed, then performs the steps below, the checks two at a time and the tests
 * one after the other, each with its time, and ends with a summary. Nothing is left out silently: a step that did not run is named and
 * fails, a skipped test is named and fails in CI. The very last line is always `N passed, N failed`, the sum over all tests; a step without
 * tests in it (the types, the build) counts as one.
 *
 * `npm test -- --only=pure,embedded` performs a subset, and says that it is one.
 */
import { rmSync } from 'node:fs'
import { relative } from 'node:path'
import { ensureInstalled } from './install.js'
import { requireSupportedNode } from './node-version.js'
import { ensurePrograms, findChromium, findGnuPG, findPostgres, findSshd } from './programs.js'
import { endOf, runLogged, seconds, withProgress } from './progress.js'
import { readPlaywright, readVitest } from './reports.js'
import { inRoot, root } from './root.js'

const minutes = 60_000
const vitest = (/** @type {string} */ project) => [
  ...['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', '--allowOnly=false'],
  `--outputFile.json=.cache/test/${project}.json`,
]

/**
 * @typedef {import('./programs.js').Program} Program
 * @typedef {import('./reports.js').Counts} Counts
 * @typedef {{ name: string, what: string, args: string[], read?: (report: string) => Counts, needs?: Program[], check?: true }} Step
 * @typedef {Counts & { step: string, time: string, log: string }} Outcome
 */
/** @type {Step[]} */
const steps = [
  {
    name: 'biome',
    what: 'style and lint',
    args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
    check: true,
  },
  { name: 'tsc', what: 'types of the server, tests and scripts', args: ['node_modules/typescript/bin/tsc', '-p', '.'], check: true },
  { name: 'tsc-web', what: 'types of the pages', args: ['node_modules/typescript/bin/tsc', '-p', 'web'], check: true },
  {
    name: 'tsc-browser',
    what: 'types of the browser tests',
    args: ['node_modules/typescript/bin/tsc', '-p', 'test/end-to-end'],
    check: true,
  },
  {
    name: 'knip',
    what: 'files and packages nobody uses',
    args: ['node_modules/knip/bin/knip.js', '--include', 'files,dependencies,unlisted,unresolved'],
    check: true,
  },
  { name: 'pure', what: 'tests that need no database', args: vitest('pure'), read: readVitest, needs: ['sshd', 'gnupg'] },
  { name: 'embedded', what: 'tests on the embedded database', args: vitest('embedded'), read: readVitest },
  { name: 'postgres', what: 'tests on a private PostgreSQL', args: vitest('postgres'), read: readVitest, needs: ['postgres'] },
  { name: 'build', what: 'the build', args: ['scripts/build.js'] },
  {
    name: 'browser',
    what: 'tests in a real browser',
    args: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', '--forbid-only'],
    read: readPlaywright,
    needs: ['chromium', 'sshd', 'gnupg'],
  },
]

requireSupportedNode()
process.chdir(root)
const began = performance.now()
const asked = chosen()
try {
  await ensureInstalled()
  const missing = await ensurePrograms([...new Set(asked.flatMap((step) => step.needs ?? []))])
  if (missing.length > 0) stopBefore('The tests need programs that are not installed.', missing)
  else summarise(await performAll())
} catch (error) {
  stopBefore('The tests could not begin.', [error instanceof Error ? error.message : String(error)])
}

/** The steps that `--only` names, or all of them; a name that is no step ends the run. */
function chosen() {
  const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length)
  const names = only?.split(',') ?? steps.map((step) => step.name)
  const unknown = names.filter((name) => !steps.some((step) => step.name === name))
  if (unknown.length > 0) {
    console.error(`There is no step ${unknown.join(', ')}. The steps are ${steps.map((step) => step.name).join(', ')}.\n0 passed, 1 failed`)
    process.exit(1)
  }
  return steps.filter((step) => names.includes(step.name))
}

/** A failed step does not keep the others from running, unless a signal asked to stop. */
async function performAll() {
  rmSync(inRoot('.cache', 'test'), { recursive: true, force: true })
  const found = {
    CHROMIUM: isNeeded('chromium') ? await findChromium() : undefined,
    POSTGRES_BIN: isNeeded('postgres') ? findPostgres() : undefined,
    SSHD: isNeeded('sshd') ? findSshd() : undefined,
    GPG: isNeeded('gnupg') ? findGnuPG() : undefined,
  }
  /** @type {Outcome[]} */
  const outcomes = []
  const walk = async (/** @type {Step[]} */ waiting) => {
    for (let step = waiting.shift(); step && !process.exitCode; step = waiting.shift()) outcomes.push(await perform(step, found))
  }
  // A check keeps one core busy, tests keep two.
  const checks = asked.filter((step) => step.check)
  await Promise.all([walk(checks), walk(checks)])
  await walk(asked.filter((step) => !step.check))
  return asked.flatMap((step) => outcomes.find((outcome) => outcome.step === step.name) ?? [])
}

/** @param {Program} program */
function isNeeded(program) {
  return asked.some((step) => step.needs?.includes(program))
}

/** @param {Step} step @param {Record<string, string | undefined>} programs @returns {Promise<Outcome>} */
async function perform(step, programs) {
  const stepBegan = performance.now()
  const log = inRoot('.cache', 'test', `${step.name}.log`)
  const report = inRoot('.cache', 'test', `${step.name}.json`)
  const env = {
    ...Object.fromEntries(Object.entries(programs).filter(([, path]) => path)),
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    ...(step.name === 'embedded' || step.name === 'postgres' ? { CARDINAL_TEST_DATABASE: step.name } : {}),
  }
  let code = 0
  const work = async () => {
    code = await runLogged(process.execPath, step.args, { log, env, limit: 15 * minutes })
    if (code !== 0) throw new Error(step.name)
  }
  await withProgress(`${step.name.padEnd(12)} ${step.what}`, work).catch(() => console.log(indent(partAboutFailures(log))))
  const counts = step.read?.(report) ?? { passed: code === 0 ? 1 : 0, failures: [], skipped: [] }
  // An exit code without a failed test is an error outside of all tests, or no test at all; neither is a success.
  if (counts.failures.length === 0 && (code !== 0 || counts.passed === 0)) counts.failures.push(step.name)
  return { ...counts, step: step.name, time: seconds(stepBegan), log: relative(root, log) }
}

/** The end of a log, from where Vitest or Playwright begin to say what failed. @param {string} log */
function partAboutFailures(log) {
  const lines = endOf(log, 400).split('\n')
  const from = lines.findIndex((line) => /⎯ (Failed|Unhandled)|^ {2}1\) /.test(line))
  return lines.slice(from === -1 ? -120 : from).join('\n')
}

/** @param {Outcome[]} outcomes */
function summarise(outcomes) {
  const notRun = asked.filter((step) => !outcomes.some((outcome) => outcome.step === step.name)).map((step) => step.name)
  const leftOut = steps.filter((step) => !asked.includes(step)).map((step) => step.name)
  const skipped = outcomes.flatMap((outcome) => outcome.skipped.map((name) => `${outcome.step}: ${name}`))
  console.log(`\n${'step'.padEnd(12)}${row('passed', 'failed', 'skipped', 'time')}`)
  for (const { step, passed, failures, skipped, time, log } of outcomes) {
    console.log(`${step.padEnd(12)}${row(passed, failures.length, skipped.length, time)}${failures.length > 0 ? `   ${log}` : ''}`)
  }
  console.log(`\n${seconds(began)} in all.`)
  const failures = outcomes.flatMap((outcome) => outcome.failures.map((name) => `${outcome.step}: ${name}`))
  list('Failed:', failures)
  list(`Skipped${process.env.CI ? ', which fails in CI' : ''}:`, skipped)
  list('Did not run, which is a failure:', notRun)
  if (leftOut.length > 0) console.log(`This was a subset, as asked. Left out: ${leftOut.join(', ')}.`)
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  finish(passed, failures.length + notRun.length + (process.env.CI ? skipped.length : 0))
}

/** @param {string} why @param {string[]} reasons */
function stopBefore(why, reasons) {
  console.log(`\n${why}\n\n${reasons.join('\n\n')}\n`)
  console.log(`Did not run: ${asked.map((step) => step.name).join(', ')}.`)
  finish(0, asked.length)
}

/** @param {number} passed @param {number} failed */
function finish(passed, failed) {
  process.exitCode ||= failed > 0 ? 1 : 0
  console.log(`${passed} passed, ${failed} failed`)
}

/** @param {string} title @param {string[]} names */
function list(title, names) {
  if (names.length > 0) console.log(`${title}\n${names.map((name) => `  ${name}`).join('\n')}`)
}

/** @param {(string | number)[]} cells */
function row(...cells) {
  return cells.map((cell) => String(cell).padStart(9)).join('')
}

/** @param {string} text */
function indent(text) {
  return text.replaceAll(/^/gm, '    ')
}
