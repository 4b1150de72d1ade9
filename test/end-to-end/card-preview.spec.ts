import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

/** Whoever orders a card sees it before it is ordered. */

test.describe.configure({ mode: 'serial', timeout: 40_000 })

/** Begins to order a card for somebody who may have one, and opens the form. */
async function openOrderForm(page: Page): Promise<void> {
  await signIn(page, 'admin', '/admin')
  await attachOrderCard(page)
  await signIn(page, 'operator', '/operator')
  const { csrf } = await (await page.request.get('/api/v1/me')).json()
  const { items } = await (await page.request.get('/api/v1/users?state=active&limit=60')).json()
  for (const { id } of items) {
    const begun = await page.request.post('/api/v1/commands/order-card', { data: { objects: [id] }, headers: { 'x-csrf-token': csrf } })
    if (begun.status() !== 202) continue
    const { run } = await begun.json()
    await page.goto(`/operator/runs/${run.id}`)
    return
  }
  throw new Error('Nobody of the first sixty may have a card.')
}

async function attachOrderCard(page: Page): Promise<void> {
  const { csrf } = await (await page.request.get('/api/v1/me')).json()
  const path = '/api/v1/templates/user/states/active/commands'
  const { items } = await (await page.request.get(path)).json()
  if (items.some(({ useCase }: { useCase: string }) => useCase === 'order-card')) return
  const put = await page.request.put(path, { data: { items: [...items, { useCase: 'order-card' }] }, headers: { 'x-csrf-token': csrf } })
  expect(put.status()).toBe(200)
}

test('the order form shows the card as it would be printed, and follows the day in the form', async ({ page }) => {
  await openOrderForm(page)
  const preview = page.getByRole('region', { name: 'The card as it would be printed' })
  await expect(preview.getByRole('img', { name: /^The card for .+, front$/ })).toBeVisible()
  await page.getByLabel('Valid to').fill('2031-05-09')
  await expect(preview.getByRole('img')).toHaveAttribute('src', /card-preview\.svg\?.*validTo=2031-05-09/)
  await preview.getByText('What the bureau gets').click()
  await expect(preview.getByText('2031-05-09')).toBeVisible()
  await preview.getByText('Back', { exact: true }).click()
  await expect(preview.getByRole('img', { name: /, back$/ })).toBeVisible()
  await page.getByRole('button', { name: 'Next: order the card' }).click()
  await expect(page.getByText('Order a card')).toHaveCount(0)
})

test.describe('on a telephone in the dark', () => {
  test.use({ viewport: { width: 390, height: 800 }, colorScheme: 'dark' })

  test('the preview stands below the form, within the page, and has no accessibility violation', async ({ page }) => {
    await openOrderForm(page)
    const preview = page.getByRole('region', { name: 'The card as it would be printed' })
    await expect(preview.getByRole('img')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
  })
})
