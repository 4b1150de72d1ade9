import type { Page } from '@playwright/test'
import type { OneObject } from '../../src/http/contract/object.ts'
import { demoPassword, expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

/** The moment of no return: what leaves soon, which cards these are, and what becomes of the button in the second of the release. */

const MINUTE = 60_000
const PLACE = '/api/v1/cards/'

test.describe.configure({ mode: 'serial', timeout: 60_000 })

/** As an administrator: Abort card order is offered, and the queue is released in so many minutes, at the full minute. */
async function releaseIn(page: Page, minutes: number): Promise<void> {
  const { csrf } = (await (await page.request.post('/api/v1/sign-in', { data: { name: 'admin', password: demoPassword } })).json()) as {
    csrf: string
  }
  const at = new Date(Date.now() + minutes * MINUTE)
  const values = {
    CardsAddonExtProdReleaseSchedule: `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`,
    CardsAddonExtProdTimeZone: 'UTC',
  }
  const headers = { 'x-csrf-token': csrf }
  expect((await page.request.put('/api/v1/options', { data: { values }, headers })).status()).toBe(200)
  const items = [{ useCase: 'abort-card-order' }]
  expect((await page.request.put('/api/v1/templates/card/states/processing/commands', { data: { items }, headers })).status()).toBe(200)
}

test('HOME says what leaves within ten minutes, and leads to exactly these cards', async ({ page }) => {
  await releaseIn(page, 9)
  await signIn(page, 'operator', '/operator')
  const soon = page.getByRole('list', { name: 'Leaving soon' })
  await expect(soon).toHaveText(/^In [89] minutes \d+ orders leave for Nordkort\.$/)
  const orders = /(\d+) orders/.exec((await soon.textContent()) ?? '')?.[1]
  await soon.getByRole('link').click()
  await expect(page.getByText(`${orders} cards`, { exact: true })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Leaves' })).toBeVisible()
  await expect(page.getByRole('row').nth(1)).toContainText(/in [78]:\d\d/)

  await releaseIn(page, 60 * 5)
  await signIn(page, 'operator', '/operator')
  await expect(page.getByText(/next release/)).toBeVisible()
  await expect(soon).toHaveCount(0)
})

test('SEARCH asks of queued cards when they leave, and of no others', async ({ page }) => {
  await signIn(page, 'operator', '/operator/search?template=card&state=processing')
  const leaves = page.getByRole('combobox', { name: 'Leaves' })
  await leaves.click()
  await page.getByRole('option', { name: 'Held' }).click()
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page).toHaveURL(/leaves=held/)
  await expect(page.getByText('2 cards', { exact: true })).toBeVisible()
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Active', exact: true }).click()
  await expect(leaves).toHaveCount(0)
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page).not.toHaveURL(/leaves/)
  await expect(page.getByText(/^\d+ cards$/)).toBeVisible()
})

test('the button dies in the second of the release, without a reload, and comes alive where the order was kept', async ({ page }) => {
  await signIn(page, 'operator', '/operator')
  const found = (await (await page.request.get('/api/v1/cards?state=processing&limit=1')).json()) as { items: { id: string }[] }
  const card = found.items[0]?.id ?? ''
  // The server’s own answers, but for the time of the release and what keeps the order.
  const kept = { abortableUntil: new Date(Date.now() + 6_000).toISOString() as string | null, heldAt: null as string | null }
  await page.route(`**${PLACE}${card}`, async (route) => {
    const response = await route.fetch()
    const object = (await response.json()) as OneObject
    await route.fulfill({ response, json: { ...object, order: { ...object.order, ...kept, ...(kept.heldAt && { heldBy: 'Ann Berg' }) } } })
  })
  await page.goto(`/operator/cards/${card}`)
  const abort = page.getByRole('button', { name: 'Abort card order', exact: true })
  const head = page
    .getByRole('banner')
    .or(page.locator('header'))
    .filter({ hasText: /leaves|handed over|held/ })
  await expect(head).toContainText(/leaves in 0:0\d/)
  await expect(abort).toHaveAttribute('aria-disabled', 'false')

  await expect(head).toContainText('is being handed over')
  await expect(abort).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText('The release begins now; this order may be leaving this second.')).toBeVisible()
  await abort.click({ force: true })
  await expect(page).toHaveURL(new RegExp(card))

  kept.abortableUntil = null
  kept.heldAt = new Date().toISOString()
  await expect(head).toContainText(/held by Ann Berg since today .*; does not leave until it is released/)
  await expect(abort).toHaveAttribute('aria-disabled', 'false')
  await abort.click()
  await expect(page.getByRole('heading', { name: 'Abort this card order?' })).toBeVisible()
})
