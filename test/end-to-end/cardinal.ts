/**
 * What a browser test begins with. `import { expect, test } from './cardinal.ts'`: then `page` knows the server's address, so that
 * `page.goto('/operator')` is enough, and the tests of one file, performed in their order, share one server that started with a fresh demo
 * organisation.
 */
import { cpSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { type Server, startServer } from './server.ts'

export { expect } from '@playwright/test'
export { demoPassword } from './server.ts'

interface ForFile {
  of(file: string): Promise<Server>
}

export const test = base.extend<{ cardinal: Server }, { servers: ForFile }>({
  servers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted, and here it is none
    async ({}, use) => {
      let file: string | undefined
      let server: Server | undefined
      const of = async (wanted: string): Promise<Server> => {
        if (server && file === wanted) return server
        await server?.stop()
        server = await startServer(freshFolder())
        file = wanted
        return server
      }
      await use({ of })
      await server?.stop()
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  cardinal: [async ({ servers }, use, { file }) => use(await servers.of(file)), { timeout: 150_000 }],
  baseURL: async ({ cardinal }, use) => use(cardinal.address),
})

/** A copy of the fresh demo organisation; the folder that holds all copies is removed at the end of the run. */
function freshFolder(): string {
  const folder = process.env.CARDINAL_BROWSER_FOLDER
  if (!folder) throw new Error('The fresh demo organisation was not made: run the tests with the repository’s playwright.config.ts.')
  const copy = mkdtempSync(join(folder, 'desk-'))
  cpSync(join(folder, 'fresh'), copy, { recursive: true })
  return copy
}
