import { expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

test.setTimeout(40_000)

test('of two people who edit one user at once, the second is shown what has changed meanwhile, and decides', async ({ page, context }) => {
  await signIn(page, 'operator', '/operator')
  await page.getByRole('link', { name: 'SEARCH' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Search' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Active', exact: true }).click()
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('grid').getByRole('row').nth(1).click()
  await expect(page.getByRole('heading', { name: 'What do you want to do?' })).toBeVisible()
  const profile = page.url()
  await page.getByRole('button', { name: 'Edit user' }).click()
  await expect(page.getByLabel('Unit')).toBeVisible()

  const other = await context.newPage()
  await other.goto(profile)
  await other.getByRole('button', { name: 'Edit user' }).click()
  await other.getByLabel('Unit').fill('The first to save')
  await other.getByRole('button', { name: /^Next/ }).click()
  await expect(other.getByRole('list', { name: 'What became of each' })).toBeVisible()

  await page.getByLabel('Unit').fill('The second to save')
  await page.getByRole('button', { name: /^Next/ }).click()
  await expect(page.getByText(/was changed by somebody else in the meantime/).first()).toBeVisible()
  await page.screenshot({ path: 'test-results/screenshots/14-changed-meanwhile.png' })
  await expect(page.getByLabel('Unit')).toHaveValue('The second to save')
  await other.goto(profile)
  await expect(other.getByText('The first to save')).toBeVisible()

  await page.getByRole('button', { name: /^Next/ }).click()
  await expect(page.getByRole('list', { name: 'What became of each' })).toBeVisible()
  await other.reload()
  await expect(other.getByText('The second to save')).toBeVisible()
})
