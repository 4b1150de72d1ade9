import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './cardinal.ts'
import { signIn, signInOnPage } from './sign-in.ts'

/** The reference's own steps, from an administrator of a fresh installation to an aborted card. */

const screenshots = 'test-results/screenshots'

const shot = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: `${screenshots}/${name}.png` })

async function searchQueued(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'SEARCH' }).click()
  // HOME, which has a drop-down of that name too, stands until SEARCH is loaded.
  await expect(page.getByRole('heading', { level: 1, name: 'Search' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Object type' }).click()
  await page.getByRole('option', { name: 'Card', exact: true }).click()
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Processing' }).click()
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page.getByText(/^\d+ cards$/)).toBeVisible()
}

async function findQueuedCard(page: Page): Promise<string> {
  await searchQueued(page)
  await shot(page, '05-search-processing')
  const row = page.getByRole('row').filter({ hasText: 'Processing' }).first()
  const number =
    (await row
      .getByText(/^\d{5}$/)
      .first()
      .textContent()) ?? ''
  await row.getByText(number).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Card ${number}`)
  return number
}

test.describe.configure({ mode: 'serial', timeout: 40_000 })

test('before an administrator enables it, a queued card has no Abort card order', async ({ page }) => {
  await signInOnPage(page, 'operator', '/operator')
  await shot(page, '01-operator-home')
  await findQueuedCard(page)
  await expect(page.getByRole('heading', { name: 'What do you want to do?' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Hold card order' })).toBeVisible()
  await expect(page.getByText('Abort card order')).toHaveCount(0)
})

test('leaving Additional Commands without saving changes nothing', async ({ page }) => {
  await signIn(page, 'admin', '/admin')
  await openProcessing(page)
  await chooseProcess(page)
  await page.getByRole('link', { name: 'Versions' }).click()
  await page.getByRole('button', { name: 'Leave without saving' }).click()
  await expect(page).toHaveURL(/versions/)
  await openProcessing(page)
  await expect(page.getByText('Hold card order').first()).toBeVisible()
  // The moves of the state name it too, with a link to its process.
  await expect(page.getByText('Abort card order').and(page.locator(':not(a):not(a *)'))).toHaveCount(0)
})

test('an administrator attaches Abort card order to Processing and saves', async ({ page }) => {
  await signInOnPage(page, 'admin', '/admin')
  await openProcessing(page)
  await shot(page, '02-admin-processing')
  await chooseProcess(page)
  await shot(page, '03-admin-new-row')
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByText('Saved. Operators see it now.')).toBeVisible()
  await expect(page.getByLabel('Unsaved changes')).toHaveCount(0)
  await shot(page, '04-admin-saved')
})

test('Cancel leaves the card in Processing; Next aborts it', async ({ page }) => {
  await signIn(page, 'operator', '/operator')
  const number = await findQueuedCard(page)
  await shot(page, '06-card-profile')

  await page.getByRole('button', { name: 'Abort card order' }).click()
  await expect(page.getByRole('heading', { name: 'Abort this card order?' })).toBeVisible()
  await shot(page, '07-abort-form')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Card ${number}`)
  await expect(page.locator('main').getByText('Processing').first()).toBeVisible()
  await shot(page, '08-cancelled')

  await page.getByRole('button', { name: 'Abort card order' }).click()
  await page.getByRole('button', { name: 'Next: abort the order' }).click()
  await expect(page.getByText('Aborted').first()).toBeVisible()
  await shot(page, '09-aborted')
  await page
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click()
  await expect(page.getByText(/aborted the card order of/).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Abort card order', exact: true })).toBeDisabled()
  await shot(page, '10-profile-aborted')
})

test('a page that has grown old gets an honest answer', async ({ page, context }) => {
  await signIn(page, 'operator', '/operator')
  const number = await findQueuedCard(page)
  const address = page.url()
  await page.getByRole('button', { name: 'Abort card order' }).click()
  await expect(page.getByRole('heading', { name: 'Abort this card order?' })).toBeVisible()

  const other = await context.newPage()
  await other.goto(address)
  await other.getByRole('button', { name: 'Abort card order' }).click()
  await other.getByRole('button', { name: 'Next: abort the order' }).click()
  await expect(other.getByText('Aborted').first()).toBeVisible()

  await page.getByRole('button', { name: 'Next: abort the order' }).click()
  await expect(page.getByText(new RegExp(`Card ${number}.* is Aborted`)).first()).toBeVisible()
  await shot(page, '11-stale-page')
})

test('a selection is aborted together, and what became of each can be kept as a file', async ({ page }) => {
  await signIn(page, 'operator', '/operator')
  await searchQueued(page)
  const ticks = page.getByRole('checkbox', { name: /^Tick Card/ })
  for (const nth of [0, 1, 2]) await ticks.nth(nth).check()
  await shot(page, '12-selection')
  await page.getByRole('button', { name: /^Abort card order/ }).click()
  await page.getByRole('button', { name: /^Next: abort/ }).click()
  await expect(page.getByRole('list', { name: 'What became of each' }).getByRole('listitem')).toHaveCount(3)
  await shot(page, '13-results')
  const begun = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download what became of each' }).click()
  const lines = (await readFile(await (await begun).path(), 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(4)
  for (const line of lines.slice(1)) expect(line).toContain('done')
})

async function openProcessing(page: Page): Promise<void> {
  const tree = page.getByRole('complementary', { name: 'Tree' })
  await tree.getByRole('link', { name: 'Card', exact: true }).click()
  await page.getByRole('tab', { name: 'Processing' }).click()
  await expect(page.getByRole('heading', { name: 'Additional Commands' })).toBeVisible()
}

async function chooseProcess(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New', exact: true }).click()
  const process = page
    .getByRole('textbox', { name: 'Process' })
    .or(page.getByRole('combobox', { name: 'Process' }))
    .first()
  await process.click()
  await page.getByRole('option', { name: /Abort card order/ }).click()
}
