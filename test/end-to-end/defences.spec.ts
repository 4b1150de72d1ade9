import type { Page } from '@playwright/test'
import { expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

/** Every page once, as whoever may see it; what the browser refuses to load, run or set, and what goes wrong in a script, is heard. */
const PAGES = {
  admin: [
    '/admin',
    '/admin/cards',
    '/admin/cards/card',
    '/admin/cards/card/processing',
    '/admin/identities',
    '/admin/identities/user',
    '/admin/identities/user/active',
    '/admin/processes',
    '/admin/processes/abort-card-order',
    '/admin/state-graphs',
    '/admin/state-graphs/card',
    '/admin/options',
    '/admin/bureaus',
    '/admin/bureaus/new',
    '/admin/bureaus/bureau?tab=connection',
    '/admin/bureaus/bureau?tab=schedule',
    '/admin/bureaus/bureau?tab=layouts',
    '/admin/production',
    '/admin/import',
    '/admin/versions',
    '/admin/nothing-here',
  ],
  operator: ['/operator', '/operator/search?template=card', '/operator/search?template=user&q=a', '/operator/recalls', '/operator/tasks'],
  approver: ['/operator', '/operator/tasks'],
  helpdesk: ['/operator', '/operator/search?template=card&state=active'],
} as const

/** Listens from before the first script on; answers what was heard so far. */
async function listening(page: Page): Promise<readonly string[]> {
  const heard: string[] = []
  page.on('pageerror', (error) => heard.push(`${page.url()} ${error.message}`))
  page.on('console', (message) => {
    // That nobody is signed in yet is what the sign-in page is for.
    if (message.type() === 'error' && !message.text().includes('status of 401')) heard.push(`${page.url()} ${message.text()}`)
  })
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber, sample }) =>
      console.error(`refused by ${violatedDirective}: ${blockedURI} at ${sourceFile}:${lineNumber} ${sample}`),
    ),
  )
  return heard
}

/** The page has drawn what it is about, in both colour schemes. */
async function drawn(page: Page): Promise<void> {
  await expect(page.getByRole('heading').first()).toBeVisible()
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  for (const colorScheme of ['dark', 'light'] as const) await page.emulateMedia({ colorScheme })
}

for (const [who, addresses] of Object.entries(PAGES))
  test(`nothing is refused on the pages of ${who}`, async ({ page }) => {
    const heard = await listening(page)
    await page.goto('/sign-in')
    await drawn(page)
    await signIn(page, who, addresses[0])
    for (const address of addresses) {
      await page.goto(address)
      await drawn(page)
    }
    expect(heard).toEqual([])
  })

test('nothing is refused where a card is found, looked at, and a form opened', async ({ page }) => {
  const heard = await listening(page)
  await signIn(page, 'operator', '/operator/search?template=card&state=processing')
  await page.locator('a[href^="/operator/cards/"]').first().click()
  await drawn(page)
  await page.getByRole('button', { name: 'Hold card order' }).click()
  await page.waitForURL('**/operator/runs/**')
  await drawn(page)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  expect(heard).toEqual([])
})

test('what somebody else puts into a page neither runs nor is shown, and is heard', async ({ page }) => {
  const heard = await listening(page)
  await page.goto('/sign-in')
  await drawn(page)
  const display = await page.evaluate(async () => {
    const place = document.createElement('div')
    const acts: (() => void)[] = [
      () => {
        place.innerHTML = '<img src="x" onerror="document.title = 1">'
      },
      () => {
        document.createElement('script').src = 'data:text/javascript,1'
      },
      // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested
      () => void globalThis.eval('1 + 1'),
    ]
    // Later, as a script of the page would: what a browser is told from outside may evaluate.
    for (const act of acts) setTimeout(act)
    await new Promise((resolve) => setTimeout(resolve, 50))
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { display: none }' }))
    return getComputedStyle(document.body).display
  })
  expect(display).toBe('block')
  await expect.poll(() => heard.join('\n')).toContain('refused by style-src-elem: inline')
  expect(heard.join('\n')).toContain('Markup that acts was not set.')
  expect(heard.filter((line) => line.includes('refused by require-trusted-types-for'))).toHaveLength(2)
})

test('each page has a nonce of its own and is not kept', async ({ request }) => {
  const [one, other] = await Promise.all([1, 2].map(() => request.get('/operator', { headers: { accept: 'text/html' } })))
  const nonces = [one, other].map((answer) => /'nonce-([\w-]{22})'/.exec(answer?.headers()['content-security-policy'] ?? '')?.[1])
  expect(new Set(nonces).size).toBe(2)
  expect(await one?.text()).toContain(`nonce="${nonces[0]}"`)
  expect(await one?.text()).not.toContain('CARDINAL_NONCE')
  expect(one?.headers()['cache-control']).toBe('no-store')
  expect((await request.get('/index.html', { headers: { accept: '*/*' } })).status()).toBe(404)
})
