import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

/**
 * An administrator gives the units their places, makes a role of their own, grants it for a unit, looks at Operator as it, and asks why
 * somebody who holds it may not abort an order.
 */

test.describe.configure({ mode: 'serial', timeout: 90_000 })

const screenshots = 'test-results/screenshots'
/** Looks at the page, or at a part of it: what the bar with Save lies over is within reach only once one scrolls. */
async function look(page: Page, name: string, part = 'body'): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  await page.screenshot({ path: `${screenshots}/roles-${name}.png` })
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
}

const save = (page: Page) => page.getByRole('button', { name: /^Save/ }).click()
const choose = async (page: Page, label: string, text: string, option: string | RegExp = text): Promise<void> => {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('combobox', { name: label }).fill(text)
  await page.getByRole('option', { name: option }).first().click()
}

let [unit, inner] = ['', '']

test('units that occur in the data are given their places', async ({ page }) => {
  await signIn(page, 'admin', '/admin/units')
  const strays = page.getByRole('region', { name: 'Without a place' }).getByRole('listitem')
  await expect(strays.first()).toBeVisible()
  await look(page, '01-units-without-a-place')
  await page.getByRole('button', { name: 'Add all at the top' }).click()
  const names = page.getByRole('textbox', { name: /^Name of/ })
  ;[unit, inner] = [await names.nth(0).inputValue(), await names.nth(1).inputValue()]
  await names.nth(1).press('Alt+ArrowRight')
  await expect(page.getByRole('combobox', { name: `${inner} stands below` })).toHaveValue(unit)
  await look(page, '02-units-draft')
  await save(page)
  await expect(page.getByLabel('Unsaved changes')).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Without a place' })).toHaveCount(0)
})

test('an administrator makes a role of their own', async ({ page }) => {
  await signIn(page, 'admin', '/admin/roles')
  await expect(page.getByRole('link', { name: 'Helpdesk', exact: true })).toBeVisible()
  await look(page, '03-roles')
  await page.getByRole('link', { name: 'New', exact: true }).click()
  await page.getByLabel('Label').fill('Front desk')
  await expect(page.getByLabel('Symbolic name')).toHaveValue('OwnRoleFrontDesk')
  await page.getByRole('region', { name: 'Opens in Operator' }).getByLabel('Home').check()
  await page.getByRole('region', { name: 'Opens in Operator' }).getByLabel('Search').check()
  for (const seen of ['Users', 'Cards']) await page.getByRole('region', { name: 'Sees' }).getByLabel(seen).check()
  await look(page, '04-new-role')
  await save(page)
  await expect(page.getByText('What it is for is missing.').first()).toBeVisible()
  await page.getByLabel('What it is for').fill('Receives visitors, and looks people up.')
  await save(page)
  await page.waitForURL('**/admin/roles/front-desk')
  await page.getByRole('tab', { name: 'Hidden fields' }).click()
  await page.getByRole('group', { name: 'Of a User' }).getByLabel('E-mail').check()
  await save(page)
  await expect(page.getByLabel('Unsaved changes')).toHaveCount(0)
  await page.getByRole('tab', { name: 'Versions' }).click()
  await page
    .getByRole('button', { name: /difference/ })
    .first()
    .click()
  await look(page, '05-versions')
})

test('the role is granted for a unit, and the account shows it', async ({ page }) => {
  await signIn(page, 'admin', '/admin/accounts')
  await page.getByLabel('Search accounts').fill('helpdesk')
  await expect(page.getByRole('row')).toHaveCount(2)
  await look(page, '06-accounts')
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: 'Holds' })).toBeVisible()
  await page.getByRole('button', { name: 'Grant role' }).click()
  await choose(page, 'Role', 'Front')
  await page.getByRole('combobox', { name: 'For whose users and cards' }).click()
  await page.getByRole('option', { name: 'A unit and those below it' }).click()
  await choose(page, 'Unit', unit)
  await look(page, '07-grant')
  await page.getByRole('button', { name: 'Next: grant the role' }).click()
  await page.getByRole('link', { name: /^Open/ }).first().click()
  await expect(page.getByText(`for unit ${unit} and those below it`)).toBeVisible()
  await look(page, '08-account')
  await page.goto('/admin/roles/front-desk?tab=holders')
  await expect(page.getByRole('cell', { name: `unit ${unit} and those below it` })).toBeVisible()
  await look(page, '09-holders')
})

