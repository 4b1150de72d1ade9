import type { Browser, Page } from '@playwright/test'
import { demoPassword, expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

/** An administrator asks for a second person; an operator asks, and an approver, at another desk, decides. */

test.describe.configure({ mode: 'serial', timeout: 60_000 })

const shot = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: `test-results/screenshots/${name}.png`, fullPage: true })

/** Somebody at a desk of their own, signed in. */
async function atTheirDesk(browser: Browser, baseURL: string | undefined, name: string, to: string): Promise<Page> {
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  const page = await context.newPage()
  await signIn(page, name, to)
  return page
}

/** Opens the newest queued card of the list and asks to abort it; ends where it waits. Answers the name of the card. */
async function askToAbort(page: Page): Promise<string> {
  await page.goto('/operator/search?template=card&state=processing')
  await page.getByRole('grid').getByRole('row').nth(1).click()
  const title = page.getByRole('heading', { level: 1 })
  await expect(title).toContainText(/^Card \d+/)
  const card = /^Card \d+/.exec((await title.textContent()) ?? '')?.[0] ?? ''
  await page.getByRole('button', { name: 'Abort card order' }).click()
  await expect(page.getByText('This needs a second person')).toBeVisible()
  await page.getByRole('button', { name: /^Next/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Waits for a second person' })).toBeVisible()
  return card
}

test('an administrator says that aborting orders needs a second person, and is told who could agree', async ({ page }) => {
  const { csrf } = (await (await page.request.post('/api/v1/sign-in', { data: { name: 'admin', password: demoPassword } })).json()) as {
    csrf: string
  }
  const items = [{ useCase: 'abort-card-order' }]
  const attached = await page.request.put('/api/v1/templates/card/states/processing/commands', {
    data: { items },
    headers: { 'x-csrf-token': csrf },
  })
  expect(attached.status()).toBe(200)
  await page.goto('/admin/duties')
  await expect(page.getByText('Nothing needs a second person.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Another command' }).click()
  await page.getByRole('option', { name: 'Abort card order' }).click()
  const rules = page.getByRole('list', { name: 'What needs a second person' })
  await expect(rules).toContainText('1 person could agree')
  await expect(rules).toContainText('Only one person could agree, and not to what they ask for themselves.')
  await page.getByLabel('Abort card order: for more than how many').fill('0')
  await shot(page, '40-duties')
  await page.getByRole('button', { name: 'Save (1 change)' }).click()
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0)
  await page.reload()
  await expect(rules).toContainText('Abort card order')
})

test('what an operator asks for waits, until an approver has looked at it and agrees', async ({ browser, baseURL }) => {
  const operator = await atTheirDesk(browser, baseURL, 'operator', '/operator')
  const approver = await atTheirDesk(browser, baseURL, 'approver', '/operator/tasks')
  const card = await askToAbort(operator)
  await shot(operator, '41-waits')
  const asked = approver.getByRole('region', { name: 'Asks for your approval' })
  await expect(asked).toContainText('Abort card order')
  await shot(approver, '42-tasks')
  await asked.getByRole('link', { name: /^Decide about Abort card order/ }).click()
  await expect(approver.getByRole('heading', { level: 1 })).toContainText('asks for your approval')
  await expect(approver.getByRole('link', { name: card })).toBeVisible()
  await shot(approver, '43-decide')
  await approver.getByRole('button', { name: 'Approve' }).click()
  await expect(approver.getByRole('heading', { level: 1, name: 'Done' })).toBeVisible()
  await shot(approver, '44-agreed')
  await expect(operator.getByRole('heading', { level: 1, name: 'Done' })).toBeVisible({ timeout: 15_000 })
  await operator.getByRole('link', { name: `Open ${card}` }).click()
  await expect(operator.getByText(/aborted the card order of .*, approved by /)).toBeVisible()
  await operator.context().close()
  await approver.context().close()
})

test('an approver who declines says why, and whoever asked reads it', async ({ browser, baseURL }) => {
  const operator = await atTheirDesk(browser, baseURL, 'operator', '/operator')
  const approver = await atTheirDesk(browser, baseURL, 'approver', '/operator/tasks')
  await askToAbort(operator)
  await approver.getByRole('link', { name: /^Decide about Abort card order/ }).click()
  await approver.getByRole('button', { name: 'Decline…' }).click()
  await approver.getByRole('button', { name: 'Decline the request' }).click()
  await expect(approver.getByText('Say why, so that whoever asked knows what to do.')).toBeVisible()
  await approver.getByLabel('Reason').fill('The card is wanted.')
  await shot(approver, '45-decline')
  await approver.getByRole('button', { name: 'Decline the request' }).click()
  await expect(approver.getByText(/ declined this request\. Nothing was changed\.$/)).toBeVisible()
  await expect(operator.getByText('The card is wanted.')).toBeVisible({ timeout: 15_000 })
  await shot(operator, '46-declined')
  await operator.context().close()
  await approver.context().close()
})

test('whoever asked may withdraw it, and the approver’s list is empty again', async ({ browser, baseURL }) => {
  const operator = await atTheirDesk(browser, baseURL, 'operator', '/operator')
  const approver = await atTheirDesk(browser, baseURL, 'approver', '/operator/tasks')
  await askToAbort(operator)
  await expect(approver.getByRole('region', { name: 'Asks for your approval' })).toBeVisible()
  await operator.getByRole('button', { name: 'Withdraw the request' }).click()
  await expect(operator.getByText('The request was withdrawn: Abort card order')).toBeVisible()
  await expect(approver.getByRole('region', { name: 'Asks for your approval' })).toHaveCount(0)
  await operator.context().close()
  await approver.context().close()
})
