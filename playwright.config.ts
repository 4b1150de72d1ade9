/**
 * The tests in a real browser: test/end-to-end/*.spec.ts against the built server (`npm run build` first; `npm test` does). Each spec file has
 * a server of its own with a fresh demo organisation; see test/end-to-end/cardinal.ts.
 */
import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/programs.js'

const executablePath = await findChromium()

export default defineConfig({
  testDir: 'test/end-to-end',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './test/end-to-end/global-setup.ts',
  workers: 2,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Copenhagen',
    screenshot: 'only-on-failure',
    // To record what every page did costs a good part of the time; TRACE=1 keeps it of what failed.
    trace: process.env['TRACE'] ? 'retain-on-failure' : 'off',
    launchOptions: executablePath ? { executablePath } : {},
  },
})