test('Operator is looked at as the role, and nothing can be changed meanwhile', async ({ page }) => {
  await signIn(page, 'admin', '/admin/roles/front-desk')
  await page.getByRole('button', { name: 'See Operator as Front desk' }).click()
  await page.getByText('Those of a unit and of the units below it').click()
  await choose(page, 'Unit', unit)
  await look(page, '10-preview-asked')
  await page.getByRole('button', { name: 'Begin the preview' }).click()
  await page.waitForURL('**/operator')
  const banner = page.getByRole('complementary', { name: 'Preview' })
  await expect(banner).toContainText(`You see Operator as Front desk for the unit ${unit} and those below it (${inner})`)
  await page.goto('/operator/search?template=user')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  const found = (await (await page.request.get('/api/v1/users?limit=200')).json()) as { items: { fields: Record<string, unknown> }[] }
  expect(new Set(found.items.map(({ fields }) => fields['unit']))).toEqual(new Set([unit, inner]))
  expect(new Set(found.items.map(({ fields }) => fields['email']))).toEqual(new Set([null]))
  await look(page, '11-preview')
  const { csrf } = (await (await page.request.get('/api/v1/me')).json()) as { csrf: string }
  const refused = await page.request.post('/api/v1/commands/create-user', {
    data: { objects: [], input: {} },
    headers: { 'x-csrf-token': csrf },
  })
  expect([refused.status(), ((await refused.json()) as { code: string }).code]).toEqual([403, 'only_looking'])
  await banner.getByRole('button', { name: 'End preview' }).click()
  await page.waitForURL('**/admin/roles/front-desk')
  await expect(banner).toHaveCount(0)
})

test('why the holder may not abort an order is told step by step', async ({ page }) => {
  await signIn(page, 'admin', '/admin/roles/why')
  await choose(page, 'Who', 'helpdesk', /helpdesk/i)
  await choose(page, 'Use case', 'Abort card order')
  await page.getByRole('combobox', { name: 'On which card' }).click()
  await page.getByRole('option').first().click()
  const answer = page.getByRole('list', { name: /^Why .* may not$/ })
  await expect(answer.getByRole('listitem').last()).toContainText('may not start Abort card order on Card')
  await expect(answer).toContainText('It is given by: Operator.')
  await look(page, '12-why')
})

test('the permission matrix is read with the keyboard, filtered, and downloaded', async ({ page }) => {
  await signIn(page, 'admin', '/admin/roles/matrix')
  await expect(page.getByRole('columnheader', { name: /Front desk/ })).toContainText('1 unit')
  await look(page, '13-matrix')
  await page.getByRole('cell').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await expect(page.locator('td:focus')).toHaveCount(1)
  await page.getByRole('combobox', { name: 'Only what this role permits' }).click()
  await page.getByRole('option', { name: 'Front desk' }).click()
  await expect(page.getByRole('rowheader')).toHaveText(['Operator', 'Home', 'Search', 'What is seen', 'Users', 'Cards'])
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toBe('permission-matrix.csv')
  await page.emulateMedia({ media: 'print' })
  await page.screenshot({ path: `${screenshots}/roles-14-print.png` })
})

