/** The last line of `npm test` is what people believe, so what it counts is tested: nothing that did not pass may be lost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readPlaywright, readVitest } from './reports.js'
import { inRoot } from './root.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-reports-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('counts what passed, and names what failed or was skipped', () => {
  const test = (title: string, status: string) => ({ ancestorTitles: ['an order'], title, status })
  const counts = readVitest(
    written({
      testResults: [
        {
          name: inRoot('src/production/order.test.ts'),
          status: 'failed',
          assertionResults: [
            test('joins a batch', 'passed'),
            test('is sent once', 'failed'),
            test('is recalled', 'pending'),
            test('waits', 'todo'),
          ],
        },
        { name: inRoot('src/kit/id.test.ts'), status: 'passed', assertionResults: [test('is new', 'passed')] },
      ],
    }),
  )
  expect(counts).toEqual({
    passed: 2,
    failures: ['src/production/order.test.ts > an order > is sent once'],
    skipped: ['src/production/order.test.ts > an order > is recalled', 'src/production/order.test.ts > an order > waits'],
  })
})

it('counts a file that could not be loaded as one failure', () => {
  const report = written({ testResults: [{ name: inRoot('src/kit/id.test.ts'), status: 'failed', assertionResults: [] }] })
  expect(readVitest(report)).toEqual({ passed: 0, failures: ['src/kit/id.test.ts'], skipped: [] })
})

it('counts browser tests in nested groups, a test that passed only at its second try as failed, and errors outside of tests', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] })
  const report = written({
    errors: [{ message: 'The server ended at its start.\nIt said: …' }],
    suites: [
      {
        title: 'abort.spec.ts',
        specs: [spec('signs in', 'expected')],
        suites: [{ title: 'Operator', specs: [spec('aborts', 'flaky'), spec('cancels', 'unexpected'), spec('goes back', 'skipped')] }],
      },
    ],
  })
  expect(readPlaywright(report)).toEqual({
    passed: 1,
    failures: ['Playwright: The server ended at its start.', 'abort.spec.ts > Operator > aborts', 'abort.spec.ts > Operator > cancels'],
    skipped: ['abort.spec.ts > Operator > goes back'],
  })
})

it('takes a missing report for a failure', () => {
  expect(readVitest(join(folder, 'none.json')).failures).toHaveLength(1)
  expect(readPlaywright(join(folder, 'none.json')).failures).toHaveLength(1)
})

function written(report: object): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(report))
  return file
}
