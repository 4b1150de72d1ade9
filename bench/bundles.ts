import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { findChromium } from '../scripts/programs.js'
import { type Result, tell } from './report.ts'
import { startServing } from './serving.ts'

const password = 'a-desk-for-the-benchmark'

/** What script a browser loads for the first page of Operator, and what more for Admin's drawing of a process. */
export async function measureBundles(): Promise<Result> {
  tell('script that a browser loads')
  const folder = await mkdtemp(join(tmpdir(), 'cardinal-bench-'))
  const serving = await startServing({ DATA_DIR: folder, DEMO_PASSWORD: password })
  const executablePath = await findChromium()
  const browser = await chromium.launch(executablePath ? { executablePath } : {})
  const address = `http://127.0.0.1:${serving.port}`
  /** The script that a browser with an empty cache loads for a page, in kB, and in how many files. */
  const load = async (path: string, session?: Session): Promise<{ kB: number; files: number }> => {
    const context = await browser.newContext(session ? { storageState: session } : {})
    const page = await context.newPage()
    const sizes: Promise<number>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') sizes.push(response.body().then((body) => gzipSync(body).length))
    })
    await page.goto(`${address}${path}`)
    await page.waitForLoadState('networkidle')
    const sum = (await Promise.all(sizes)).reduce((total, size) => total + size, 0)
    await context.close()
    return { kB: sum / 1000, files: sizes.length }
  }
  const session = await signIn(browser, address)
  const [signInPage, operator, admin, drawing] = [
    await load('/sign-in'),
    await load('/operator', session),
    await load('/admin', session),
    await load('/admin/processes/abort-card-order', session),
  ]
  await browser.close()
  await serving.stop()
  await rm(folder, { recursive: true, force: true })
  if (operator.kB === 0 || drawing.kB === 0) throw new Error('No script was seen to be loaded.')
  return {
    what: "Operator's first load, script gzipped",
    aim: 'under 250 kB',
    measured: `${operator.kB.toFixed(0)} kB`,
    met: operator.kB < 250,
    details: [
      `Everything that a browser with an empty cache loads for the first page of Operator, in ${operator.files} files. Sign-in: ${signInPage.kB.toFixed(0)} kB. Admin: ${admin.kB.toFixed(0)} kB, and ${drawing.kB.toFixed(0)} kB on a page with the drawing of a process.`,
    ],
  }
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

async function signIn(browser: Browser, address: string): Promise<Session> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${address}/sign-in`)
  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  const session = await context.storageState()
  await context.close()
  return session
}