test('a program gets an account and a token of its own, which is shown once', async ({ page }) => {
  await signIn(page, 'admin', '/admin/accounts')
  await page.getByRole('button', { name: 'New API client' }).click()
  await page.getByLabel('Sign-in name').fill('door-system')
  await page.getByRole('textbox', { name: /^Name/ }).fill('Door system')
  await page.getByRole('button', { name: 'Next: create the client' }).click()
  await page.getByRole('link', { name: /^Open/ }).first().click()
  const tokens = page.getByRole('region', { name: 'Tokens' })
  await expect(tokens).toContainText('None. Without one the program cannot ask for anything.')
  await page.getByRole('button', { name: 'Grant role' }).click()
  await choose(page, 'Role', 'See cards')
  await page.getByRole('combobox', { name: 'For whose users and cards' }).click()
  await page.getByRole('option', { name: 'Everybody' }).click()
  await page.getByRole('button', { name: 'Next: grant the role' }).click()
  await page.getByRole('link', { name: /^Open/ }).first().click()

  await page.getByRole('button', { name: 'Issue API token' }).click()
  await page.getByLabel('What it is for').fill('Locks of the main building')
  await page.getByLabel('Last day').fill('2027-03-31')
  await choose(page, 'Only these permissions', 'See cards')
  await page.keyboard.press('Escape')
  await look(page, '19-issue-a-token')
  await page.getByRole('button', { name: 'Next: issue the token' }).click()
  await page.getByRole('link', { name: /^Open/ }).first().click()
  await expect(tokens).toContainText('Not shown yet, and of no use until then.')
  await look(page, '20-token-not-shown-yet')
  await tokens.getByRole('button', { name: 'Show the token, once' }).click()
  const token = (await tokens.getByText(/^cardinal_/).textContent()) ?? ''
  await look(page, '21-token-shown')
  const asked = await page.request.get('/api/v1/cards?limit=1', { headers: { authorization: `Bearer ${token}` } })
  expect(asked.status()).toBe(200)

  await page.reload()
  await expect(tokens).toContainText('Locks of the main building')
  await expect(tokens.getByRole('button', { name: 'Show the token, once' })).toHaveCount(0)
  await expect(page.getByText(token)).toHaveCount(0)
})

test('whoever saves second sees both versions, takes over what they want, and loses nothing', async ({ page }) => {
  await signIn(page, 'admin', '/admin/roles/front-desk')
  const other = await page.context().newPage()
  await other.goto('/admin/roles/front-desk')
  await page.getByLabel('What it is for').fill('Receives visitors.')
  await page.getByRole('region', { name: 'Sees' }).getByLabel('Incidents').check()
  await other.getByLabel('What it is for').fill('Receives visitors, and their parcels.')
  await save(other)
  await expect(other.getByLabel('Unsaved changes')).toHaveCount(0)
  await other.close()

  await page.getByRole('button', { name: /^(Save|Compare first)/ }).click()
  const both = page.getByRole('table', { name: 'Both versions' })
  await expect(both.getByRole('row')).toHaveCount(3)
  const contested = both.getByRole('row', { name: /What it is for/ })
  await expect(contested).toContainText('Receives visitors, and their parcels.')
  await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0)
  await look(page, '13-both-versions', '[role=alert]')
  await contested.getByRole('button', { name: 'Take theirs' }).click()
  await expect(contested.getByRole('button', { name: 'Take theirs' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Go on with my draft' }).click()
  await expect(both).toHaveCount(0)
  await page.getByRole('button', { name: 'Save (1 change)' }).click()
  await expect(page.getByLabel('Unsaved changes')).toHaveCount(0)

  await page.reload()
  await expect(page.getByLabel('What it is for')).toHaveValue('Receives visitors, and their parcels.')
  await expect(page.getByRole('region', { name: 'Sees' }).getByLabel('Incidents')).toBeChecked()
})

test('they fit a phone, and the dark', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await signIn(page, 'admin', '/admin/roles/helpdesk')
  for (const [address, name] of [
    ['/admin/roles/helpdesk', '15-role'],
    ['/admin/units', '16-units'],
    ['/admin/roles/matrix', '17-matrix'],
    ['/admin/accounts', '18-accounts'],
  ] as const) {
    await page.goto(address)
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
    await look(page, name)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  }
})
