import type { Page } from '@playwright/test'
import { expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

test.describe.configure({ mode: 'serial', timeout: 40_000 })

const shot = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: `test-results/screenshots/${name}.png`, fullPage: true })

test('an administrator sets how long photos are kept, and sees it in Versions', async ({ page }) => {
  await signIn(page, 'admin', '/admin')
  await page.getByRole('navigation').getByRole('link', { name: 'Privacy' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Privacy' })).toBeVisible()
  const rule = page.getByRole('region', { name: 'Users' }).getByRole('group', { name: 'Photo' })
  await expect(rule.getByText(/Off: it is kept until somebody erases the person/)).toBeVisible()
  await shot(page, '30-privacy-off')
  await rule.getByRole('button', { name: 'Set 30 days' }).click()
  await rule.getByLabel('Days after the end').fill('45')
  await expect(page.getByText('Users, photo: kept → after 45 days')).toBeVisible()
  await page.getByLabel(/^Why/).fill('As agreed with the works council')
  await shot(page, '31-privacy-draft')
  await page.getByRole('button', { name: 'Save (1 change)' }).click()
  await expect(page.getByText('Saved. It holds from the next night on.')).toBeVisible()
  await page.reload()
  await expect(rule.getByLabel('Days after the end')).toHaveValue('45')
  await page.getByRole('navigation').getByRole('link', { name: 'Versions' }).click()
  await expect(page.getByText(/set what is removed of Users: photo after 45 days\./)).toBeVisible()
  await expect(page.getByText('As agreed with the works council')).toBeVisible()
})

test('an administrator hands out what is held about a person, and then erases them', async ({ page }) => {
  await signIn(page, 'admin', '/operator')
  const { csrf } = await (await page.request.get('/api/v1/me')).json()
  const commands = '/api/v1/templates/user/states/locked/commands'
  const { items } = await (await page.request.get(commands)).json()
  const attached = await page.request.put(commands, {
    data: { items: [...items, { useCase: 'erase-user' }] },
    headers: { 'x-csrf-token': csrf },
  })
  expect(attached.status()).toBe(200)
  const [user] = (await (await page.request.get('/api/v1/users?state=locked&limit=1')).json()).items
  const name: string = user.label
  await page.goto(`/operator/users/${user.id}`)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the access report' }).click()
  expect((await download).suggestedFilename()).toBe(`access-report-${user.id}.zip`)
  await shot(page, '32-access-report')

  await page.getByRole('button', { name: 'Erase user' }).click()
  await expect(page.getByText(/Nobody can bring it back\./)).toBeVisible()
  await page.getByRole('combobox', { name: 'Reason' }).click()
  await page.getByRole('option', { name: 'The person asked for it' }).click()
  await shot(page, '33-erase-user')
  await page.getByRole('button', { name: 'Next: erase for good' }).click()
  await expect(page.getByRole('list', { name: 'What became of each' })).toBeVisible()

  await page.goto(`/operator/users/${user.id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'An erased person' })).toBeVisible()
  await expect(page.getByRole('status', { name: 'State' })).toHaveText('Erased')
  await expect(page.getByText(/erased a person: The person asked for it\. Removed: /).first()).toBeVisible()
  await expect(page.getByText(name)).toHaveCount(0)
  await shot(page, '34-erased')
  const found = await (await page.request.get(`/api/v1/users?q=${encodeURIComponent(name)}`)).json()
  expect(found.items.filter(({ id }: { id: string }) => id === user.id)).toEqual([])
})

test('an operator is offered neither the report nor the erasure', async ({ page }) => {
  await signIn(page, 'operator', '/operator')
  const [user] = (await (await page.request.get('/api/v1/users?state=locked&limit=1')).json()).items
  await page.goto(`/operator/users/${user.id}`)
  await expect(page.getByRole('heading', { level: 1, name: user.label })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
  await expect(page.getByText('Access report')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Erase user' })).toHaveCount(0)
})

test('what somebody searches for is in no address that is sent', async ({ page }) => {
  await signIn(page, 'operator', '/operator')
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  await page.getByRole('searchbox', { name: 'Quick search' }).fill('Lindholt')
  await page.getByRole('option', { name: /All that match/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Search' })).toBeVisible()
  await expect(page.getByRole('grid').getByText('Lindholt').first()).toBeVisible()
  expect(page.url()).toContain('#?')
  expect(page.url()).toContain('q=Lindholt')
  await page.reload()
  await expect(page.getByRole('grid').getByText('Lindholt').first()).toBeVisible()
  await page.getByRole('link', { name: 'HOME', exact: true }).click()
  await page.goBack()
  await expect(page.getByRole('grid').getByText('Lindholt').first()).toBeVisible()
  expect(addresses.length).toBeGreaterThan(5)
  expect(addresses.filter((address) => address.replace(/#.*$/, '').includes('Lindholt'))).toEqual([])
})
