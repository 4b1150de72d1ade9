/** Reads what Vitest and Playwright report in JSON into one form, so that the summary counts tests and names what failed or was skipped. */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './root.js'

/** @typedef {{ passed: number, failures: string[], skipped: string[] }} Counts */

/** @param {string} file @returns {Counts} */
export function readVitest(file) {
  const report = read(file)
  if (!report) return nothing('Vitest wrote no report')
  /** @type {Counts} */
  const counts = { passed: 0, failures: [], skipped: [] }
  for (const suite of report.testResults) {
    const path = relative(root, suite.name)
    for (const test of suite.assertionResults) {
      const name = `${path} > ${[...test.ancestorTitles, test.title].join(' > ')}`
      if (test.status === 'passed') counts.passed += 1
      else if (test.status === 'failed') counts.failures.push(name)
      else counts.skipped.push(name)
    }
    // A file that could not be loaded holds no test, and a hook that fails leaves every test passed: each counts as one failure.
    if (suite.status === 'failed' && !suite.assertionResults.some((/** @type {{ status: string }} */ test) => test.status === 'failed')) {
      counts.failures.push(path)
    }
  }
  return counts
}

/** @param {string} file @returns {Counts} */
export function readPlaywright(file) {
  const report = read(file)
  if (!report) return nothing('Playwright wrote no report')
  /** @type {Counts} */
  const counts = { passed: 0, failures: [], skipped: [] }
  for (const error of report.errors) counts.failures.push(`Playwright: ${String(error.message ?? error).split('\n')[0]}`)
  for (const suite of report.suites) addSuite(counts, suite, [])
  return counts
}

/** @param {Counts} counts @param {PlaywrightSuite} suite @param {string[]} above */
function addSuite(counts, suite, above) {
  const titles = [...above, suite.title]
  for (const spec of suite.specs ?? []) {
    const name = [...titles, spec.title].join(' > ')
    for (const test of spec.tests) {
      if (test.status === 'expected') counts.passed += 1
      else if (test.status === 'skipped') counts.skipped.push(name)
      else counts.failures.push(name)
    }
  }
  for (const inner of suite.suites ?? []) addSuite(counts, inner, titles)
}
/**
 * @typedef {{ status: string }} PlaywrightTest
 * @typedef {{ title: string, specs?: { title: string, tests: PlaywrightTest[] }[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/** @param {string} file */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** @param {string} name @returns {Counts} */
function nothing(name) {
  return { passed: 0, failures: [name], skipped: [] }
}
